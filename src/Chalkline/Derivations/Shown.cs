namespace Chalkline.Derivations;

/// <summary>Somebody asked: every call is written down in a <see cref="Derivation"/>.</summary>
public readonly struct Shown(Derivation derivation) : IWork
{
    /// <inheritdoc />
    public static bool Asked => true;

    /// <inheritdoc />
    public T Given<T>(Symbol symbol, T value, Source? source = null, string name = "")
        where T : struct, IFormattable
    {
        derivation.Given(name, symbol, value, source);
        return value;
    }

    /// <inheritdoc />
    public T Step<T>(Symbol symbol, T value, string equation = "")
        where T : struct, IFormattable
    {
        derivation.Step(symbol, value, equation);
        return value;
    }

    /// <inheritdoc />
    public void Open(string title) => derivation.Open(title);

    /// <inheritdoc />
    public void Close() => derivation.Close();
}
