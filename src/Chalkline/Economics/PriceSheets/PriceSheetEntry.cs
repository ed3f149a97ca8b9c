namespace Chalkline.Economics.PriceSheets;

/// <summary>A sheet of a file.</summary>
/// <param name="Key">What the file calls it.</param>
/// <param name="Sheet">Its prices.</param>
/// <param name="Published">The public weights that the file says are sold; null when it names none.</param>
public sealed record PriceSheetEntry(string Key, PriceSheet Sheet, string? Published);
