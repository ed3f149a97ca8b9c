using System.Collections.Immutable;
using Chalkline.Economics;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>From the times that caches are offered for to the memory they lie in.</summary>
/// <remarks>
/// A memory is used evenly for holding and for reading when what it holds stays for its drain time (lecture, eq.
/// 6.13). All kinds of memory are thought equally likely, and within a kind all its devices; of HBM, the accelerators as likely
/// as the posterior has them. The logarithm of a time lies about that of the drain time with Student errors of
/// <see cref="Spread"/>. Each time is weighed alone: a provider may keep five minutes in one memory and an hour in
/// another. It says nothing of a model's size, and is held against no truth: no provider states where its caches lie.
/// </remarks>
public sealed class CacheTierModel
{
    /// <summary>
    /// How far a time lies from the drain time, a logarithm: a factor of 4.5. A guess, wide because people offer round
    /// times; the drain times that the lecture says and those of data sheets differ by 1.4 to 3.4.
    /// </summary>
    public const double Spread = 1.5;

    /// <summary>The kind of the memory that a device computes from.</summary>
    public const string DeviceMemory = "hbm";

    private readonly ImmutableArray<(string Kind, Seconds Drain)> _tiers;

    private CacheTierModel(ImmutableArray<(string Kind, Seconds Drain)> tiers) => _tiers = tiers;

    /// <summary>A model without any tier but the memory of accelerators.</summary>
    internal static CacheTierModel DeviceOnly { get; } = new([]);

    /// <summary>Prepares the model.</summary>
    /// <param name="tiers">What can hold caches, beside the memory of accelerators.</param>
    public static CacheTierModel Of(IEnumerable<CacheTier> tiers)
        => new([.. tiers.Select(tier => (tier.Kind, tier.DrainTime))]);

    /// <summary>Where the caches of a sheet may lie, a place for each time that is offered, shortest first.</summary>
    /// <param name="sheet">The prices.</param>
    /// <param name="devices">Drain times of the memory of accelerators, and how likely each is; at least one.</param>
    /// <returns>Without a time in the sheet, one place of which nothing is known.</returns>
    public ImmutableArray<CachePlace> Of(PriceSheet sheet, IReadOnlyList<(Seconds Drain, double Share)> devices)
    {
        (string Kind, (double Drain, double Share)[] Devices)[] kinds =
        [
            (DeviceMemory, [.. devices.Select(device => (Math.Log(device.Drain.Value), device.Share))]),
            .. _tiers.GroupBy(tier => tier.Kind, StringComparer.Ordinal)
                .Where(group => group.Key != DeviceMemory)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Select(tier => (Math.Log(tier.Drain.Value), 1.0)).ToArray())),
        ];
        double prior = 1.0 / kinds.Length;
        Seconds[] kept =
        [
            .. sheet.CacheWrites.Select(write => write.Kept).Where(kept => kept.Value > 0).Distinct()
                .OrderBy(kept => kept.Value),
        ];
        return kept.Length > 0
            ? [.. kept.Select(time => Place(time))]
            : [new(null, [.. kinds.Select(kind => new CacheTierShare(kind.Kind, prior, prior))], 0)];

        CachePlace Place(Seconds time)
        {
            double[] weights = [.. kinds.Select(kind => Likelihood(Math.Log(time.Value), kind.Devices))];
            double all = weights.Sum();
            CacheTierShare[] shares =
                [.. kinds.Select((kind, i) => new CacheTierShare(kind.Kind, prior, weights[i] / all))];
            return new(
                time,
                [
                    .. shares.OrderByDescending(share => share.Posterior)
                        .ThenBy(share => share.Kind, StringComparer.Ordinal),
                ],
                shares.Sum(share => share.Posterior * Math.Log2(share.Posterior / prior)));
        }
    }

    /// <summary>Of a kind: the mean over its devices. Never 0, so that no kind is ruled out.</summary>
    private static double Likelihood(double time, (double Drain, double Share)[] devices)
    {
        double sum = 0;
        foreach ((double drain, double share) in devices)
        {
            sum += share * Math.Exp(new Channel(time, [1], Spread).LogLikelihood(drain));
        }

        return sum / devices.Sum(device => device.Share);
    }
}
