namespace Chalkline.Economics.PriceSheets;

/// <summary>What the reader of a price file is told beside the file.</summary>
/// <param name="Unit">What prices are for; null to take it from the field names, or else from their size.</param>
/// <param name="UsdPerUnit">
/// Dollars of one unit of the file's currency, more than 0; null when the file is in dollars. Never guessed.
/// </param>
public sealed record PriceReading(PriceUnit? Unit = null, double? UsdPerUnit = null);
