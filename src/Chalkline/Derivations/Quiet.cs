using System.Runtime.CompilerServices;

namespace Chalkline.Derivations;

/// <summary>Nobody asked: every call is the identity and compiles to nothing.</summary>
public readonly struct Quiet : IWork
{
    /// <inheritdoc />
    public static bool Asked => false;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Given<T>(Symbol symbol, T value, Source? source = null, string name = "")
        where T : struct, IFormattable => value;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Step<T>(Symbol symbol, T value, string equation = "")
        where T : struct, IFormattable => value;

    /// <inheritdoc />
    public void Open(string title)
    {
    }

    /// <inheritdoc />
    public void Close()
    {
    }
}
