using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>One device that can hold KV cache: how much, how fast, for how much money.</summary>
public sealed record CacheTier
{
    /// <summary>Identifier in the catalogue, for example <c>flash-61tb</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name as sold.</summary>
    public required string Name { get; init; }

    /// <summary>What asks for several tiers at once: hbm, dram, flash, disk, remote, or a user's own word.</summary>
    public required string Kind { get; init; }

    /// <summary>What it holds.</summary>
    public required Datum<Bytes> Capacity { get; init; }

    /// <summary>What it reads in a second.</summary>
    public required Datum<BytesPerSecond> Read { get; init; }

    /// <summary>What it writes in a second.</summary>
    public required Datum<BytesPerSecond> Write { get; init; }

    /// <summary>The network between it and the accelerator; null when that is no limit.</summary>
    public Datum<BytesPerSecond>? Network { get; init; }

    /// <summary>What it costs.</summary>
    public required TierPrice Price { get; init; }

    /// <summary>
    /// Bytes that can be written before it is worn out; null when writing does not wear it or none is known.
    /// </summary>
    public Datum<Bytes>? Endurance { get; init; }

    /// <summary>
    /// Whether it is the memory the accelerator computes from: then nothing is copied and retrieving costs nothing
    /// (lecture, eq. 6.10).
    /// </summary>
    public bool InPlace { get; init; }

    /// <summary>Notes a reader should see.</summary>
    public string Notes { get; init; } = "";

    /// <summary>What arrives in a second when it is read.</summary>
    public Datum<BytesPerSecond> ReadPath => Network is { } network && network.Value < Read.Value ? network : Read;

    /// <summary>What it takes in a second when it is written.</summary>
    public Datum<BytesPerSecond> WritePath => Network is { } network && network.Value < Write.Value ? network : Write;

    /// <summary>Drain time: how long one full read takes (lecture, eq. 6.13).</summary>
    public Seconds DrainTime => Capacity.Value / ReadPath.Value;

    /// <summary>Every datum of it that was only recalled, by field; empty when all were read in a source.</summary>
    public IEnumerable<(string Field, Source Source)> Recalled()
    {
        (string Field, Source? Source)[] all =
        [
            ("capacity", Capacity.Source), ("read", Read.Source), ("write", Write.Source), ("network", Network?.Source),
            ("rent", Price.Rent?.Source), ("price", Price.Purchase?.Source), ("life", Price.Life?.Source),
            ("power", Price.Power?.Source), ("endurance", Endurance?.Source),
        ];
        return all.Where(pair => pair.Source?.Verified == Verification.No).Select(pair => (pair.Field, pair.Source!));
    }
}
