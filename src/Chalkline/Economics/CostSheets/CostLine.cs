using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>One line of a cost sheet.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Name">In words, with the tier, the time or the speed.</param>
/// <param name="Cost">What a token costs the operator.</param>
/// <param name="Split">What that goes to.</param>
public sealed record CostLine(CostKind Kind, string Name, UsdPerToken Cost, CostSplit Split)
{
    /// <summary>The 80 % interval; null at a fidelity that states none, or where nothing alike was measured.</summary>
    public CostRange? Range { get; init; }

    /// <summary>What the reader should know of it; may be empty.</summary>
    public string Note { get; init; } = "";
}
