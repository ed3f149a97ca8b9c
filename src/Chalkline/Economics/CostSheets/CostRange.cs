namespace Chalkline.Economics.CostSheets;

/// <summary>An 80 % interval of a cost, as factors of it.</summary>
/// <param name="Low">Lower end over the cost, above 0.</param>
/// <param name="High">Upper end over the cost, at least <paramref name="Low"/>.</param>
public readonly record struct CostRange(double Low, double High)
{
    /// <summary>
    /// The median of what was measured over the cost computed, above 0; 1 where no bias is known. Far from 1 the
    /// interval lies to one side of the cost and reaches to it.
    /// </summary>
    public double Median { get; init; } = 1;

    /// <summary>Whether all that was measured lies to one side, so that the cost itself is an end.</summary>
    public bool IsOneSided => Low >= 1 || High <= 1;
}
