namespace Chalkline.Economics;

/// <summary>A factor on every price of a sheet, for example where a request must be processed.</summary>
/// <param name="Name">What it buys, for example <c>region us</c>.</param>
/// <param name="Times">Times the price; more than 0.</param>
public sealed record PriceUplift(string Name, double Times);
