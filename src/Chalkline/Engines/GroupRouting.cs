namespace Chalkline.Engines;

/// <summary>How an engine chooses the attention-parallel group that takes a request.</summary>
public enum GroupRouting
{
    /// <summary>The group with the least to do when the request comes.</summary>
    Fewest,

    /// <summary>One after another, whatever they have to do: groups differ by the lengths of their answers.</summary>
    InTurn,

    /// <summary>By a random number that the request carries: groups differ as independent draws do.</summary>
    Drawn,
}
