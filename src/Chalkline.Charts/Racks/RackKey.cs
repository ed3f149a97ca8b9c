namespace Chalkline.Charts.Racks;

/// <summary>An entry of the legend.</summary>
/// <param name="Text">What the colour means.</param>
/// <param name="Colour"><c>#rrggbb</c>; empty for the hatching of idle devices.</param>
public readonly record struct RackKey(string Text, string Colour);
