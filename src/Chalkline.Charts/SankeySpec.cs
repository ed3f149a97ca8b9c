using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts.Reports;

namespace Chalkline.Charts;

/// <summary>A Sankey picture: bands from the whole to its parts, as wide as what they carry.</summary>
public sealed record SankeySpec
{
    /// <summary>The finding or the question, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Model, machine and assumptions, in one line; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Nodes, each in a column from the left.</summary>
    public required ImmutableArray<SankeyNode> Nodes { get; init; }

    /// <summary>Bands between nodes, to a later column each.</summary>
    public required ImmutableArray<SankeyFlow> Flows { get; init; }

    /// <summary>Unit of what flows.</summary>
    public required string Unit { get; init; }

    /// <summary>Small print below; empty for none.</summary>
    public string Footnote { get; init; } = "";

    /// <summary>What flows through a node: the larger of what comes in and what goes out.</summary>
    /// <param name="node">Its place.</param>
    public double Through(int node) => Math.Max(
        Flows.Where(flow => flow.To == node).Sum(flow => flow.Value), Flows.Where(flow => flow.From == node).Sum(flow => flow.Value));

    /// <summary>Checks that it can be drawn truthfully.</summary>
    /// <exception cref="ChalkException">It cannot.</exception>
    public SankeySpec Check()
    {
        string? problem = Nodes.IsDefaultOrEmpty || Flows.IsDefaultOrEmpty ? "has no nodes or no bands"
            : Flows.Any(flow => flow.From < 0 || flow.From >= Nodes.Length || flow.To < 0 || flow.To >= Nodes.Length)
                ? "has a band to nowhere"
            : Flows.Any(flow => Nodes[flow.From].Column >= Nodes[flow.To].Column) ? "has a band that does not go to the right"
            : Flows.Any(flow => !(flow.Value > 0) || !double.IsFinite(flow.Value)) ? "has a band that carries nothing"
            : null;
        return problem is null ? this : throw new ChalkException($"The picture '{Title}' {problem}.");
    }

    /// <summary>What flows as a table.</summary>
    internal TableSpec Table() => new()
    {
        Columns = [new("From", Numeric: false), new("To", Numeric: false), new(Unit, Numeric: true)],
        Rows =
        [
            .. Flows.Select(flow => ImmutableArray.CreateRange<TableCell>(
            [
                Nodes[flow.From].Name, Nodes[flow.To].Name, new(flow.Value.ToString("G4", CultureInfo.InvariantCulture), flow.Value),
            ])),
        ],
    };
}

/// <summary>A node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Colour">Place in the palette.</param>
public sealed record SankeyNode(string Name, int Column, int Colour);

/// <summary>A band.</summary>
/// <param name="From">Place of the node it comes from.</param>
/// <param name="To">Place of the node it goes to.</param>
/// <param name="Value">What it carries; above 0.</param>
public sealed record SankeyFlow(int From, int To, double Value);
