namespace Chalkline.Hardware;

/// <summary>Trays of one kind that stand together in a rack.</summary>
/// <param name="Kind">What is in them.</param>
/// <param name="Count">How many, at least 1.</param>
public sealed record TrayStack(TrayKind Kind, int Count);
