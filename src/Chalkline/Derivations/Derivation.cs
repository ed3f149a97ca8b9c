namespace Chalkline.Derivations;

/// <summary>A recorded tree of steps: how a result was computed, from its inputs and their sources.</summary>
public sealed class Derivation
{
    internal void Given(string name, Symbol symbol, IFormattable value, Source? source)
    {
    }

    internal void Step(Symbol symbol, IFormattable value, string equation)
    {
    }

    internal void Open(string title)
    {
    }

    internal void Close()
    {
    }
}
