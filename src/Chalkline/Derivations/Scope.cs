namespace Chalkline.Derivations;

/// <summary>What the variable names of one part stand for.</summary>
/// <remarks>
/// A part's own definitions come first and the latest wins; then the results of the parts inside it, which it may read
/// under their symbol's name, as a caller reads what a method returned; then the same in the part around it.
/// </remarks>
/// <param name="outer">The scope around it; null for the outermost.</param>
internal sealed class Scope(Scope? outer)
{
    private const string ValueMember = ".Value";

    private readonly Dictionary<string, ValueEntry> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValueEntry> _results = new(StringComparer.Ordinal);

    /// <summary>Binds a variable of this part.</summary>
    public void Define(string name, ValueEntry entry) => _own[name] = entry;

    /// <summary>Binds the result of an inner part.</summary>
    public void Receive(ValueEntry result) => _results[result.Symbol.Name] = result;

    /// <summary>
    /// What a path stands for: the entry recorded under it, or else the bare number of the entry recorded under it
    /// without a final <c>.Value</c>; null when neither was recorded.
    /// </summary>
    public StepInput? Find(string path)
    {
        if (Lookup(path) is ValueEntry exact)
        {
            return new(exact, BareNumber: false);
        }

        return path.EndsWith(ValueMember, StringComparison.Ordinal)
            && Lookup(path[..^ValueMember.Length]) is ValueEntry quantity
            ? new(quantity, BareNumber: true)
            : null;
    }

    private ValueEntry? Lookup(string path)
        => _own.GetValueOrDefault(path) ?? _results.GetValueOrDefault(path) ?? outer?.Lookup(path);
}
