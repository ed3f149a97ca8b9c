namespace Chalkline.Search;

/// <summary>One factor of a cost at two points.</summary>
/// <param name="Name">What it is.</param>
/// <param name="First">At the first point.</param>
/// <param name="Second">At the second.</param>
public sealed record CostFactor(string Name, double First, double Second)
{
    /// <summary>The second over the first: above 1 makes the second dearer.</summary>
    public double Ratio => Second / First;
}
