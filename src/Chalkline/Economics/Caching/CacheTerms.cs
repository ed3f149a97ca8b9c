using Chalkline.Derivations;
using Chalkline.Economics.CostSheets;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>
/// What the costs of every tier depend on: the cache, the accelerator that wants it, and conventions.
/// </summary>
public sealed record CacheTerms
{
    /// <summary>Where an electricity price comes from that nobody gave.</summary>
    public static Source AssumedElectricity { get; } = new(
        "assumed: an industrial tariff of the United States of 0.08 $/kWh, at a PUE of 1.25", "2025", Verification.No);

    /// <summary>KV cache bytes of a token, all layers; more than 0.</summary>
    public required Datum<BytesPerToken> KeyValue { get; init; }

    /// <summary>Price of one accelerator.</summary>
    public required Datum<UsdPerHour> Rate { get; init; }

    /// <summary>Bandwidth of its memory, part of which a copy takes.</summary>
    public required Datum<BytesPerSecond> Bandwidth { get; init; }

    /// <summary>Price of electricity, cooling included.</summary>
    public Datum<UsdPerKilowattHour> Electricity { get; init; } = new(
        new(PowerTerms.StatedEffectiveness * PowerTerms.StatedElectricity), AssumedElectricity, []);

    /// <summary>What a copy occupies beside the tier itself.</summary>
    public CopyRule Copy { get; init; }

    /// <summary>Whether writing into a tier, and the wear of it, are counted; the lecture leaves both out.</summary>
    public bool CountWrites { get; init; } = true;
}

/// <summary>What copying a token between a tier and the accelerator occupies of the accelerator.</summary>
public enum CopyRule
{
    /// <summary>The copy runs beside other work and takes its bandwidth out of that of the memory.</summary>
    Overlapped,

    /// <summary>One accelerator stands still while one device of the tier is read or written.</summary>
    Waits,
}
