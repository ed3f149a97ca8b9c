namespace Chalkline.Charts.Racks;

/// <summary>A part of the memory of a device.</summary>
/// <param name="Share">Of the whole, from 0 to 1.</param>
/// <param name="Colour"><c>#rrggbb</c>.</param>
public readonly record struct RackFill(double Share, string Colour);
