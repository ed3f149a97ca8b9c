namespace Chalkline.Charts;

/// <summary>A box of a timetable.</summary>
/// <param name="Lane">Its lane, from 0.</param>
/// <param name="Kind">Its kind, from 0.</param>
/// <param name="Start">Where it starts, in the unit of the axis.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Label">What stands in it where there is room.</param>
/// <param name="Pale">Lighter than its kind, to tell a second part from the first.</param>
public readonly record struct GanttBox(int Lane, int Kind, double Start, double End, string Label, bool Pale = false);
