using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Economics.CostSheets;
using Chalkline.Economics.Traffic;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk price</c>.</summary>
internal static class PriceReport
{
    public static Answer Of(PriceAnswer answer, Derivation? work)
    {
        CostSheet sheet = answer.Costs;
        TableSpec lines = Lines(sheet);
        return new()
        {
            Command = "price",
            Work = work,
            Data = lines,
            Report = new()
            {
                Title = $"What tokens cost: {answer.Inputs.Subject}",
                Lead = Lead(answer),
                Sections =
                [
                    new(
                        "What a million tokens costs",
                        [
                            new ChartBlock(PriceCharts.Split(sheet)),
                            new TableBlock(lines),
                            new TableBlock(Parts(sheet)),
                            .. Notes(sheet),
                        ]),
                    new(
                        "A price sheet that pays",
                        [
                            new TableBlock(Prices(answer)),
                            new TextBlock(Traffic(answer)),
                            new TableBlock(Margins(answer)),
                        ]),
                    .. Kept(sheet),
                    new(
                        "Length of the prompt",
                        [
                            .. Curve(answer),
                            new TableBlock(Lengths(answer)),
                            new TextBlock(Balance(answer)),
                        ]),
                    new("Batch and speed", [new ChartBlock(PriceCharts.Batch(sheet)), new TableBlock(Point(sheet))]),
                    new(
                        "What a device costs",
                        [new TableBlock(PriceTerms.Bill(sheet)), new TableBlock(PriceTerms.Given(sheet))]),
                ],
                Footer = Footer(answer),
            },
            Json = writer => PriceJson.Write(writer, answer),
        };
    }

    private static IEnumerable<ReportSection> Kept(CostSheet sheet)
        => sheet.Request.Kept.IsEmpty ? []
            : [new("Where a kept prompt waits", [new TableBlock(Tiers(sheet)), new TextBlock(Waits(sheet))])];

    private static string Lead(PriceAnswer answer)
    {
        CostSheet sheet = answer.Costs;
        UsdPerToken input = sheet.Cost(CostKind.Input);
        UsdPerToken output = sheet.Cost(CostKind.Output);
        PriceSheet prices = answer.Proposal.Sheet;
        return $"At {sheet.Plan.Workload.Input} in and {sheet.Plan.Workload.Output} out, {answer.Inputs.Formats}, "
            + $"an input token costs the operator **{input}** and an output token **{output}**: "
            + FormattableString.Invariant($"{output / input:0.0} times as much. ")
            + $"Sold at **{prices.Input}** and **{prices.Output}**, every request earns "
            + FormattableString.Invariant(
                $"{answer.Proposal.Asked:0 %} of its cost or more, and the traffic {answer.Proposal.Margin:0 %}.");
    }

    private static TableSpec Lines(CostSheet sheet) => Tables.Of(
        "",
        ["Token", "$/Mtok", "80 %", "Idle in it", "Remark"],
        sheet.Lines.Select(line => (IEnumerable<TableCell>)
        [
            line.Name,
            Cost(line.Cost),
            line.Range is not null ? Interval(line.Range, line.Cost)
                : sheet.Lines.Any(other => other.Range is not null) ? "not measured" : "-",
            Tables.Cell(line.Split.Idle, "$/Mtok", 4),
            Short(line.Note),
        ]));

    private static string Interval(CostRange? range, UsdPerToken cost)
        => range is { } times ? $"{Dollars(times.Low * cost)} to {Dollars(times.High * cost)}" : "-";

    private static TableSpec Parts(CostSheet sheet) => Tables.Of(
        "Where the money goes, $/Mtok",
        ["Token", .. PartsShown(sheet).Select(part => part.Name)],
        sheet.Lines.Where(
            line => line.Kind is CostKind.Input or CostKind.Output).Select(line => (IEnumerable<TableCell>)
            [
                line.Name,
                .. PartsShown(sheet).Select(part => Tables.Cell(line.Split.All[part.Place].Cost, "$/Mtok", 4)),
            ]));

    /// <summary>The parts that cost something: rented devices are not hosted, and only kept tokens use a tier.</summary>
    private static IEnumerable<(string Name, int Place)> PartsShown(CostSheet sheet)
        => sheet[CostKind.Output]!.Split.All.Select((part, place) => (part.Name, part.Cost, place))
            .Where(part => part.Cost > default(UsdPerToken))
            .Select(part => (char.ToUpperInvariant(part.Name[0]) + part.Name[1..], part.place));

    private static TableSpec Tiers(CostSheet sheet) => Tables.Of(
        "Dollars a million tokens; holding by the hour; then written, held and read once",
        ["Memory", "Retrieve", "Write", "Hold", "Wear", .. sheet.Request.Kept.Select(kept => $"{kept}")],
        sheet.Cache.Ways.Select(tier => (IEnumerable<TableCell>)
        [
            tier.Tier,
            Tables.Number(tier.Retrieve.Value * 1e6),
            Tables.Number(tier.Write.Value * 1e6),
            Tables.Number(tier.Hold.Value * 1e6),
            Tables.Number(tier.Wear.Value * 1e6),
            .. sheet.Request.Kept.Select(kept => Tables.Number(tier.Total(kept).Value * 1e6)),
        ]));

    private static string Waits(CostSheet sheet)
    {
        string chosen = string.Join(
            "; ",
            sheet.Request.Kept.Select(kept => $"kept {kept}, **{sheet.TierFor(kept).Tier}**"));
        string[] recalled = [.. sheet.Tiers.Where(tier => tier.Recalled().Any(one => one.Field is "price" or "rent"))
            .Select(tier => tier.Id)];
        string guessed = recalled.Length > 0
            ? $" Prices of {string.Join(", ", recalled)} are recalled, not read in a source."
            : "";
        return $"Cheapest: {chosen}. A token holds {new Bytes(sheet.CacheTerms.KeyValue.Value.Value)}; electricity "
            + $"{sheet.CacheTerms.Electricity.Value}, cooling included.{guessed} `chalk cache` compares them with "
            + "computing again, at any time.";
    }

    private static IEnumerable<ReportBlock> Notes(CostSheet sheet)
    {
        if (sheet.Fast.LimitReached)
        {
            yield return new TextBlock(string.Create(
                CultureInfo.InvariantCulture,
                $"{sheet.Fast.PriceRatio:0.##} times the price buys no more than a batch of one does: "
                    + $"{sheet.FastLimit:0.00} times the speed."));
        }

        foreach (CostLine line in sheet.Lines.Where(line => line.Kind is CostKind.Input or CostKind.Output))
        {
            if (line.Range is { IsOneSided: true } range)
            {
                yield return new TextBlock(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {line.Name} cost stands at an end of its interval: nearly all measured services like this one ")
                    + FormattableString.Invariant(
                        $"ran {(range.Median < 1 ? "faster" : "slower")} than computed, which puts the likely cost at ")
                    + $"**{range.Median * line.Cost}**; the interval reaches to the computed cost because this service "
                    + "may not share the reason.");
            }
        }
    }

    private static TableSpec Prices(PriceAnswer answer)
    {
        PriceSheet sheet = answer.Proposal.Sheet;
        List<(string Name, UsdPerToken Price)> rows = [("input", sheet.Input), ("output", sheet.Output)];
        if (sheet.CachedInput is { } cached)
        {
            rows.Add(("cached input", cached));
        }

        rows.AddRange(sheet.CacheWrites.Select(write => ($"cache write, {write.Kept}", write.Price)));
        foreach (ContextTier tier in sheet.ContextTiers)
        {
            rows.Add(($"input of prompts above {tier.Above}", tier.Prices.Input));
            rows.Add(($"output of prompts above {tier.Above}", tier.Prices.Output));
        }

        rows.AddRange(Pair("batch", sheet.Batch));
        rows.AddRange(Pair("fast", sheet.Fast));
        return Tables.Of(
            FormattableString.Invariant(
                $"Prices, rounded up; margin of every request {answer.Proposal.Asked:0 %} or more"),
            ["Token", "$/Mtok", "Over input"],
            rows.Select(row => (IEnumerable<TableCell>)
            [
                row.Name,
                new((row.Price.Value * 1e6).ToString("0.######", CultureInfo.InvariantCulture), row.Price.Value * 1e6),
                Tables.Number(row.Price / sheet.Input),
            ]));
    }

    private static IEnumerable<(string Name, UsdPerToken Price)> Pair(string name, PricePair? pair)
        => pair is { } known ? [($"{name}, input", known.Input), ($"{name}, output", known.Output)] : [];

    private static string Traffic(PriceAnswer answer)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"Traffic: {answer.Traffic.HitRate:0 %} of input tokens from a cache, {answer.Traffic.BatchShare:0 %} ")
            + $"of requests off-peak, prompts of {answer.Traffic.Lengths.Mean} and "
            + $"answers of {answer.Traffic.Output} in the mean. "
            + FormattableString.Invariant($"It earns **{answer.Proposal.Margin:0.0 %}** of its cost.")
            + (answer.Profile is { } profile ? Named(profile) : "");

    private static string Named(TrafficProfile profile)
    {
        string date = profile.Source.Date.Length > 0 ? $", {profile.Source.Date}" : "";
        return $" It is that of {profile.Name} ({profile.Source.Where}{date}), but for what was given. {profile.Notes}";
    }

    private static TableSpec Margins(PriceAnswer answer) => Tables.Of(
        "A request of each kind",
        ["Prompt", "Off-peak", "Share", "Costs ($)", "Pays ($)", "Margin"],
        answer.Proposal.Requests.Select(request => (IEnumerable<TableCell>)
        [
            Tables.Count(request.Length.Value),
            request.OffPeak ? "yes" : "no",
            Tables.Percent(request.Share),
            new(request.Cost.Value.ToString("0.000000", CultureInfo.InvariantCulture), request.Cost.Value),
            new(request.Price.Value.ToString("0.000000", CultureInfo.InvariantCulture), request.Price.Value),
            Tables.Percent(request.Margin),
        ]));

    private static TableSpec Lengths(PriceAnswer answer) => Tables.Of(
        "Cost by length of the prompt",
        [
            "Prompt",
            "Input $/Mtok",
            "80 %",
            FormattableString.Invariant($"Behind {answer.Costs.Request.HitRate:0 %} cached"),
            "Output $/Mtok",
            "80 %",
            "Batch",
        ],
        answer.Costs.Lengths.Select(cost => (IEnumerable<TableCell>)
        [
            Tables.Count(cost.Length.Value),
            Tables.Cell(cost.Input, "$/Mtok", 4),
            Interval(answer.Costs[CostKind.Input]?.Range, cost.Input),
            Tables.Cell(cost.Rest, "$/Mtok", 4),
            Tables.Cell(cost.Output, "$/Mtok", 4),
            Interval(answer.Costs[CostKind.Output]?.Range, cost.Output),
            Tables.Number(cost.Batch),
        ]));

    /// <summary>Costs against the length of the prompt; one length is no curve.</summary>
    private static IEnumerable<ReportBlock> Curve(PriceAnswer answer)
        => answer.Costs.Lengths.Length > 1 ? [new ChartBlock(PriceCharts.Context(answer))] : [];

    private static string Balance(PriceAnswer answer)
    {
        CostSheet sheet = answer.Costs;
        Tokens whole = sheet.Closed.Roofline.BalanceContext;
        ContextStep step = answer.Proposal.Step;
        string height = sheet.Lengths.Length == 1
            ? "All prompts of this traffic are as long; --longest or --lengths shows how costs rise with length."
            : answer.Proposal.Sheet.ContextTiers.IsEmpty
            ? "One pair of prices for all lengths costs customers no more than two would, within 1 %."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The best single step is above {step.Above}: cost there rises {step.InputHeight:0.00} times ")
                + FormattableString.Invariant(
                    $"for input and {step.OutputHeight:0.00} for output to cover {sheet.Lengths[^1].Length}.");
        string cut = answer.LeftOut is { } tooLong
            ? $" Prompts of {tooLong} and more do not fit this layout and are not sold."
            : "";
        string beyond = ContextRemark.Of(sheet.Plan.Model, sheet.Lengths[^1].Length + sheet.Plan.Workload.Output);
        string longest = beyond.Length > 0 ? $" The longest prompt has {sheet.Lengths[^1].Length}.{beyond}" : "";
        return $"{height}{cut}{longest} In the lecture's closed form reading the cache takes as long as computing at "
            + $"L* = **{Rounded(sheet.BalanceContext)}** (eq. 6.3), and with attention arithmetic counted at "
            + (double.IsFinite(whole.Value) ? Rounded(whole) : "no length") + ".";
    }

    private static string Rounded(Tokens tokens)
        => tokens.Value.ToString("N0", CultureInfo.InvariantCulture) + " tokens";

    private static TableSpec Point(CostSheet sheet)
    {
        ServingPoint point = sheet.Point;
        return Tables.Of(
            "The operating point",
            ["Quantity", "Value"],
            new TableCell[][]
            {
                ["Layout", PlanReport.Layout(point)],
                ["Sequences of a replica", Tables.Number(point.BatchPerReplica)],
                ["TPOT", point.TimePerOutputToken.ToString()],
                ["TTFT, no queue", point.TimeToFirstToken.ToString()],
                ["Throughput", point.Throughput.ToString("tok/s:0", null)],
                ["Share of the devices' time that decodes", Tables.Percent(point.OutputShare)],
                ["MFU of decoding", Tables.Percent(sheet.DecodeUtilisation)],
                ["MFU of prefill", Tables.Percent(sheet.PrefillUtilisation)],
                [
                    "Prefill over decode MFU (eq. 6.8)",
                    Tables.Number(sheet.PrefillUtilisation / sheet.DecodeUtilisation),
                ],
                ["Output over input cost", Tables.Number(sheet.Cost(CostKind.Output) / sheet.Cost(CostKind.Input))],
                [
                    FormattableString.Invariant($"Speed for {sheet.Fast.PriceRatio:0.##} times the price"),
                    FormattableString.Invariant($"{sheet.Fast.SpeedRatio:0.00}x, a batch of {sheet.Fast.Batch:N0}"),
                ],
                ["Speed at any price, this layout", FormattableString.Invariant($"{sheet.FastLimit:0.00}x")],
            });
    }

    private static string Footer(PriceAnswer answer)
        => $"Fidelity {answer.Costs.Plan.Fidelity.ToString().ToLowerInvariant()}. Costs are of hardware alone: "
            + "no staff beyond hosting, no training, no free use. A cached token costs its "
            + "return here and its place in the context in the output's cost. "
            + "Intervals are of times, not of prices. "
            + "Long prompts are costed in batches of their own on the same layout.";

    /// <summary>Four digits after the point, and as many as a small cost needs to show two of its own.</summary>
    private static TableCell Cost(UsdPerToken cost)
        => Tables.Cell(cost, "$/Mtok", cost.Value is > 0 and < 1e-9 ? 7 : 4);

    private static string Dollars(UsdPerToken cost)
        => (cost.Value * 1e6).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Short(string note) => note.Length == 0 ? "-" : note;
}
