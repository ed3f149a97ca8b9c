namespace Chalkline.Derivations;

/// <summary>What is wrong with a recorded step.</summary>
public enum FlawKind
{
    /// <summary>The equation is outside the arithmetic that can be read.</summary>
    Unread,

    /// <summary>The equation reads a name that was never recorded.</summary>
    Undefined,

    /// <summary>The equation, evaluated again from its inputs, gives another result.</summary>
    Differs,

    /// <summary>A part was opened and not closed.</summary>
    Unclosed,
}

/// <summary>Something wrong in a derivation.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Id">The step or part it is wrong with.</param>
/// <param name="Message">One sentence with the symbol, the equation and the figures.</param>
public sealed record Flaw(FlawKind Kind, string Id, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Id}: {Message}";
}
