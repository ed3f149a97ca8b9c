namespace Chalkline.Charts;

/// <summary>A kind of box in a timetable.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Colour">Its place in the palette.</param>
public sealed record GanttKind(string Name, int Colour);
