namespace Chalkline.Economics.CostSheets;

/// <summary>An 80 % interval of a cost, as factors of it.</summary>
/// <param name="Low">Lower end over the cost, above 0.</param>
/// <param name="High">Upper end over the cost, at least <paramref name="Low"/>.</param>
public readonly record struct CostRange(double Low, double High);
