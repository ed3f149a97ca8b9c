using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Demand;
using Chalkline.Derivations;
using Chalkline.Economics.Lifecycle;
using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign demand</c> found.</summary>
internal sealed record DemandAnswer(
    Model Model, DemandMix Mix, NumberFormat Format, Tokens Context, ImmutableArray<Fleet> Fleets, double ComputeUse, double MemoryUse)
{
    /// <summary>Hours that a fleet takes for a part: arithmetic, and bytes.</summary>
    public (double Compute, double Memory) Hours(Fleet fleet, TokenDemand part)
    {
        (double compute, double memory) = fleet.Time(part, ComputeUse, MemoryUse);
        return (compute / 3600, memory / 3600);
    }

    /// <summary>Hours of a fleet for the whole mix, each kind bound by its slower resource.</summary>
    public double Hours(Fleet fleet) => Mix.Parts.Sum(part => Math.Max(Hours(fleet, part).Compute, Hours(fleet, part).Memory));
}

/// <summary>The page of <c>chalk codesign demand</c>.</summary>
internal static class DemandReport
{
    /// <summary>H100 in FP8: the FLOP a byte of MatX's table.</summary>
    private const double PublishedRatio = 600;

    /// <summary>Models of MatX's table: layers, key-value heads, head width, parameters.</summary>
    private static readonly (string Name, double Layers, double Heads, double Width, double Parameters, double Printed)[] Published =
    [
        ("8B", 32, 8, 128, 8e9, 20.2), ("70B", 80, 8, 128, 70e9, 5.7), ("405B", 126, 8, 128, 405e9, 1.56),
    ];

    public static Answer Of(DemandAnswer answer, Derivation? work)
    {
        TableSpec parts = Parts(answer);
        TableSpec fleets = Fleets(answer);
        TableSpec published = MatX();
        TableSpec wedge = Wedge();
        return new()
        {
            Command = "codesign demand",
            Data = parts,
            Report = new()
            {
                Title = $"What a life of {answer.Model.Name} asks of machines",
                Lead = Lead(answer),
                Sections =
                [
                    new("By kind of token", [new TableBlock(parts), new ChartBlock(Bars(answer))]),
                    new("Against the fleet", [new TableBlock(fleets)]),
                    new("What a fleet sized on 6ND does not see", [new TableBlock(published)]),
                    new("What over-training gives away", [new TableBlock(wedge)]),
                ],
                Footer = $"Cache of {answer.Context} in {answer.Format.Name}, batch {answer.Mix.Batch:N0}; {100 * answer.ComputeUse:0} % of the peak and {100 * answer.MemoryUse:0} % of bandwidth reached. Lifetime cost: 6 N D_train + 2 N D_prefill + "
                    + "max(2 N, KV HOI) D_decode (MatX, 2025). docs/demand.md.",
            },
            Json = writer =>
            {
                writer.WriteString("model", answer.Model.Name);
                writer.WriteNumber("mixFlopPerByte", answer.Mix.Intensity);
                CatalogReports.WriteRows(writer, "parts", ["kind", "tokens", "flop", "bytes", "flopPerByte", "computeHours", "memoryHours", "binds"], parts);
                CatalogReports.WriteRows(writer, "fleets", ["fleet", "devices", "flopPerByte", "hours", "usd", "lifetimeFlop", "holds"], fleets);
                CatalogReports.WriteRows(writer, "published", ["model", "kvGigabytes", "forwardFlop", "kvFlopEquivalent", "ratio", "printed"], published);
                CatalogReports.WriteRows(writer, "wedge", ["model", "parameters", "tokens", "inferenceOverTraining", "mark"], wedge);
            },
            Work = work,
        };
    }

    private static string Lead(DemandAnswer answer)
    {
        Fleet fleet = answer.Fleets[0];
        TokenDemand most = answer.Mix.Parts.MaxBy(part => Math.Max(answer.Hours(fleet, part).Compute, answer.Hours(fleet, part).Memory))!;
        (double compute, double memory) = answer.Hours(fleet, most);
        string word = memory > compute ? "memory bandwidth" : "arithmetic";
        double seen = answer.Mix.Parts[0].Flop / (fleet.Flop * answer.ComputeUse) / 3600;
        return $"The mix asks for **{answer.Mix.Intensity:N0} FLOP a byte**; {fleet.Name} has {fleet.Intensity:N0}. {Capital(most.Kind)} takes most of its time, {answer.Hours(fleet) / 24:N0} days in all, bound by **{word}**. "
            + $"6ND alone would have asked for {seen / 24:N1} days: {seen / answer.Hours(fleet):0.0 %} of them.";
    }

    private static TableSpec Parts(DemandAnswer answer) => Tables.Of(
        $"Hours of {answer.Fleets[0].Name}.",
        ["Kind", "Tokens", "FLOP", "Bytes", "FLOP/B", "Arithmetic (h)", "Memory (h)", "Binds"],
        answer.Mix.Parts.Select(part =>
        {
            (double compute, double memory) = answer.Hours(answer.Fleets[0], part);
            return (IEnumerable<TableCell>)
            [
                part.Kind, Tables.Cell(new Tokens(part.Tokens)), Tables.Cell(new Flop(part.Flop)), Tables.Cell(new Bytes(part.Bytes)), Tables.Number(part.Intensity),
                Tables.Number(compute), Tables.Number(memory), memory > compute ? "memory" : "arithmetic",
            ];
        }));

    private static TableSpec Fleets(DemandAnswer answer) => Tables.Of(
        "",
        ["Fleet", "Devices", "FLOP/B", "Hours for the mix", "$", "Lifetime cost (FLOP)", "Holds a batch"],
        answer.Fleets.Select(fleet => (IEnumerable<TableCell>)
        [
            fleet.Name, Tables.Count(fleet.Devices), Tables.Number(fleet.Intensity), Tables.Number(answer.Hours(fleet)),
            fleet.UsdPerHour is { } rent ? Tables.Count(rent * answer.Hours(fleet)) : "-", Tables.Cell(new Flop(answer.Mix.LifetimeCost(fleet.Intensity))),
            answer.Mix.Weights + (answer.Mix.Batch * answer.Mix.Cache) <= fleet.Capacity ? "yes" : "no",
        ]));

    private static TableSpec MatX() => Tables.Of(
        "Batch 128, context 8192, one byte an element, 600 FLOP a byte: a decoded batch's cache in FLOP, over its forward pass. MatX rounds the cache to two digits.",
        ["Model", "KV (GB)", "Forward (TFLOP)", "KV as (TFLOP)", "Ratio", "Printed"],
        Published.Select(one =>
        {
            double cache = 2 * one.Layers * one.Heads * one.Width * 8192 * 128;
            double forward = 2 * one.Parameters * 128;
            return (IEnumerable<TableCell>)
            [
                one.Name, Tables.Number(Math.Round(cache / 1e9, 1)), Tables.Number(Math.Round(forward / 1e12, 2)), Tables.Number(Math.Round(cache * PublishedRatio / 1e12, 1)),
                Tables.Number(Math.Round(cache * PublishedRatio / forward, 2)), Tables.Number(one.Printed),
            ];
        }));

    private static TableSpec Wedge()
    {
        ScalingLaw law = ScalingLawCatalogue.Open(DataFolder.Default).Default;
        IScalingLaw form = law.OfActive(LawSetting.Dense, 1);
        return Tables.Of(
            $"Served tokens for each trained on, if the size was the cheapest for its loss (Sardana and Frankle, arXiv:2401.00448) under {law.Id}.",
            ["Model", "Parameters", "Tokens", "Served over trained", "Mark"],
            new[] { ("Llama 3 8B", 8e9, 15e12), ("Llama 3 70B", 70e9, 15e12), ("Llama 3.1 405B", 405e9, 15.6e12) }.Select(run => (IEnumerable<TableCell>)
            [
                run.Item1, Tables.Cell(new Parameters(run.Item2)), Tables.Cell(new Tokens(run.Item3)),
                Tables.Number(Math.Round(3 * FixedQuality.Implied(form, new(new(run.Item2), new(run.Item3))).Value / run.Item3, 2)),
                law.Mark(new(run.Item2), new(run.Item3), LawSetting.Dense, 1),
            ]));
    }

    private static ChartSpec Bars(DemandAnswer answer) => new()
    {
        Title = "Hours of the fleet by kind of token",
        Subtitle = $"{answer.Fleets[0].Name}; the longer of the two bars binds",
        X = Axis.Linear("Hours") with { Minimum = 0 },
        Y = Axis.Of("", answer.Mix.Parts.Select(part => part.Kind)),
        Series =
        [
            new BarSeries("arithmetic", [.. answer.Mix.Parts.Select(part => answer.Hours(answer.Fleets[0], part).Compute)]) { SideBySide = true },
            new BarSeries("memory", [.. answer.Mix.Parts.Select(part => answer.Hours(answer.Fleets[0], part).Memory)]) { SideBySide = true },
        ],
        Legend = LegendPlace.Above,
    };

    private static string Capital(string text) => char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
