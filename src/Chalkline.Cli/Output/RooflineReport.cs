using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Commands;
using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk roofline</c>.</summary>
internal static class RooflineReport
{
    public static Answer Of(
        ModelInputs inputs, RooflineStudy study, TokensPerSecond traffic, IReadOnlyList<double> priceRatios, Derivation? work)
    {
        TableSpec curve = Curve(study, study.Curve);
        TableSpec octaves = Curve(study, study.Curve.Where((_, place) => place == study.Curve.Length - 1 || IsOctave(study, place)));
        List<ReportSection> sections =
        [
            new("Latency and cost against batch", [.. RooflineCharts.Of(study).Select(chart => new ChartBlock(chart)), new TableBlock(octaves)]),
            new("Where it balances", [new TableBlock(Balance(study)), new TableBlock(Sparsity(study))]),
            new("Context", [new TableBlock(Contexts(study)), new TableBlock(SparseAttention(study))]),
            new("The departing train", [new TableBlock(Train(study, traffic)), .. Tiers(study)]),
            new("Fast and slow mode", [new TableBlock(Fast(study, priceRatios)), new TextBlock(Slow(study))]),
        ];
        return new()
        {
            Command = "roofline",
            Work = work,
            Data = curve,
            Report = new()
            {
                Title = $"Roofline of {inputs.Subject}",
                Lead = Lead(inputs, study),
                Sections = [.. sections],
                Footer = Footer(inputs, study),
            },
            Json = writer => RooflineJson.Write(writer, inputs, study, priceRatios),
        };
    }

    private static string Lead(ModelInputs inputs, RooflineStudy study)
    {
        Roofline roofline = study.Roofline;
        double withCache = roofline.BalanceBatch(study.Context);
        string cache = double.IsFinite(withCache)
            ? $"with the KV cache of {study.Context} at {withCache.ToString("N0", CultureInfo.InvariantCulture)}"
            : $"with the KV cache of {study.Context} at none, for reading that alone takes longer than computing";
        return $"At {inputs.Formats}, the whole machine reads all weights in **{roofline.LatencyFloor}** and balances at a batch of "
            + $"**{roofline.BalanceBatch().ToString("N0", CultureInfo.InvariantCulture)}** sequences; {cache}. "
            + (study.LargestBatch < 1
                ? "**It does not fit**: weights and one sequence need more memory than all devices have."
                : $"Memory holds {study.LargestBatch.ToString("N0", CultureInfo.InvariantCulture)} sequences.");
    }

    private static string Footer(ModelInputs inputs, RooflineStudy study)
        => "Closed form (fidelity chalk): no network, no overheads, ideal rates; "
            + (study.Roofline.AttentionFlop > FlopPerToken.Zero ? "attention arithmetic counted. " : "attention arithmetic left out. ")
            + (inputs.Price is { } price ? $"Price {price} ({inputs.PriceSource})." : "No price known: give --price for costs.");

    /// <summary>The page shows a row an octave; CSV and JSON have the whole curve.</summary>
    private static bool IsOctave(RooflineStudy study, int place)
    {
        double octave = Math.Log2(study.Curve[place].Batch / study.Curve[0].Batch);
        return octave == Math.Round(octave);
    }

    private static TableSpec Curve(RooflineStudy study, IEnumerable<RooflineTime> times) => Tables.Of(
        "",
        ["Batch", "Pass (ms)", "Compute (ms)", "Weights (ms)", "KV (ms)", "Bound", "tok/s/user", "tok/s", "$/Mtok"],
        times.Select(time => (IEnumerable<TableCell>)
        [
            Tables.Count(time.Batch),
            Tables.Cell(time.Pass, "ms", 3),
            Tables.Cell(time.Compute, "ms", 3),
            Tables.Cell(time.Weights, "ms", 3),
            Tables.Cell(time.KeyValue, "ms", 3),
            Names.Of(time.Bound),
            Tables.Cell(time.Speed, "tok/s/user", 1),
            Tables.Cell(time.Throughput, "tok/s", 0),
            Tables.Cell(Cost(study, time.Batch), "$/Mtok", 3),
        ]));

    private static UsdPerToken? Cost(RooflineStudy study, double batch)
        => study.Price is { } price ? study.Roofline.Cost(batch, study.Context, price) : null;

    private static TableSpec Balance(RooflineStudy study)
    {
        Roofline roofline = study.Roofline;
        List<TableCell[]> rows =
        [
            ["Hardware ratio rho = (FLOPS/2) b_w / W", Tables.Number(roofline.HardwareRatio)],
            ["Balance batch, KV cache ignored", Tables.Number(roofline.BalanceBatch())],
            [$"Balance batch with the KV cache at {study.Context}", Tables.Number(roofline.BalanceBatch(study.Context))],
            ["Usual practice, 2 to 3 times the balance", new($"{2 * study.NormalBatch:N0} to {3 * study.NormalBatch:N0}")],
            ["Largest batch that the memory of all devices holds", Tables.Count(study.LargestBatch)],
            ["Latency floor: all weights once (lecture)", Tables.Cell(roofline.LatencyFloor)],
            ["Proved floor: one sequence's weights and cache", Tables.Cell(study.ProvedFloor)],
        ];
        if (study.Price is { } price)
        {
            UsdPerToken floor = roofline.CostFloor(study.Context, price);
            rows.Add(["Cost floor, endless batch", Tables.Cell(floor)]);
            rows.Add(["Cost of an unbatched token, times the floor", Tables.Number(roofline.Cost(1, study.Context, price) / floor)]);
        }

        rows.Add([$"{study.System.Accelerator.Memory.Name} drain time, capacity / bandwidth", Tables.Cell(study.System.Accelerator.Memory.DrainTime)]);
        return Tables.Of("", ["Quantity", "Value"], rows);
    }

    private static TableSpec Sparsity(RooflineStudy study) => Tables.Of(
        "Balance batch by definition of sparsity",
        ["Definition", "Sparsity", "Balance batch", "Applies to"],
        study.Sparsities.Select(definition => (IEnumerable<TableCell>)
        [
            definition.Name, Tables.Number(definition.Sparsity), Tables.Number(definition.BalanceBatch), definition.Applies,
        ]));

    private static TableSpec Contexts(RooflineStudy study)
    {
        Tokens balance = study.Roofline.BalanceContext;
        double[] contexts = [1e3, 4e3, 8e3, 32e3, 128e3, 1e6];
        IEnumerable<Tokens> shown = contexts.Select(tokens => new Tokens(tokens)).Append(study.Context);
        if (double.IsFinite(balance.Value))
        {
            shown = shown.Append(balance).Append(2 * balance);
        }

        return Tables.Of(
            double.IsFinite(balance.Value)
                ? $"Reading the cache takes as long as computing at L* = {balance}; beyond it utilisation falls"
                : "Attention arithmetic outgrows reading the cache: no context makes KV the limit",
            ["Context", "KV a sequence", "Highest MFU (weights amortised)"],
            shown.DistinctBy(tokens => Math.Round(tokens.Value)).OrderBy(tokens => tokens.Value).Select(tokens => (IEnumerable<TableCell>)
            [
                new($"{tokens.Value:N0}", tokens.Value),
                Tables.Cell(study.Roofline.KeyValue * tokens),
                Tables.Percent(study.Roofline.UtilisationLimit(tokens)),
            ]));
    }

    private static TableSpec SparseAttention(RooflineStudy study)
    {
        ContextLaw[] laws = [ContextLaw.Dense, ContextLaw.SquareRoot(new(1024)), ContextLaw.TopK(new(2048), 0.02)];
        return Tables.Of(
            $"Sparse attention at {study.Context}, batch {study.NormalBatch:N0}",
            ["Law", "Tokens read", "Pass (ms)", "Highest MFU", "L*"],
            laws.Append(study.Roofline.Context).Distinct().Select(law =>
            {
                Roofline variant = study.Roofline with { Context = law };
                return (IEnumerable<TableCell>)
                [
                    law.ToString(),
                    Tables.Number(law.TokensRead(study.Context).Value),
                    Tables.Cell(variant.Time(study.NormalBatch, study.Context).Pass, "ms", 3),
                    Tables.Percent(variant.UtilisationLimit(study.Context)),
                    Tables.Number(variant.BalanceContext.Value),
                ];
            }));
    }

    private static TableSpec Train(RooflineStudy study, TokensPerSecond traffic) => Tables.Of(
        $"A batch of {study.NormalBatch:N0} departs every period, full or not",
        ["Period", "Departs every", "Mean wait", "Worst wait", "tok/s", $"Share of {traffic}"],
        new[] { ("drain time", study.Train), ("pass", study.PassTrain) }.Select(train => (IEnumerable<TableCell>)
        [
            train.Item1,
            Tables.Cell(train.Item2.Period),
            Tables.Cell(train.Item2.MeanWait),
            Tables.Cell(train.Item2.WorstWait),
            Tables.Cell(train.Item2.Throughput, "tok/s", 0),
            Tables.Percent(train.Item2.ShareOf(traffic)),
        ]));

    /// <summary>Drain times of the memories below, where they are known: how long what leaves the devices may stay.</summary>
    private static IEnumerable<ReportBlock> Tiers(RooflineStudy study)
        => study.System.LowerTiers is not { IsEmpty: false } lower ? []
            : [new TableBlock(Tables.Of(
                "Drain time of each memory, of a domain",
                ["Memory", "Holds", "Bandwidth", "Drain time", "Verified"],
                lower.Prepend(Own(study.System)).Select(tier => (IEnumerable<TableCell>)
                [
                    tier.Name,
                    Tables.Cell(tier.Capacity.Value),
                    Tables.Cell(tier.Bandwidth.Value),
                    Tables.Cell(tier.DrainTime),
                    CatalogReports.Word(tier.Bandwidth.Source.Verified),
                ])))];

    private static MemoryTier Own(MachineSystem system)
    {
        MemoryTier one = system.Accelerator.Memory;
        return one with
        {
            Capacity = one.Capacity with { Value = system.DomainSize * one.Capacity.Value },
            Bandwidth = one.Bandwidth with { Value = system.DomainSize * one.Bandwidth.Value },
        };
    }

    private static TableSpec Fast(RooflineStudy study, IReadOnlyList<double> ratios) => Tables.Of(
        $"What k times the price buys (from batch {study.NormalBatch:N0}); at most "
            + $"{FastMode.Limit(study.Roofline, study.NormalBatch, study.Context):0.00}x the speed at any price",
        ["Times the price", "Batch", "Times the speed", "More money helps"],
        ratios.Select(ratio =>
        {
            FastMode mode = FastMode.At(study.Roofline, study.NormalBatch, study.Context, ratio);
            return (IEnumerable<TableCell>)
            [
                Tables.Number(mode.PriceRatio), Tables.Number(mode.Batch), Tables.Number(mode.SpeedRatio), mode.LimitReached ? "no" : "yes",
            ];
        }));

    private static string Slow(RooflineStudy study)
    {
        Roofline roofline = study.Roofline;
        UsdPerHour any = new(1);
        double saved = 1 - (roofline.CostFloor(study.Context, any) / roofline.Cost(study.NormalBatch, study.Context, any));
        return FormattableString.Invariant($"A slow mode can save at most {saved:0.0 %} of the cost at batch {study.NormalBatch:N0}: ")
            + "arithmetic and cache are per sequence, and waiting amortises only the weights.";
    }
}
