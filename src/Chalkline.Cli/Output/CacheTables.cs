using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The tables of <c>chalk cache</c>.</summary>
internal static class CacheTables
{
    public static TableSpec Holds(CacheFindings found) => Tables.Of(
        "",
        ["Hold time", "Cheapest", "$/Mtok", "Next", "$/Mtok", "Compute again ($/Mtok)", "Share of it"],
        found.Holds.Select(hold =>
        {
            CacheCost[] ways = [.. found.Study.Ways.OrderBy(way => way.Total(hold))];
            CacheCost best = found.Study.At(hold);
            CacheCost? next = ways.FirstOrDefault(way => way.Tier != best.Tier);
            return (IEnumerable<TableCell>)
            [
                Tables.Cell(hold),
                best.Tier,
                Million(best.Total(hold)),
                next?.Tier ?? "-",
                next is null ? "-" : Million(next.Total(hold)),
                Million(found.Compute.Retrieve),
                Tables.Percent(best.Total(hold) / found.Compute.Retrieve),
            ];
        }));

    public static TableSpec Ways(CacheFindings found) => Tables.Of(
        "Dollars a million tokens; holding by the hour; wear of one write; then written, held and read once",
        ["Way", "Retrieve", "Write", "Hold", "Wear", .. found.Holds.Select(hold => $"{hold}")],
        found.Study.Ways.Select(way => (IEnumerable<TableCell>)
        [
            way.Tier, Million(way.Retrieve), Million(way.Write), Tables.Number(way.Hold.Value * 1e6), Million(way.Wear),
            .. found.Holds.Select(hold => Million(way.Total(hold))),
        ]));

    public static TableSpec Devices(CacheFindings found) => Tables.Of(
        "",
        ["Tier", "Device", "Capacity", "Read", "Drain time", "Price", "Room ($/TB/h)", "Rewrites"],
        found.Tiers.OrderBy(tier => tier.DrainTime).Select(tier => (IEnumerable<TableCell>)
        [
            tier.Id,
            tier.Name,
            Tables.Cell(tier.Capacity.Value),
            Tables.Cell(tier.ReadPath.Value),
            Tables.Cell(tier.DrainTime),
            Price(tier),
            Tables.Number(Room(found, tier)),
            tier.Endurance is { } endurance ? Tables.Number(endurance.Value / tier.Capacity.Value) : "-",
        ]));

    public static TableSpec BreakEvens(CacheFindings found) => Tables.Of(
        "",
        ["Dearer to retrieve", "Cheaper to retrieve", "They cost the same at"],
        found.Study.BreakEvens
            .Where(point => CacheChart.IsDrawn(found.Study, point.Left) && CacheChart.IsDrawn(found.Study, point.Right))
            .OrderBy(point => point.Time)
            .Select(point => (IEnumerable<TableCell>)[point.Left.Tier, point.Right.Tier, Tables.Cell(point.Time)]));

    public static TableSpec Suggestions(CacheFindings found) => Tables.Of(
        "",
        ["Offered", "By the lecture's times", "Drains in", "Apart", "By these devices", "Drains in", "Apart"],
        found.Holds.Select(hold =>
        {
            TierMatch spoken = TierMatch.Nearest(hold, TierMatch.Lecture);
            TierMatch device = TierMatch.Nearest(hold, found.Drains);
            return (IEnumerable<TableCell>)
            [
                Tables.Cell(hold),
                spoken.Tier, Tables.Cell(spoken.DrainTime), Times(spoken.Factor),
                device.Tier, Tables.Cell(device.DrainTime), Times(device.Factor),
            ];
        }));

    public static TableSpec Prefixes(CacheFindings found) => Tables.Of(
        "",
        ["Prefix", "Prefill", "Mean ($/Mtok)", "80 % interval", "Last chunk ($/Mtok)"],
        found.Prefixes.Select(one => (IEnumerable<TableCell>)
        [
            Tables.Cell(one.Prefix),
            Tables.Cell(one.Time),
            Million(one.Average),
            one.Low < one.High ? $"{Million(one.Low).Text} to {Million(one.High).Text}" : "-",
            Million(one.Last),
        ]));

    public static IEnumerable<TableSpec> Offer(CacheFindings found, CacheOffer offer)
    {
        if (!offer.Writes.IsEmpty)
        {
            yield return Tables.Of(
                $"Input {offer.Input}, cached {offer.CachedInput}",
                [
                    "Kept", "Write ($/Mtok)", "Premium ($/Mtok)", "Hold ($/Mtok/h)", "Hit rate to pay off",
                    "Reads a write",
                    "HBM rent at",
                ],
                offer.Writes.Select(write =>
                {
                    WriteReading read = offer.Read(write);
                    return (IEnumerable<TableCell>)
                    [
                        Tables.Cell(write.Kept), Million(write.Price), Million(read.Premium),
                        Tables.Number(read.Hold.Value * 1e6), Tables.Percent(read.RequiredHitRate),
                        Tables.Number(read.ReadsPerWrite),
                        found.OnDeviceRoom is { } room ? Tables.Cell(read.EqualTo(room)) : "-",
                    ];
                }));
            yield return Tables.Of(
                "What a user pays for a token of prefix by hit rate ($/Mtok)",
                ["Hit rate", .. offer.Writes.Select(write => $"kept {write.Kept}"), "not cached"],
                new[] { 0, 0.25, 0.5, 0.75, 0.9, 0.99 }.Select(rate => (IEnumerable<TableCell>)
                [
                    Tables.Percent(rate),
                    .. offer.Writes.Select(write => Million(offer.Expected(write, rate))),
                    Million(offer.Input),
                ]));
        }

        yield return Tables.Of(
            $"Is a cached token at {Tables.Number(offer.Discount).Text} of the input price consistent with cost?",
            ["Way", "Retrieve over compute", "Costs that share after holding for"],
            found.Study.Ways.Where(way => !way.HoldsNothing).Select(way => (IEnumerable<TableCell>)
            [
                way.Tier,
                Tables.Number(way.Retrieve / found.Compute.Retrieve),
                way.LongestHold(offer.Discount * found.Compute.Retrieve) is { } hold ? Tables.Cell(hold)
                    : "it costs more at once",
            ]));
    }

    public static TableSpec Reuse(CacheFindings found, GapDistribution gaps) => Tables.Of(
        "Dollars a million tokens of prefix and request, when it is kept so long after each use; then the best time "
            + "to keep it",
        ["Way", .. found.Holds.Select(hold => $"{hold}"), "Best kept", "Hits", "Cost", "Saved"],
        found.Study.Ways.Select(way =>
        {
            ReuseCost best = ReuseCost.Best(way, found.Compute.Retrieve, gaps);
            return (IEnumerable<TableCell>)
            [
                way.Tier,
                .. found.Holds.Select(hold => Million(ReuseCost.Of(way, found.Compute.Retrieve, gaps, hold).Cost)),
                way.HoldsNothing ? "-" : Tables.Cell(best.Kept),
                way.HoldsNothing ? "-" : Tables.Percent(best.HitRate),
                Million(best.Cost),
                Tables.Percent(best.Saving),
            ];
        }));

    public static string HitRates(CacheFindings found, GapDistribution gaps)
        => "Hits are retrieved, misses computed and written. "
            + string.Join(" ", found.Holds.Select(hold =>
                $"Kept for {hold}, {Tables.Percent(gaps.ShareWithin(hold)).Text} hit and hold {gaps.MeanHeld(hold)} "
                + "on average."));

    public static TableSpec Inputs(CacheFindings found) => Tables.Of(
        "",
        ["Input", "Value", "Source", "Date", "Read in it"],
        found.Inputs.Select(input => (IEnumerable<TableCell>)
            [
                input.Name,
                input.Value,
                Where(input.Source),
                input.Source.Date,
                CatalogReports.Word(input.Source.Verified),
            ])
            .Concat(found.Tiers.Where(tier => tier.Price.Purchase is not null).Select(tier => (IEnumerable<TableCell>)
            [
                $"price of {tier.Id}",
                $"{tier.Price.Purchase!.Value} over {tier.Price.Life!.Value}",
                Where(tier.Price.Purchase.Source),
                tier.Price.Purchase.Source.Date,
                CatalogReports.Word(tier.Price.Purchase.Source.Verified),
            ])));

    /// <summary>Dollars of a terabyte and hour, from the cost of a token's bytes.</summary>
    public static double Room(CacheFindings found, CacheTier tier)
        => Tables.In(found.Study.Ways.Single(way => way.Tier == tier.Id).Hold / found.Terms.KeyValue.Value, "$/TB/h");

    /// <summary>The price as it stands in the source, and whether it was only recalled.</summary>
    private static string Price(CacheTier tier)
    {
        (string text, Source source) = tier.Price.Rent is { } rent
            ? ($"{rent.Value}", rent.Source)
            : ($"{tier.Price.Purchase!.Value}", tier.Price.Purchase.Source);
        return source.Verified == Verification.No ? $"{text} (recalled)" : text;
    }

    private static string Where(Source source)
        => source.Note.Length > 0 ? $"{source.Where} ({source.Note})" : source.Where;

    private static TableCell Million(UsdPerToken cost) => Tables.Number(cost.Value * 1e6);

    private static TableCell Times(double factor)
        => new($"{factor.ToString("0.#", CultureInfo.InvariantCulture)}x", factor);
}
