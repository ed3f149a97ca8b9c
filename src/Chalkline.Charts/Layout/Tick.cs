namespace Chalkline.Charts.Layout;

/// <summary>A labelled place on an axis.</summary>
/// <param name="Value">Where, in the axis' unit.</param>
/// <param name="Label">What is written there; empty for a grid line without text.</param>
public readonly record struct Tick(double Value, string Label);
