using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>The tiers that come with a machine: the share of one accelerator in its memories.</summary>
public static class SystemTiers
{
    /// <summary>
    /// The memory the accelerator computes from; its price is that of the accelerator (lecture, eq. 6.10).
    /// </summary>
    /// <param name="memory">The memory.</param>
    /// <param name="rate">Price of one accelerator.</param>
    public static CacheTier OnDevice(MemoryTier memory, Datum<UsdPerHour> rate) => new()
    {
        Id = "hbm",
        Name = memory.Name,
        Kind = "hbm",
        Capacity = memory.Capacity,
        Read = memory.Bandwidth,
        Write = memory.Bandwidth,
        Price = TierPrice.Rented(rate),
        InPlace = true,
    };

    /// <summary>
    /// The host's memory, a share for each accelerator; null when its size or bandwidth is unknown, or nothing is known
    /// of its price. The price and the power of a byte are those of the shipped module whose drain time is nearest.
    /// </summary>
    /// <param name="system">The machine.</param>
    /// <param name="modules">Memory modules with a price, for example those of kind dram.</param>
    public static CacheTier? Host(MachineSystem system, IEnumerable<CacheTier> modules)
    {
        if (system.HostTier is not { } host
            || modules.Where(module => module.Price.Purchase is not null)
                .MinBy(module => new TierMatch(host.DrainTime, module.Id, module.DrainTime).Factor) is not { } like)
        {
            return null;
        }

        double devices = system.DomainSize;
        Datum<Bytes> capacity = Scaled(host.Capacity, value => value / devices);
        Datum<BytesPerSecond> bandwidth = Scaled(host.Bandwidth, value => value / devices);
        double modulesHeld = capacity.Value / like.Capacity.Value;
        return new()
        {
            Id = "dram",
            Name = $"host DRAM of {system.Id}",
            Kind = "dram",
            Capacity = capacity,
            Read = bandwidth,
            Write = bandwidth,
            Price = like.Price with
            {
                Purchase = Scaled(like.Price.Purchase!, value => modulesHeld * value),
                Power = like.Price.Power is { } power ? Scaled(power, value => modulesHeld * value) : null,
            },
            Notes = $"one accelerator's share of {system.DomainSize}; price and power of a byte as {like.Id}",
        };
    }

    private static Datum<T> Scaled<T>(Datum<T> datum, Func<T, T> scale) => new(
        scale(datum.Value),
        datum.Source,
        [.. datum.Alternatives.Select(other => new Alternative<T>(scale(other.Value), other.Source))]);
}
