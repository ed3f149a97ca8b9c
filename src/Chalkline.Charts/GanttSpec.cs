using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts.Reports;

namespace Chalkline.Charts;

/// <summary>A timetable: a lane for each worker, a box for each thing it does, grey where it does nothing.</summary>
public sealed record GanttSpec
{
    /// <summary>The finding or the question, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Model, machine and assumptions, in one line; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Names of the lanes, from the top.</summary>
    public required ImmutableArray<string> Lanes { get; init; }

    /// <summary>Kinds of boxes, as the legend names them, each with its place in the palette.</summary>
    public required ImmutableArray<GanttKind> Kinds { get; init; }

    /// <summary>The boxes; those of a lane must not overlap.</summary>
    public required ImmutableArray<GanttBox> Boxes { get; init; }

    /// <summary>Unit of the time axis.</summary>
    public required string Unit { get; init; }

    /// <summary>What grey stands for.</summary>
    public string Idle { get; init; } = "idle";

    /// <summary>Small print below; empty for none.</summary>
    public string Footnote { get; init; } = "";

    /// <summary>The end of the last box.</summary>
    public double End => Boxes.Max(box => box.End);

    /// <summary>Checks that it can be drawn truthfully.</summary>
    /// <exception cref="ChalkException">It cannot.</exception>
    public GanttSpec Check()
    {
        string? problem = Lanes.IsDefaultOrEmpty || Boxes.IsDefaultOrEmpty ? "has no lanes or no boxes"
            : Boxes.Any(box => box.Lane < 0 || box.Lane >= Lanes.Length) ? "has a box outside its lanes"
            : Boxes.Any(box => box.Kind < 0 || box.Kind >= Kinds.Length) ? "has a box of no kind"
            : Boxes.Any(box => !(box.Start >= 0 && box.End >= box.Start && double.IsFinite(box.End)))
                ? "has a box that ends before it starts"
            : !(End > 0) ? "takes no time"
            : null;
        return problem is null ? this : throw new ChalkException($"The timetable '{Title}' {problem}.");
    }

    /// <summary>What each lane does as a table: how long it works by kind, and how long it waits.</summary>
    internal TableSpec Table()
    {
        double end = End;
        return new()
        {
            Columns =
            [
                new("", Numeric: false),
                .. Kinds.Select(kind => new TableColumn($"{kind.Name} ({Unit})", Numeric: true)),
                new($"{Idle} ({Unit})", Numeric: true),
            ],
            Rows =
            [
                .. Lanes.Select((lane, place) =>
                {
                    double[] sums = [.. Kinds.Select((_, kind) => Boxes.Where(box => box.Lane == place && box.Kind == kind)
                        .Sum(box => box.End - box.Start))];
                    return ImmutableArray.CreateRange<TableCell>([lane, .. sums.Append(end - sums.Sum()).Select(Cell)]);
                }),
            ],
        };
    }

    private static TableCell Cell(double value) => new(value.ToString("G4", CultureInfo.InvariantCulture), value);
}
