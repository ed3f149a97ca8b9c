using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Economics.Caching.CacheSymbols;

namespace Chalkline.Economics.Caching;

/// <summary>What a provider asks for caching, and what that says of its cost.</summary>
/// <param name="Input">A token of the prompt that no cache holds.</param>
/// <param name="CachedInput">A token read from a cache; less than the input.</param>
/// <param name="Writes">What keeping costs, by duration; durations more than 0.</param>
public sealed record CacheOffer(UsdPerToken Input, UsdPerToken CachedInput, ImmutableArray<CacheWritePrice> Writes)
{
    /// <summary>Cached over uncached input price: 0.1 for a discount of 10 times.</summary>
    public double Discount => CachedInput / Input;

    /// <summary>The offer of a price sheet; null when it names no cached price or no durations.</summary>
    public static CacheOffer? Of(PriceSheet sheet)
        => sheet.CachedInput is { } cached && sheet.CacheWrites.Any(write => write.Kept > Seconds.Zero)
            ? new(sheet.Input, cached, [.. sheet.CacheWrites.Where(write => write.Kept > Seconds.Zero)])
            : null;

    /// <summary>What paying for one write means.</summary>
    /// <param name="write">One of <see cref="Writes"/>.</param>
    public WriteReading Read(CacheWritePrice write)
    {
        Quiet quiet = default;
        return Read(write, ref quiet);
    }

    /// <summary>What paying for one write means, with the work shown.</summary>
    public WriteReading Read<TWork>(CacheWritePrice write, ref TWork work)
        where TWork : struct, IWork
    {
        UsdPerToken input = work.Given(S.InputPrice, Input, name: "input");
        UsdPerToken cached = work.Given(S.CachedPrice, CachedInput, name: "cached");
        UsdPerToken written = work.Given(S.WritePrice, write.Price, name: "written");
        Seconds kept = work.Given(S.Kept, write.Kept, name: "kept");
        UsdPerToken premium = work.Step(S.Premium, Max(UsdPerToken.Zero, written - input));
        UsdPerTokenHour holdPrice = work.Step(S.HoldPrice, premium / kept);
        double hitRate = work.Step(S.HitRate, premium / (premium + (input - cached)));
        double reads = work.Step(S.Reads, premium / (input - cached));
        return new(write, premium, holdPrice, hitRate, reads);
    }

    /// <summary>
    /// What a request's prefix costs a user at a hit rate: hits pay the cached price, misses the write (each use keeps
    /// it for another while).
    /// </summary>
    /// <param name="write">One of <see cref="Writes"/>.</param>
    /// <param name="hitRate">Share of requests that find it, 0 to 1.</param>
    public UsdPerToken Expected(CacheWritePrice write, double hitRate)
        => (hitRate * CachedInput) + ((1 - hitRate) * write.Price);
}

/// <summary>What a write price says.</summary>
/// <param name="Write">The price.</param>
/// <param name="Premium">What it asks above the plain input price; 0 when it asks less.</param>
/// <param name="Hold">The premium over the time it keeps: the price of holding a token.</param>
/// <param name="RequiredHitRate">Share of requests that must hit before a user saves: (write - input) / (write -
/// cached).</param>
/// <param name="ReadsPerWrite">The same in reads for each write: (write - input) / (input - cached).</param>
public sealed record WriteReading(
    CacheWritePrice Write, UsdPerToken Premium, UsdPerTokenHour Hold, double RequiredHitRate, double ReadsPerWrite)
{
    /// <summary>The cache bytes of a token for which holding in a tier costs just this premium.</summary>
    /// <param name="room">What the tier's room costs.</param>
    public BytesPerToken EqualTo(UsdPerByteHour room) => Hold / room;
}
