namespace Chalkline.Economics.CostSheets;

/// <summary>
/// How far costs may lie from those computed, from how far times do; prices of hardware are taken as they are.
/// </summary>
/// <param name="Input">Of input tokens; null where nothing alike was measured.</param>
/// <param name="Output">Of output tokens; null where nothing alike was measured.</param>
public sealed record CostSpread(CostRange? Input, CostRange? Output);
