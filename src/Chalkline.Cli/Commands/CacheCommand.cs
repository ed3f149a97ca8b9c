using System.CommandLine;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk cache</c>: where a prompt's KV cache should wait until it is wanted again.</summary>
internal static class CacheCommand
{
    public static Command Create()
    {
        Command command = new(
            "cache",
            "KV cache tiers: for every hold time the cheapest of computing again, HBM, host DRAM, flash, disk and "
                + "a\nstorage server, with break-even and drain times; what offered durations and write premiums say; "
                + "hit rates.\nA model on a machine gives the cache bytes and the prefill cost; without --on computing is "
                + "closed form,\nand --kv-per-token and --active do without a model.\n\nExample: chalk cache deepseek-v3 --on hgx-h200 --hold 5min,1h,24h --out "
                + "cache.html\nExample: chalk cache --kv-per-token 2048 --active 100e9 --lecture --input-price 5$/Mtok "
                + "--cached-price 0.5$/Mtok --write-price 5min=6.25$/Mtok,1h=10$/Mtok");
        CacheOptions options = new();
        OutputOptions output = new(charts: true);
        options.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            Derivation? work = output.ShowWork(parsed) ? new() : null;
            return CacheReport.Of(options.Read(parsed, work), work);
        });
        return command;
    }

    /// <summary>The ways and their costs; the work of each in a part of its own when it is asked for.</summary>
    public static CacheStudy Study(CacheCost compute, IEnumerable<CacheTier> tiers, CacheTerms terms, Derivation? work)
        => new([compute, .. tiers.Select(tier => Cost(tier, terms, work))]);

    /// <summary>The totals of the cheapest ways, and what prices say, when the work is asked for.</summary>
    public static void Show(CacheStudy study, IEnumerable<Seconds> holds, CacheOffer? offer, Derivation work)
    {
        Shown shown = new(work);
        foreach (Seconds hold in holds)
        {
            CacheCost best = study.At(hold);
            shown.Open($"the cheapest for {hold}: {best.Tier}");
            best.Total(hold, ref shown);
            shown.Close();
        }

        foreach (CacheWritePrice write in offer?.Writes ?? [])
        {
            shown.Open($"a write kept for {write.Kept}");
            offer!.Read(write, ref shown);
            shown.Close();
        }
    }

    private static CacheCost Cost(CacheTier tier, CacheTerms terms, Derivation? work)
    {
        if (work is null)
        {
            return TierCosting.Of(tier, terms);
        }

        Shown shown = new(work);
        shown.Open(tier.Name);
        CacheCost cost = TierCosting.Of(tier, terms, ref shown);
        shown.Close();
        return cost;
    }
}
