using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Deduction;
using Chalkline.Deduction.Points;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Economics.PriceSheets;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk deduce</c> for one sheet.</summary>
internal static class DeduceReport
{
    private static readonly string[] Known = ["Public"];

    private static readonly DeducedQuantity[] Informed =
    [
        DeducedQuantity.ActiveParameters, DeducedQuantity.TotalParameters, DeducedQuantity.KvBytesPerToken,
        DeducedQuantity.Batch, DeducedQuantity.PriceOverCost,
    ];

    public static Answer Of(
        SheetDeduction found, IReadOnlyList<SheetFinding> findings, string readFrom, Derivation? work)
    {
        DeductionResult result = found.Posterior;
        List<ReportSection> sections =
        [
            new("What the prices say together",
            [
                new TableBlock(Posterior(found)),
                .. DeduceCharts.Densities(found).Select(chart => new ChartBlock(chart)),
            ]),
            new("Which price says what", [new TableBlock(Bits(result)), new TextBlock(BitsProse(result))]),
            new("Sizes together", [.. DeduceCharts.Joint(found).Select(chart => new ChartBlock(chart))]),
            new("Served on", [new TableBlock(Hardware(result))]),
            new("Where caches lie", [new TableBlock(Caches(result)), new TextBlock(CacheProse(result))]),
            new("The lecture's deductions, one price each",
            [
                new TableBlock(Points(found)),
                new TextBlock(Assumptions(found)),
            ]),
            new("Where deductions clash", [new TextBlock(Clashes(found.Points))]),
            new("What this sheet cannot tell", [new TextBlock(Silence(found))]),
        ];
        sections.Insert(0, new("The price sheet", [new TableBlock(Sheet(found.Entry.Sheet)), new TextBlock(
            Reading(found, findings, readFrom))]));
        return new()
        {
            Command = "deduce",
            Work = work,
            Data = Data(found),
            Report = new()
            {
                Title = $"What the prices of {found.Entry.Sheet.Name} give away",
                Lead = Lead(found),
                Sections = [.. sections],
                Footer = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Diagnostics.Draws:N0} draws, {result.Diagnostics.EffectiveSamples:N0} effective, "
                        + $"R-hat between batches "
                    + $"{result.Diagnostics.BetweenBatches:0.000}, seed {result.Request.Seed}. The model, its "
                    + $"priors and how it scores on "
                    + $"open models left out of it: docs/deduce.md. Prices are set by people; no interval here is a "
                    + $"fact about a company."),
            },
            Json = writer => DeduceJson.Write(writer, found, findings),
        };
    }

    private static string Lead(SheetDeduction found)
    {
        Marginal active = found.Posterior[DeducedQuantity.ActiveParameters];
        Marginal total = found.Posterior[DeducedQuantity.TotalParameters];
        Marginal cache = found.Posterior[DeducedQuantity.KvBytesPerToken];
        string lead = $"**{Text(active, active.Median)} active parameters**, in four cases of five {Range(active)}; "
            + $"total {Range(total)}; "
            + $"KV cache {Range(cache)} a token. ";
        lead += string.Create(
            CultureInfo.InvariantCulture,
            $"The prices alone say {active.Bits:0.0} bits about active parameters and {cache.Bits:0.0} about the "
                + $"cache. ");
        if (found.Truth is { } truth)
        {
            lead += $"It is public that this is {truth.Model}: {Text(active, truth.Active.Value)} active "
                + $"({(active.Eighty.Contains(truth.Active.Value) ? "inside" : "outside")} that interval), "
                + $"{Text(cache, truth.KeyValue.Value)} a token "
                + $"({(cache.Eighty.Contains(truth.KeyValue.Value) ? "inside" : "outside")}). "
                + "Neither it nor its siblings took part in what is known here of models and markups.";
        }

        string[] walls = [.. found.Posterior.Marginals.Where(
            marginal => marginal.AtWall).Select(marginal => DeducedNames.Of(marginal.Quantity).Heading)];
        return walls.Length == 0 ? lead : $"{lead.TrimEnd()} **At the wall of its prior: {string.Join(", ", walls)}**; the "
            + $"interval there says more of the prior than of the model.";
    }

    private static string Text(Marginal marginal, double value) => DeducedNames.Text(marginal.Quantity, value);

    private static string Range(Marginal marginal)
        => $"{Text(marginal, marginal.Eighty.Low)} to {Text(marginal, marginal.Eighty.High)}";

    private static TableSpec Sheet(PriceSheet sheet)
    {
        static IEnumerable<TableCell> Row(string name, PricePair pair) =>
            [name, Tables.Cell(pair.Input, "$/Mtok", 3), Tables.Cell(pair.Output, "$/Mtok", 3), Tables.Cell(
                pair.CachedInput, "$/Mtok", 4)];
        return Tables.Of(
            "",
            ["$/Mtok", "Input", "Output", "Cached input"],
            [
                Row("prices", new(sheet.Input, sheet.Output, sheet.CachedInput)),
                .. sheet.ContextTiers.Select(tier => Row($"prompts above {tier.Above}", tier.Prices)),
                .. Ways(sheet).Select(way => Row(way.Name, way.Prices)),
                .. sheet.CacheWrites.Select(write => (IEnumerable<TableCell>)
                    [write.Kept.Value > 0 ? $"cache write, kept {write.Kept}" : "cache write", Tables.Cell(write.Price, "$/Mtok", 3), "-", "-"]),
            ]);
    }

    private static IEnumerable<(string Name, PricePair Prices)> Ways(PriceSheet sheet)
    {
        (string, PricePair?)[] ways = [("batch", sheet.Batch), ("flex", sheet.Flex), ("fast", sheet.Fast)];
        return ways.Where(way => way.Item2 is not null).Select(way => (way.Item1, way.Item2!));
    }

    private static string Reading(SheetDeduction found, IReadOnlyList<SheetFinding> findings, string readFrom)
    {
        Source source = found.Entry.Sheet.Source;
        string text = $"From {source.Where} {source.Date}".TrimEnd() + $"; {readFrom}.";
        foreach (SheetFinding finding in findings)
        {
            text += $"\n- {finding.Sentence}";
        }

        foreach (string note in found.Posterior.Notes)
        {
            text += $"\n- {note}";
        }

        return text;
    }

    private static TableSpec Posterior(SheetDeduction found) => Tables.Of(
        "",
        ["Quantity", "Median", "50 %", "80 %", "95 %", "80 % before", "Bits", .. found.Truth is null ? [] : Known],
        found.Posterior.Marginals.Select(marginal => (IEnumerable<TableCell>)
        [
            DeducedNames.Of(marginal.Quantity).Heading + (marginal.AtWall ? " (wall)" : ""),
            DeducedNames.Cell(marginal.Quantity, marginal.Median),
            DeducedNames.Text(marginal.Quantity, marginal.Half),
            DeducedNames.Text(marginal.Quantity, marginal.Eighty),
            DeducedNames.Text(marginal.Quantity, marginal.NinetyFive),
            DeducedNames.Text(marginal.Quantity, marginal.PriorEighty),
            new(marginal.Bits.ToString("0.00", CultureInfo.InvariantCulture), marginal.Bits),
            .. found.Truth is null ? [] : new TableCell[] { Truth(found.Truth, marginal.Quantity) },
        ]));

    private static TableCell Truth(OpenSheet truth, DeducedQuantity quantity)
        => TruthOf(truth, quantity) is { } value ? DeducedNames.Cell(quantity, value) : "-";

    /// <summary>What is public of a quantity; null when nothing is.</summary>
    public static double? TruthOf(OpenSheet truth, DeducedQuantity quantity) => quantity switch
    {
        DeducedQuantity.ActiveParameters => truth.Active.Value,
        DeducedQuantity.TotalParameters => truth.Total.Value,
        DeducedQuantity.KvBytesPerToken => truth.KeyValue.Value,
        DeducedQuantity.Sparsity => truth.Total / truth.Active,
        _ => null,
    };

    private static TableSpec Data(SheetDeduction found) => Tables.Of(
        "",
        ["quantity", "unit", "median", "low 50", "high 50", "low 80", "high 80", "low 95", "high 95", "prior median", "prior low 80", "prior high 80", "bits"],
        found.Posterior.Marginals.Select(marginal => (IEnumerable<TableCell>)
        [
            DeducedNames.Of(marginal.Quantity).Word,
            DeducedNames.Of(marginal.Quantity).Unit,
            .. new[]
            {
                marginal.Median, marginal.Half.Low, marginal.Half.High, marginal.Eighty.Low, marginal.Eighty.High,
                marginal.NinetyFive.Low,
                marginal.NinetyFive.High, marginal.PriorMedian, marginal.PriorEighty.Low, marginal.PriorEighty.High,
                marginal.Bits,
            }.Select(Tables.Number),
        ]));

    private static TableSpec Bits(DeductionResult result) => Tables.Of(
        "",
        ["Observation", .. Informed.Select(quantity => DeducedNames.Of(quantity).Heading)],
        result.Observations.Select(one => (IEnumerable<TableCell>)
        [
            one.Name,
            .. Informed.Select(quantity => new TableCell(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Added[(int)quantity]:0.00} / {one.LeftOut[(int)quantity]:0.00}"))),
        ]));

    private static string BitsProse(DeductionResult result)
    {
        string prose = "Bits that an observation gives when it is seen alone / that are lost when it alone is left "
            + "out. One bit halves what is "
            + "thought possible.";
        (DeducedQuantity quantity, string word)[] asked =
        [
            (DeducedQuantity.ActiveParameters, "active parameters"), (DeducedQuantity.KvBytesPerToken, "KV bytes"),
        ];
        foreach ((DeducedQuantity quantity, string word) in asked)
        {
            if (result.Observations.MaxBy(one => one.Added[(int)quantity]) is { } best)
            {
                prose += string.Create(
                    CultureInfo.InvariantCulture,
                    $" About {word}, {best.Name} says most ({best.Added[(int)quantity]:0.00} bits).");
            }
        }

        return prose;
    }

    private static TableSpec Hardware(DeductionResult result) => Tables.Of(
        "",
        ["Accelerator", "Before", "After"],
        result.Hardware.Take(8).Select(share => (IEnumerable<TableCell>)
            [share.Id, Tables.Percent(share.Prior), Tables.Percent(share.Posterior)]));

    private static TableSpec Caches(DeductionResult result) => Tables.Of(
        "",
        ["Kept for", .. result.Caches[0].Tiers.Select(share => share.Kind).Order(StringComparer.Ordinal), "Bits"],
        result.Caches.Select(place => (IEnumerable<TableCell>)
        [
            place.Kept is { } kept ? $"{kept}" : "not said",
            .. place.Tiers.OrderBy(share => share.Kind, StringComparer.Ordinal)
                .Select(share => Tables.Percent(share.Posterior)),
            new(place.Bits.ToString("0.00", CultureInfo.InvariantCulture), place.Bits),
        ]));

    private static string CacheProse(DeductionResult result) => result.Caches[0].Kept is null
        ? "The sheet names no time that a cache is kept for: every kind of memory is as likely as before."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"By how far the time lies from each memory's drain time (eq. 6.13; devices of `data/tiers`, HBM of the "
                + $"posterior's accelerators), within a factor of {Math.Exp(CacheTierModel.Spread):0.0}, which is a guess. "
                + $"All kinds were equally likely before. remote is flash behind a network. It says nothing of the "
                + $"model's size.");

    private static TableSpec Points(SheetDeduction found) => Tables.Of(
        "",
        ["Deduced", "Value", "Reading"],
        found.Points.Points.Select(point => (IEnumerable<TableCell>)
            [point.Title, new(point.Value.Text, point.Value.Value), point.Reading]));

    private static string Assumptions(SheetDeduction found)
    {
        string text = "Each takes one cause as the only one. What each assumes:";
        foreach (PointDeduction point in found.Points.Points)
        {
            text += $"\n- **{point.Title}** ({point.Reference}): {string.Join("; ", point.Assumptions)}.";
        }

        return text;
    }

    private static string Clashes(PointStudy points) => points.Contradictions.IsEmpty
        ? "No two deductions of this sheet clash."
        : "Pointed out, not averaged:" + string.Concat(points.Contradictions.Select(clash =>
            $"\n- **{clash.Between}**: {clash.Says}{(clash.Reference.Length > 0 ? $" ({clash.Reference})" : "")}"));

    private static string Silence(SheetDeduction found)
    {
        List<string> silent = [.. found.Points.Silent, .. found.Posterior.Unused];
        ImmutableArray<Marginal> marginals = found.Posterior.Marginals;
        string[] unsaid = [.. marginals.Where(
            marginal => marginal.Bits < 0.1).Select(marginal => DeducedNames.Of(marginal.Quantity).Heading)];
        if (unsaid.Length > 0)
        {
            silent.Add($"The prices say next to nothing (under 0.1 bits) about: {string.Join(", ", unsaid)}.");
        }

        silent.Add("Size and margin apart: a dear sheet is a large model, a proud seller, or both; only a fact with "
            + "`--given` parts them.");
        return string.Join('\n', silent.Select(line => $"- {line}"));
    }
}
