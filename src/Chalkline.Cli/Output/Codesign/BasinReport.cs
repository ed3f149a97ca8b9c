using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Basins;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>The page of <c>chalk codesign basin</c>.</summary>
internal static class BasinReport
{
    /// <summary>So many of the widest are named in the chart; the pointer names the rest.</summary>
    private const int Named = 6;

    private static readonly (BindingResource Resource, string Word)[] Words =
    [
        (BindingResource.Compute, "compute"),
        (BindingResource.Bandwidth, "bandwidth"),
        (BindingResource.Capacity, "capacity"),
        (BindingResource.Network, "network"),
        (BindingResource.DoesNotRun, "does not run"),
    ];

    public static Answer Of(BasinAnswer answer, Derivation? work)
    {
        Basin[] basins = [.. answer.Basins.OrderByDescending(basin => basin.Width).ThenBy(basin => basin.Slack)];
        TableSpec widths = Widths(basins);
        BasinMachine machine = basins[0].Machine;
        return new()
        {
            Command = "codesign basin",
            Data = widths,
            Report = new()
            {
                Title = "How wide the basin of good operating points is",
                Lead = Lead(answer, basins),
                Sections =
                [
                    new("Width and what rests for it", [new TableBlock(widths), new ChartBlock(Scatter(answer, basins))]),
                    new("What binds, by share of the shapes", [new TableBlock(Bindings(basins)), new ChartBlock(Bars(basins))]),
                    new($"At the design point: {basins[0].Design.Shape.Name}", [new TableBlock(DesignPoint(basins))]),
                    new(
                        $"One workload of {answer.Intensity} that needs {answer.Needs} a device",
                        [new TableBlock(OneWorkload(answer, basins))]),
                ],
                Footer = $"Width: share of {answer.Shapes} shapes (catalogue models at four contexts) on which {machine.Devices} devices attain "
                    + $"at least {100 * Basin.Good:0} % of their own best within {machine.Limit} a token, {machine.Format.Name} weights and cache. Every resource "
                    + "at its peak: upper bounds. "
                    + (answer.Inferred ? "Shares of the price by resource are inferred, no maker publishes them (--shares). " : "")
                    + (answer.LeftOut.Length > 0
                        ? $"Left out: {string.Join("; ", answer.LeftOut.GroupBy(left => left.Lacks, StringComparer.Ordinal).Select(Names))}. "
                        : "")
                    + "docs/codesign.md.",
            },
            Json = writer => Write(writer, answer, basins),
            Work = work,
        };
    }

    private static string Lead(BasinAnswer answer, Basin[] basins)
    {
        Basin widest = basins[0];
        Basin tight = basins.Where(basin => basin.Width > 0).MinBy(basin => basin.Slack)!;
        string most = $"**{widest.Machine.Accelerator.Id}** has the widest basin: {Percent(widest.Width)} of the shapes are good, and "
            + $"{Percent(widest.Slack)} of its price rests at {widest.Design.Shape.Name}.";
        string least = tight == widest ? " It also has the least at rest."
            : $" The least rests on {tight.Machine.Accelerator.Id}: {Percent(tight.Slack)}, with a basin of {Percent(tight.Width)}.";
        return most + (basins.Length > 1 ? least : "") + (answer.Inferred ? " Slack uses inferred shares." : "");
    }

    private static TableSpec Widths(Basin[] basins) => Tables.Of(
        "",
        ["Device", "Width", "Shapes that run", "Best use of peak", "At rest", "At rest $/h", "FLOP/B", "Drain (ms)"],
        basins.Select(basin => (IEnumerable<TableCell>)
        [
            basin.Machine.Accelerator.Id,
            Tables.Percent(basin.Width),
            Tables.Percent(basin.Runs),
            Tables.Percent(basin.Most),
            Tables.Percent(basin.Slack),
            basin.SlackPrice is { } price ? Tables.Cell(price, "$/h/device") : "-",
            Tables.Number(basin.Machine.Accelerator.Ridge(basin.Machine.Format.Arithmetic).Value),
            Tables.Number(1e3 * basin.Machine.Accelerator.Memory.DrainTime.Value),
        ]));

    private static TableSpec Bindings(Basin[] basins) => Tables.Of(
        "",
        ["Device", .. Words.Select(word => word.Word)],
        basins.Select(basin => new[] { (TableCell)basin.Machine.Accelerator.Id }
            .Concat(Words.Select(word => Tables.Percent(basin.Bound(word.Resource))))));

    private static TableSpec DesignPoint(Basin[] basins) => Tables.Of(
        "Share of each resource in use; the price of what is not is at rest.",
        ["Device", "Batch", "Compute", "Bandwidth", "Capacity", "Network", "Binds"],
        basins.Select(basin => (IEnumerable<TableCell>)
        [
            basin.Machine.Accelerator.Id,
            Tables.Count(basin.Design.Batch),
            Tables.Percent(basin.Design.Compute),
            Tables.Percent(basin.Design.Bandwidth),
            Tables.Percent(basin.Design.Capacity),
            Tables.Percent(basin.Design.Network),
            Word(basin.Design.Binding),
        ]));

    private static TableSpec OneWorkload(BasinAnswer answer, Basin[] basins) => Tables.Of(
        "In BF16 where the device has it.",
        ["Device", "FLOP/B", "Compute used", "Bandwidth used", "Fits", "Drain (ms)"],
        basins.Select(basin => basin.Machine with { Format = Formats.NumberFormat.Bf16 })
            .Where(machine => machine.Accelerator.Peaks.ContainsKey(Formats.Arithmetic.Bf16))
            .Select(machine =>
            {
                (double compute, double bandwidth, bool fits) = machine.At(answer.Intensity, answer.Needs);
                return (IEnumerable<TableCell>)
                [
                    machine.Accelerator.Id,
                    Tables.Number(machine.Accelerator.Ridge(Formats.Arithmetic.Bf16).Value),
                    Tables.Percent(compute),
                    Tables.Percent(bandwidth),
                    fits ? "yes" : "no",
                    Tables.Number(1e3 * machine.Accelerator.Memory.DrainTime.Value),
                ];
            }));

    private static ChartSpec Scatter(BasinAnswer answer, Basin[] basins) => new()
    {
        Title = "Width of the basin against what rests at the design point",
        Subtitle = $"{basins[0].Machine.Devices} devices, {basins[0].Machine.Format.Name}; at rest at {basins[0].Design.Shape.Name}"
            + (answer.Inferred ? "; inferred shares" : ""),
        X = Axis.Linear("Price at rest at the design point") with { Style = NumberStyle.Percent },
        Y = Axis.Linear("Width of the basin") with { Style = NumberStyle.Percent, Minimum = 0 },
        Series =
        [
            new PointSeries("devices", [.. basins.Select((basin, place) => new ChartPoint(
                basin.Slack, basin.Width, place < Named ? basin.Machine.Accelerator.Id : "", basin.Machine.Accelerator.Id))]),
        ],
    };

    private static ChartSpec Bars(Basin[] basins) => new()
    {
        Title = "Which resource binds",
        Subtitle = $"share of {basins[0].Points.Length} shapes",
        X = Axis.Linear("Share of the shapes") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
        Y = Axis.Of("", basins.Select(basin => basin.Machine.Accelerator.Id)),
        Series = [.. Words.Select(word => new BarSeries(word.Word, [.. basins.Select(basin => basin.Bound(word.Resource))]))],
        Legend = LegendPlace.Above,
    };

    private static void Write(Utf8JsonWriter writer, BasinAnswer answer, Basin[] basins)
    {
        BasinMachine machine = basins[0].Machine;
        writer.WriteNumber("shapes", answer.Shapes);
        writer.WriteNumber("devices", machine.Devices);
        writer.WriteString("weights", machine.Format.Name);
        writer.WriteNumber("tpotSeconds", machine.Limit.Value);
        writer.WriteString("design", basins[0].Design.Shape.Name);
        writer.WriteString("shares", answer.Inferred ? "inferred" : "given");
        writer.WriteNumber("intensityFlopPerByte", answer.Intensity.Value);
        writer.WriteNumber("needsBytes", answer.Needs.Value);
        writer.WriteStartArray("basins");
        foreach (Basin basin in basins)
        {
            writer.WriteStartObject();
            writer.WriteString("accelerator", basin.Machine.Accelerator.Id);
            writer.WriteNumber("width", basin.Width);
            writer.WriteNumber("runs", basin.Runs);
            writer.WriteNumber("bestUse", basin.Most);
            writer.WriteNumber("slack", basin.Slack);
            if (basin.SlackPrice is { } price)
            {
                writer.WriteNumber("slackUsdPerDeviceHour", price.Value);
            }

            writer.WriteStartObject("bound");
            foreach ((BindingResource resource, string word) in Words)
            {
                writer.WriteNumber(word.Replace(' ', '-'), basin.Bound(resource));
            }

            writer.WriteEndObject();
            Point(writer, basin.Design);
            OneWorkload(writer, answer, basin.Machine with { Format = Formats.NumberFormat.Bf16 });
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("leftOut");
        foreach ((string accelerator, string lacks) in answer.LeftOut)
        {
            writer.WriteStartObject();
            writer.WriteString("accelerator", accelerator);
            writer.WriteString("why", lacks);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Point(Utf8JsonWriter writer, BasinPoint point)
    {
        writer.WriteStartObject("designPoint");
        writer.WriteNumber("batch", point.Batch);
        writer.WriteNumber("compute", point.Compute);
        writer.WriteNumber("bandwidth", point.Bandwidth);
        writer.WriteNumber("capacity", point.Capacity);
        writer.WriteNumber("network", point.Network);
        writer.WriteString("binding", Word(point.Binding));
        writer.WriteEndObject();
    }

    private static void OneWorkload(Utf8JsonWriter writer, BasinAnswer answer, BasinMachine machine)
    {
        if (!machine.Accelerator.Peaks.ContainsKey(Formats.Arithmetic.Bf16))
        {
            return;
        }

        (double compute, double bandwidth, bool fits) = machine.At(answer.Intensity, answer.Needs);
        writer.WriteStartObject("oneWorkload");
        writer.WriteNumber("compute", compute);
        writer.WriteNumber("bandwidth", bandwidth);
        writer.WriteBoolean("fits", fits);
        writer.WriteNumber("drainSeconds", machine.Accelerator.Memory.DrainTime.Value);
        writer.WriteEndObject();
    }

    private static string Names(IGrouping<string, (string Accelerator, string Lacks)> left)
        => $"{left.Key} ({string.Join(", ", left.Select(one => one.Accelerator))})";

    private static string Word(BindingResource resource) => Words.Single(word => word.Resource == resource).Word;

    private static string Percent(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);
}
