using System.Collections.Immutable;

namespace Chalkline.Charts.Racks;

/// <summary>One device.</summary>
/// <param name="Name">Its name and part, the first line where there is room for text.</param>
/// <param name="Detail">What it holds, the second line.</param>
/// <param name="Colour"><c>#rrggbb</c> of its part; empty for one that is idle, which is hatched.</param>
/// <param name="Fill">Its memory from left to right; what the shares leave is free.</param>
/// <param name="Marked">Whether it has a mark in its corner (a copy of an expert).</param>
public sealed record RackCell(
    string Name, string Detail, string Colour, ImmutableArray<RackFill> Fill, bool Marked = false);
