using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.AttentionFit;
using Chalkline.Codesign.Designs;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving.Split;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign attention-fit</c> found.</summary>
internal sealed record AttentionFitAnswer(
    ImmutableArray<CostModel> Models, ImmutableArray<Accelerator> Devices, Arithmetic Arithmetic, Tokens Context, NumberFormat Cache, double Shared,
    AttentionCostTable Table, ImmutableArray<PublishedFigure> DeepSeek)
{
    /// <summary>The devices whose price is known.</summary>
    public ImmutableArray<CostDevice> Priced => [.. Devices.Select(device => AttentionIntensity.Of(device, Arithmetic)).OfType<CostDevice>()];

    /// <summary>
    /// The first model against the last on the first device against the last priced one, by cost of attention; null where too few are
    /// given.
    /// </summary>
    public TwoByTwo? Fit => Models.Length > 1 && Priced is { Length: > 1 } devices
        ? new(
            AttentionCost.Attention(Models[^1], devices[^1]), AttentionCost.Attention(Models[0], devices[^1]),
            AttentionCost.Attention(Models[^1], devices[0]), AttentionCost.Attention(Models[0], devices[0]))
        : null;
}

/// <summary>The page of <c>chalk codesign attention-fit</c>.</summary>
internal static class AttentionFitReport
{
    /// <summary>GB200's figures of the LatentMoE example: FP4, NVLink.</summary>
    private const double ExamplePeak = 1e16;
    private const double ExampleLink = 9e11;
    private const double ExampleRidge = 1250;

    public static Answer Of(AttentionFitAnswer answer, Derivation? work)
    {
        TableSpec fit = Fit(answer);
        TableSpec costs = Costs(answer);
        TableSpec printed = Printed(answer.Table);
        TableSpec floors = Floors(answer.Table);
        TableSpec experts = Experts();
        TableSpec deepSeek = DeepSeek(answer.DeepSeek);
        return new()
        {
            Command = "codesign attention-fit",
            Data = fit,
            Report = new()
            {
                Title = "Does the attention match the device?",
                Lead = Lead(answer),
                Sections =
                [
                    new("Intensity against ridges", [new TableBlock(fit), new ChartBlock(Ridges(answer))]),
                    new("What a million tokens cost", [new TableBlock(costs)]),
                    new("As Step-3 prints it, and worked out again", [new TableBlock(printed), new TableBlock(floors)]),
                    new("Experts against the same ridges", [new TableBlock(experts)]),
                    new("DeepSeek's own designs, as printed and worked out again", [new TableBlock(deepSeek)]),
                ],
                Footer = $"Context {answer.Context}, cache in {answer.Cache.Name}, {answer.Shared:0.#} token a reading; peaks in {answer.Arithmetic.ToString().ToUpperInvariant()}, rates at their peaks. The label is "
                    + "the two by two test of `chalk codesign test` on cost of attention. Papers round MLA's intensity to 512 (4 times 128 heads); the absorbed form has 484. "
                    + $"{answer.Table.Source.Where} ({CatalogReports.Word(answer.Table.Source.Verified)}). docs/attention-fit.md.",
            },
            Json = writer =>
            {
                writer.WriteNumber("contextTokens", answer.Context.Value);
                writer.WriteString("cache", answer.Cache.Name);
                writer.WriteString("label", Label(answer.Fit));
                CatalogReports.WriteRows(writer, "fits", ["model", "intensity", .. answer.Devices.Select(device => device.Id)], fit);
                CatalogReports.WriteRows(writer, "costs", ["model", "device", "attentionUsdPerMtok", "feedForwardUsdPerMtok", "togetherUsdPerMtok"], costs);
                CatalogReports.WriteRows(writer, "printed", ["model", "device", "attentionPrinted", "attention", "feedForwardPrinted", "feedForward"], printed);
                CatalogReports.WriteRows(writer, "sparsityFloors", ["device", "floor", "printed"], floors);
                CatalogReports.WriteRows(writer, "experts", ["figure", "value", "source"], experts);
                CatalogReports.WriteRows(writer, "deepSeek", ["figure", "unit", "printed", "again", "where"], deepSeek);
            },
            Work = work,
        };
    }

    private static string Lead(AttentionFitAnswer answer)
    {
        CostModel model = answer.Models[0];
        Accelerator device = answer.Devices[0];
        double ridge = device.Ridge(answer.Arithmetic).Value;
        (double compute, double bandwidth) = AttentionIntensity.Use(model.Intensity, ridge);
        string idle = compute < bandwidth ? $"arithmetic idles {Percent(1 - compute)} of the time" : $"bandwidth idles {Percent(1 - bandwidth)} of the time";
        return $"Attention of **{model.Name}** makes {model.Intensity:0} FLOP of a byte of cache; {device.Id} has a ridge of {ridge:0}: {idle}. "
            + $"Against {answer.Models[^1].Name} and {answer.Priced.LastOrDefault()?.Name ?? "no priced device"}: **{Label(answer.Fit)}**.";
    }

    /// <summary>Which half was fitted to which.</summary>
    private static string Label(TwoByTwo? fit) => fit switch
    {
        null => "not judged: name two models and two priced devices",
        { IsCodesign: true } => "joint: a half was given up and the pair wins",
        { OfBoth: <= 0 } => "no fit: the pair is no cheaper",
        { OfModel: > 0 } when fit.OfModel >= fit.OfHardware => "the model was fitted to the hardware",
        { OfHardware: > 0 } => "the hardware was fitted to the model",
        _ => "no fit",
    };

    private static TableSpec Fit(AttentionFitAnswer answer) => Tables.Of(
        "FLOP a byte of cache; for each device the share of its peak that attention reaches, or of its bandwidth in brackets where arithmetic binds.",
        ["Model", "FLOP/B", .. answer.Devices.Select(device => $"{device.Id} {device.Ridge(answer.Arithmetic).Value:0}")],
        answer.Models.Select(model => new TableCell[] { Short(model.Name), Tables.Number(Math.Round(model.Intensity, 1)) }
            .Concat(answer.Devices.Select(device =>
            {
                (double compute, double bandwidth) = AttentionIntensity.Use(model.Intensity, device.Ridge(answer.Arithmetic).Value);
                return compute < 1 ? Tables.Percent(compute) : new TableCell($"({Percent(bandwidth)})", bandwidth);
            }))));

    private static TableSpec Costs(AttentionFitAnswer answer) => Tables.Of(
        "Attention with its projections, and feed-forward layers at full use: a lower bound.",
        ["Model", "Device", "Attention $/Mtok", "Feed-forward $/Mtok", "Together"],
        answer.Models.SelectMany(model => answer.Priced.Select(device => (IEnumerable<TableCell>)
        [
            model.Name, device.Name, Usd(AttentionCost.Attention(model, device)), Usd(AttentionCost.FeedForward(model, device)),
            Usd(AttentionCost.Attention(model, device) + AttentionCost.FeedForward(model, device)),
        ])));

    private static TableSpec Printed(AttentionCostTable table) => Tables.Of(
        "USD a million tokens at 8k.",
        ["Model", "Device", "Attention printed", "again", "Feed-forward printed", "again "],
        table.Printed.Select(row =>
        {
            CostModel model = table.Models.Single(one => one.Name == row.Model);
            CostDevice device = table.Devices.Single(one => one.Name == row.Device);
            return (IEnumerable<TableCell>)
            [
                row.Model, row.Device, Usd(row.Attention), Usd(AttentionCost.Attention(model, device)),
                row.FeedForward is { } printed ? Usd(printed) : "-", Usd(AttentionCost.FeedForward(model, device)),
            ];
        }));

    private static TableSpec Floors(AttentionCostTable table) => Tables.Of(
        "Least share of experts a token may visit if activations are to travel in time (H 7168, 61 layers).",
        ["Device", "Floor", "Printed"],
        table.Devices.Select(device => (device, Printed: device.Name switch { "H800" => 0.058, "H20" => 0.007, "A800" => 0.031, _ => 0.034 }))
            .Append((table.Devices[0] with { Name = "H800, 40 GB/s a card", NetBytesPerSecond = 3.2e11 }, 0.073))
            .Select(row => (IEnumerable<TableCell>)[row.Item1.Name, Tables.Number(Math.Round(Floor(row.Item1), 4)), Tables.Number(row.Item2)]));

    /// <summary>Step-3's own widths and stage: 11.1 ms is two thirds of it.</summary>
    private static double Floor(CostDevice device) => SparsityFloor.Of(
        7168, 61, new(device.FlopPerSecond), new(device.BytesPerSecond), new(device.NetBytesPerSecond), new(1.5 * 11.1e-3));

    private static TableSpec Experts() => Tables.Of(
        "",
        ["Figure", "Value", "Source"],
        [
            ["tokens an expert needs at a ridge of 1250 (d 4096, m 1536)", Tables.Number(Math.Round(ExpertFit.Tokens(ExampleRidge, 4096, 1536), 1)), "LatentMoE, second hand"],
            ["all-to-all over arithmetic there (10 PFLOP/s, 900 GB/s)", Tables.Number(Math.Round(ExpertFit.Exchange(ExamplePeak, 1536, ExampleLink), 2)), "LatentMoE, second hand"],
            ["batch at which a dense model fills A100 (312 TFLOP/s, 2 TB/s)", Tables.Number(Math.Round(3.12e14 / 2e12)), "MegaScale-Infer, arXiv:2504.02263"],
            ["use of A100 at that batch with 2 of 8 experts", Tables.Percent(ExpertUtilisation.Of(156, 8, 2, new(3.12e14), new(2e12))), "MegaScale-Infer, arXiv:2504.02263"],
        ]);

    private static TableSpec DeepSeek(ImmutableArray<PublishedFigure> figures) => Tables.Of(
        "Insights into DeepSeek-V3, arXiv:2505.09343, read through coverage of it (partial).",
        ["Figure", "Unit", "Printed", "Again", "Where"],
        figures.Select(figure => (IEnumerable<TableCell>)
            [figure.Name, figure.Unit, Tables.Number(figure.Printed), Tables.Number(Math.Round(figure.Again, 3)), figure.Where]));

    private static ChartSpec Ridges(AttentionFitAnswer answer) => new()
    {
        Title = "Intensity of attention against the ridges of devices",
        Subtitle = $"FLOP a byte of cache; {answer.Cache.Name} cache, peaks in {answer.Arithmetic.ToString().ToUpperInvariant()}",
        X = Axis.Linear("FLOP a byte") with { Minimum = 0 },
        Y = Axis.Of("", answer.Models.Select(model => Short(model.Name))),
        Series = [new BarSeries("attention", [.. answer.Models.Select(model => model.Intensity)])],
        Lines = [.. answer.Devices.DistinctBy(device => Math.Round(device.Ridge(answer.Arithmetic).Value)).Select(device => ReferenceLine.AtX(device.Ridge(answer.Arithmetic).Value, device.Id))],
        Legend = LegendPlace.None,
    };

    private static string Short(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static TableCell Usd(double value) => new(value.ToString("0.0000", CultureInfo.InvariantCulture), value);

    private static string Percent(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);
}
