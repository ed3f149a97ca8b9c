using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Commands;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk layout</c>.</summary>
internal static class LayoutReport
{
    public static Answer Of(ModelInputs inputs, LayoutStudy study, ChosenLayout? chosen, Derivation? work)
    {
        List<ReportSection> sections =
        [
            new("The racks", [new RackBlock(LayoutPicture.Of(inputs, study)), new TableBlock(Placement(study))]),
        ];
        if (study.Experts is { } spread)
        {
            sections.Add(new("Load of the experts", [new TableBlock(Load(spread)), new TextBlock(LoadText(spread))]));
        }

        sections.Add(new("Memory of a device", [new TableBlock(Memory(study)), new TableBlock(Fits(study))]));
        if (study.Exchanges.Length > 0)
        {
            sections.Add(new("All-to-all of the experts", [new TableBlock(Exchanges(study)), new TextBlock(ExchangeText(study))]));
        }

        if (study.Boundary is { } boundary)
        {
            sections.Add(new("Pipeline stages in domains of their own", [new TextBlock(BoundaryText(study, boundary))]));
        }

        sections.Add(new("What the size of a domain changes", [new TableBlock(Domains(study))]));
        sections.Add(new("What binds", [new TableBlock(Limits(study)), new TextBlock(LimitText(study))]));
        TableSpec figures = LayoutFigures.Of(study);
        return new()
        {
            Command = "layout",
            Work = work,
            Data = figures,
            Report = new()
            {
                Title = $"Layout of {inputs.Subject}",
                Lead = Lead(inputs, study) + (chosen is null ? "" : "\n\n" + Chosen(chosen)),
                Sections = [.. sections],
                Footer = "Closed forms at the full rates of the machine, nothing overlapped; "
                    + "`chalk explain` and `chalk serve` time the same layout with measured kernels.",
            },
            Json = writer => LayoutJson.Write(writer, inputs, study, chosen),
            Unanswered = study.Memory.Fits ? null
                : $"{study.Request.Layout} does not fit: a device needs {study.Memory.Needed} of its {study.Memory.Capacity} "
                    + $"({study.Memory.Weights} weights, {study.Memory.Cache} KV cache, "
                    + $"{study.Memory.Workspace + study.Memory.Reserve} workspace and reserve).",
        };
    }

    private static string Lead(ModelInputs inputs, LayoutStudy study)
    {
        string experts = study.Experts is { } spread
            ? Say($"**{spread.PerGroup} experts a device** on {spread.Groups} groups, ")
            : "";
        return Say($"At {inputs.Formats}, {study.Request.Layout}: {experts}**{study.Idle:N0} of {study.Places.Length:N0} devices idle**, ")
            + Say($"{study.Replicas:N0} replica{(study.Replicas == 1 ? "" : "s")}. ")
            + (study.Memory.Fits
                ? $"A device holds {study.Memory.Weights} of weights and {study.Memory.Cache} of KV cache and has {study.Memory.Free} left. "
                : $"**It does not fit**: a device would need {study.Memory.Needed} of its {study.Memory.Capacity}. ")
            + $"No token can come faster than {study.LatencyFloor} when all weights are read; as the batch grows, "
            + $"**{study.Limits.First}** binds first.";
    }

    private static string Chosen(ChosenLayout chosen)
    {
        SearchStatistics found = chosen.Plan.Statistics;
        Workload asked = chosen.Plan.Request.Workload;
        string others = "give --ep, --tp, --attention-dp, --pp or --experts-per-gpu to ask about another.";
        string limit = asked.TimePerOutputToken is { } longest ? $" within {longest} a token" : ", as none is within the limit";
        return chosen.Plan.Cheapest is { } point
            ? Say($"**Chosen by search** among {found.Layouts:N0} layouts, of which {found.Layouts - found.DoNotFit:N0} fit: ")
                + $"most tokens a device for {asked.Input} in and {asked.Output} out{limit}, "
                + Say($"{point.PerDevice.ToString("tok/s/device:0", null)} at {point.Speed.ToString("tok/s/user:1", null)} with ")
                + Say($"{point.BatchPerReplica:N0} sequences a replica; {others}")
            : $"No layout could be chosen by search: {chosen.Plan.Obstacle} Shown is the usual one; {others}";
    }

    private static TableSpec Placement(LayoutStudy study)
    {
        List<(string, TableCell)> rows =
        [
            ("Devices of a domain", Tables.Count(study.Request.System.DomainSize)),
            ("Domains", Tables.Count(study.Request.System.Domains)),
            ("Devices of a replica", Tables.Count(study.Request.Layout.DevicesPerReplica)),
            ("Replicas", Tables.Count(study.Replicas)),
            ("Idle devices", Tables.Count(study.Idle)),
        ];
        if (study.Experts is { } spread)
        {
            rows.Add(("Experts of a layer", Tables.Count(spread.Experts)));
            rows.Add(("Copies beside them", Tables.Count(spread.Redundant)));
            rows.Add(("Experts a device holds", Tables.Count(spread.PerGroup)));
        }

        return Tables.Of("", ["Placement", "Count"], rows.Select(row => (IEnumerable<TableCell>)[row.Item1, row.Item2]));
    }

    private static TableSpec Load(ExpertSpread spread) => Tables.Of(
        spread.Exponent > 0
            ? Say($"Popularity after a power law of exponent {spread.Exponent:0.##}")
            : "Every expert equally popular: chance alone",
        ["Placement", "Fullest device over the mean", "Lost waiting for it"],
        [
            ["each expert once, by chance", Tables.Number(spread.Before), Tables.Percent(spread.LostBefore)],
            [
                spread.Redundant > 0 ? Say($"{spread.Redundant} copies, packed by load") : spread.Exponent > 0 ? "packed by load" : "as numbered",
                Tables.Number(spread.After),
                Tables.Percent(spread.LostAfter),
            ],
        ]);

    private static string LoadText(ExpertSpread spread)
    {
        int most = spread.Balance.Copies.Max();
        return "The fullest device sets the time of a layer with experts. Popularity is taken as known; what tokens draw by chance remains"
            + (most > 1 ? Say($". The most visited expert is held {most} times.") : ".");
    }

    private static TableSpec Memory(LayoutStudy study) => Tables.Of(
        "",
        ["Holds", "GB", "Share"],
        new (string Name, Bytes Size)[]
        {
            ("weights of routed experts", study.Memory.Experts), ("other weights", study.Memory.OtherWeights),
            ("KV cache", study.Memory.Cache), ("workspace of a prefill chunk", study.Memory.Workspace),
            ("reserve", study.Memory.Reserve), ("free", study.Memory.Free), ("all", study.Memory.Capacity),
        }.Select(row => (IEnumerable<TableCell>)
            [row.Name, Tables.Cell(row.Size, "GB", 2), Tables.Percent(row.Size / study.Memory.Capacity)]));

    private static TableSpec Fits(LayoutStudy study)
    {
        DomainChange own = study.DomainSizes.Single(change => change.Size == study.Request.System.DomainSize);
        return Tables.Of("", ["What fits", "Value"],
        [
            ["sequences of this context in a replica", Tables.Count(Math.Max(0, study.Limits.Capacity))],
            ["longest context of this batch", Tables.Number(study.LongestContext.Value)],
            ["largest model in one domain with this cache", Tables.Cell(own.LargestModel)],
            ["memory left on all devices", Tables.Cell(study.Surplus)],
        ]);
    }

    private static TableSpec Exchanges(LayoutStudy study) => Tables.Of(
        study.Exchange is { } exchange
            ? $"{exchange.PerToken} in a layer, both ways; {study.Experts!.Layers} layers with experts"
            : "",
        ["A layer spans", "Leaves its domain", "A layer (us)", "All layers (ms)", "Hops alone (ms)", "As wired (ms)", "Times one domain"],
        study.Exchanges.Select(row => (IEnumerable<TableCell>)
        [
            row.Domains == 1 ? "1 domain" : Say($"{row.Domains} domains"),
            Tables.Percent(row.LeavingShare),
            Tables.Cell(row.Layer, "us", 2),
            Tables.Cell(row.Token, "ms", 3),
            Tables.Cell(row.Hops, "ms", 3),
            Tables.Cell(row.Wired, "ms", 3),
            Tables.Number(row.Layer / study.Exchanges[0].Layer),
        ]));

    private static string ExchangeText(LayoutStudy study)
    {
        string ratio = study.Request.System.BandwidthRatio is { } times
            ? Say($" Scale-up is {times:0.#} times as fast as scale-out here (about 8 in the lecture).")
            : "";
        return $"Each device brings {study.Limits.Time.Cost.ScaleUp + study.Limits.Time.Cost.ScaleOut} to its networks in a step. "
            + "The closed form is bandwidth alone; as wired, hops and the links of the topology count. "
            + "Nothing overlaps in these times: two micro-batches that hide behind each other's arithmetic need both of theirs."
            + ratio;
    }

    private static string BoundaryText(LayoutStudy study, StageBoundary boundary)
        => Say($"With {boundary.LayersPerStage:0.##} layers with experts a stage, the scale-up network is busy {boundary.Ratio:0.##} ")
            + "times as long as the scale-out network at a stage boundary (lecture, eq. 3.3); at 1 or more the boundary hides. "
            + Say($"It needs {boundary.LeastLayers} layer{(boundary.LeastLayers == 1 ? "" : "s")} a stage. ")
            + Say($"Hops of all collectives add {study.HopTime} to a token.");

    private static TableSpec Domains(LayoutStudy study) => Tables.Of(
        $"The same devices, batch {study.Request.Batch.ToString("N0", CultureInfo.InvariantCulture)} of {study.Request.Context}",
        ["Domain", "Latency floor (ms)", "Memory", "Largest model", "Sequences", "Experts a device", "Idle"],
        study.DomainSizes.Select(row => (IEnumerable<TableCell>)
        [
            Tables.Count(row.Size),
            Tables.Cell(row.LatencyFloor, "ms", 3),
            Tables.Cell(row.Memory),
            Tables.Cell(row.LargestModel),
            Tables.Number(row.Sequences),
            row.Experts is { } experts ? Tables.Count(experts.PerDevice) : new("-"),
            row.Experts is { } placed ? Tables.Count(placed.Idle) : new("-"),
        ]));

    private static TableSpec Limits(LayoutStudy study)
    {
        PassTime time = study.Limits.Time;
        return Tables.Of(
            $"A step of batch {study.Request.Batch.ToString("N0", CultureInfo.InvariantCulture)}, one stage, at full rates",
            ["Limit", "Takes (ms)", "Binds from batch"],
            [
                ["bandwidth: weights", Tables.Cell(time.Weights, "ms", 3), new("1", 1)],
                ["bandwidth: KV cache", Tables.Cell(time.KeyValue, "ms", 3), new("-")],
                ["compute", Tables.Cell(time.Compute, "ms", 3), From(study.Limits.Compute)],
                ["network", Tables.Cell(time.Network, "ms", 3), From(study.Limits.Network)],
                ["capacity", new("-"), From(study.Limits.Capacity + 1)],
            ]);

        static TableCell From(double? batch) => batch is { } known && double.IsFinite(known) ? Tables.Count(known) : new("never");
    }

    private static string LimitText(LayoutStudy study)
        => $"As the batch grows, {study.Limits.First} binds first. Up to there a step is the reading of weights and cache.";

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
