using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk cache</c>.</summary>
internal static class CacheReport
{
    private const string Pairs
        = "Pairs with a way that another beats at every hold time are left out here; --format json has all.";

    public static Answer Of(CacheFindings found, Derivation? work)
    {
        TableSpec holds = CacheTables.Holds(found);
        List<ReportSection> sections =
        [
            new("Hold times", [new ChartBlock(CacheChart.Of(found)), new TableBlock(holds)]),
            new("Ways", [new TableBlock(CacheTables.Ways(found)), new TextBlock(Ways(found))]),
            new("Devices", [new TableBlock(CacheTables.Devices(found))]),
            new("Break-even times", [new TableBlock(CacheTables.BreakEvens(found)), new TextBlock(Pairs)]),
            new("What an offered duration suggests",
                [new TableBlock(CacheTables.Suggestions(found)), new TextBlock(Suggested(found))]),
        ];
        if (!found.Prefixes.IsEmpty)
        {
            sections.Add(new(
                "Computing it again",
                [
                    new TextBlock("A token costs more the later it stands, for it attends to all before it."),
                    new TableBlock(CacheTables.Prefixes(found)),
                ]));
        }

        if (found.Offer is { } offer)
        {
            sections.Add(new("What the prices say",
                [.. CacheTables.Offer(found, offer).Select(table => new TableBlock(table))]));
        }

        if (found.Gaps is { } gaps)
        {
            sections.Add(new($"Reuse after {found.GapsText}",
                [new TableBlock(CacheTables.Reuse(found, gaps)), new TextBlock(CacheTables.HitRates(found, gaps))]));
        }

        sections.Add(new("Inputs", [new TableBlock(CacheTables.Inputs(found)), new TextBlock(Recalled(found))]));
        return new()
        {
            Command = "cache",
            Work = work,
            Data = holds,
            Report = new()
            {
                Title = $"Cache tiers for {found.Subject}",
                Lead = Lead(found),
                Sections = [.. sections],
                Footer = $"Computing again: {found.ComputeHow}. "
                    + (found.Terms.Copy == CopyRule.Waits
                        ? "One accelerator waits for one device while it copies. "
                        : "Copies run beside other work and take their bandwidth of the accelerator's memory. ")
                    + (found.Terms.CountWrites ? "" : "Writing and wear left out, as in the lecture. ")
                    + "Costs, not prices; latency and blocks are not modelled. docs/cache.md has the equations.",
            },
            Json = writer => CacheJson.Write(writer, found),
        };
    }

    private static string Lead(CacheFindings found)
    {
        IEnumerable<string> holds = found.Holds.Select(hold =>
        {
            CacheCost best = found.Study.At(hold);
            return $"for {hold} **{best.Tier}** ({Cost(best.Total(hold).Value)} $/Mtok)";
        });
        return $"A token holds **{new Bytes(found.Terms.KeyValue.Value.Value)}** and computing it again costs "
            + $"**{Cost(found.Compute.Retrieve.Value)} $/Mtok**. Cheapest {string.Join(", ", holds)}.";
    }

    private static string Ways(CacheFindings found)
    {
        string ranges = string.Join(
            "; ",
            found.Study.Cheapest.Select(range => double.IsFinite(range.To.Value)
                ? $"{range.Way.Tier} up to {range.To}"
                : $"{range.Way.Tier} from {range.From} on"));
        string[] never =
        [
            .. found.Study.Ways
                .Where(way => !found.Study.IsEverCheapest(way))
                .Select(way => found.Study.DominatedBy(way) is { } better
                    ? $"{way.Tier} (never cheaper than {better.Tier})"
                    : $"{way.Tier} (always one of several is cheaper)"),
        ];
        return $"Cheapest: {ranges}." + (never.Length > 0 ? $" Never the cheapest: {string.Join(", ", never)}." : "");
    }

    private static string Suggested(CacheFindings found)
        => "A tier is used evenly for holding and for reading when what it holds stays for its drain time, "
            + "so an offered duration points at the nearest one on a log scale. The lecture's times are spoken (DDR as "
            + "the middle of 1 to 10 s); devices of today drain slower: flash in minutes to hours, a disk in about a "
            + "day.";

    private static string Recalled(CacheFindings found)
    {
        string[] tiers =
        [
            .. found.Tiers.Select(tier => (tier.Id, Fields: tier.Recalled().Select(pair => pair.Field).ToArray()))
                .Where(pair => pair.Fields.Length > 0)
                .Select(pair => $"{pair.Id}: {string.Join(", ", pair.Fields)}"),
        ];
        return tiers.Length == 0
            ? "Every figure of the devices was read in its source."
            : "Recalled or inferred figures of the devices, to be replaced by one's own (--tiers FILE): "
                + $"{string.Join("; ", tiers)}.";
    }

    private static string Cost(double perToken) => (perToken * 1e6).ToString("G3", CultureInfo.InvariantCulture);
}
