using System.Collections.Immutable;
using Chalkline.Charts.Racks;

namespace Chalkline.Charts.Reports;

/// <summary>One page: a title, a lead, and sections of charts, tables, prose and equations.</summary>
public sealed record ReportSpec
{
    /// <summary>Title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>The answer in a paragraph; empty for none. Same light markup as <see cref="TextBlock"/>.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Sections in order.</summary>
    public required ImmutableArray<ReportSection> Sections { get; init; }

    /// <summary>Last line of the page: version, fidelity, data; empty for none. Never a date of writing.</summary>
    public string Footer { get; init; } = "";

    /// <summary>The charts of all sections in order.</summary>
    public IEnumerable<ChartSpec> Charts
        => Sections.SelectMany(section => section.Blocks).OfType<ChartBlock>().Select(block => block.Chart);

    /// <summary>Whether there is anything to draw.</summary>
    public bool HasPictures
        => Sections.SelectMany(section => section.Blocks).Any(block => block.IsDrawn);

    /// <summary>A page with one chart and nothing else.</summary>
    public static ReportSpec Of(ChartSpec chart)
        => new() { Title = chart.Title, Sections = [new("", [new ChartBlock(chart)])] };
}

/// <summary>A part of a page.</summary>
/// <param name="Heading">Its heading; empty for none.</param>
/// <param name="Blocks">What it holds, in order.</param>
public sealed record ReportSection(string Heading, ImmutableArray<ReportBlock> Blocks);

/// <summary>A block of a section.</summary>
public abstract record ReportBlock
{
    /// <summary>Whether it is drawn rather than written.</summary>
    public bool IsDrawn => this is ChartBlock or GanttBlock or RackBlock or SankeyBlock;
}

/// <summary>A chart.</summary>
/// <param name="Chart">The chart.</param>
public sealed record ChartBlock(ChartSpec Chart) : ReportBlock;

/// <summary>A timetable.</summary>
/// <param name="Gantt">The timetable.</param>
public sealed record GanttBlock(GanttSpec Gantt) : ReportBlock;

/// <summary>A Sankey picture.</summary>
/// <param name="Sankey">The picture.</param>
public sealed record SankeyBlock(SankeySpec Sankey) : ReportBlock;

/// <summary>A picture of racks.</summary>
/// <param name="Picture">The picture.</param>
public sealed record RackBlock(RackPicture Picture) : ReportBlock;

/// <summary>A table.</summary>
/// <param name="Table">The table.</param>
public sealed record TableBlock(TableSpec Table) : ReportBlock;

/// <summary>
/// Prose: paragraphs apart by an empty line, lists of lines that start with <c>- </c>, <c>**bold**</c>,
/// <c>*italic*</c>,
/// <c>`code`</c> and <c>$inline maths$</c>. Everything else is text as it stands; there is no raw HTML.
/// </summary>
/// <param name="Text">The prose.</param>
public sealed record TextBlock(string Text) : ReportBlock;

/// <summary>An equation on a line of its own.</summary>
/// <param name="Latex">LaTeX, without dollar signs.</param>
/// <param name="Caption">What it says, or the values put in; empty for none.</param>
public sealed record EquationBlock(string Latex, string Caption = "") : ReportBlock;

/// <summary>Text whose line breaks and spaces matter.</summary>
/// <param name="Text">The text.</param>
public sealed record PreformattedBlock(string Text) : ReportBlock;
