using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Quantities;
using S = Chalkline.Economics.CostSheets.CostSymbols;

namespace Chalkline.Economics.CostSheets;

/// <summary>
/// A memory of the machine: a token kept there takes a share of its capacity, and one brought back a share of the
/// bandwidth (lecture, eq. 6.10 and 6.11).
/// </summary>
/// <param name="Tier">Its name.</param>
/// <param name="KeyValue">KV cache of a token.</param>
/// <param name="Capacity">What the memory holds.</param>
/// <param name="Bandwidth">What is read of it in a second; null where tokens need not be brought back.</param>
/// <param name="Price">What the memory is charged, with all that is paid to have it.</param>
public sealed record TierCost(
    string Tier, BytesPerToken KeyValue, Bytes Capacity, BytesPerSecond? Bandwidth, UsdPerHour Price)
    : IKeptToken
{
    /// <inheritdoc />
    public string Note { get; init; } = "";

    /// <inheritdoc />
    public UsdPerToken Retrieve
    {
        get
        {
            Quiet quiet = default;
            return RetrieveOf(ref quiet);
        }
    }

    /// <inheritdoc />
    public UsdPerToken Hold(Seconds time)
    {
        Quiet quiet = default;
        return HoldOf(time, ref quiet);
    }

    /// <summary>Bringing a token back, with the work shown.</summary>
    public UsdPerToken RetrieveOf<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        if (Bandwidth is not { } known)
        {
            return default;
        }

        Tokens token = work.Given(S.OneToken, new Tokens(1), name: "token");
        BytesPerToken keyValue = work.Given(S.KeyValue, KeyValue, name: "keyValue");
        BytesPerSecond bandwidth = work.Given(S.Bandwidth, known, name: "bandwidth");
        UsdPerHour tierPrice = work.Given(S.TierPrice, Price, name: "tierPrice");
        return work.Step(S.Retrieve, tierPrice * (token * keyValue / bandwidth) / token);
    }

    /// <summary>Keeping a token, with the work shown.</summary>
    public UsdPerToken HoldOf<TWork>(Seconds time, ref TWork work)
        where TWork : struct, IWork
    {
        Tokens token = work.Given(S.OneToken, new Tokens(1), name: "token");
        BytesPerToken keyValue = work.Given(S.KeyValue, KeyValue, name: "keyValue");
        Bytes capacity = work.Given(S.Capacity, Capacity, name: "capacity");
        UsdPerHour tierPrice = work.Given(S.TierPrice, Price, name: "tierPrice");
        Seconds held = work.Given(S.Held, time, name: "held");
        return work.Step(S.Hold, token * keyValue / capacity * (tierPrice * held) / token);
    }

    /// <summary>
    /// The memories of a machine whose size and bandwidth are known. The devices' own is charged what the device costs;
    /// a
    /// memory of the host is charged all that the host costs, which is an upper bound.
    /// </summary>
    /// <param name="system">The machine.</param>
    /// <param name="keyValue">KV cache of a token.</param>
    /// <param name="bill">What one device costs.</param>
    public static IReadOnlyList<TierCost> Of(MachineSystem system, BytesPerToken keyValue, HardwareBill bill)
    {
        MemoryTier own = system.Accelerator.Memory;
        UsdPerHour host = bill.Host * new Devices(system.DomainSize);
        return
        [
            new(
                own.Name,
                keyValue,
                own.Capacity.Value,
                null,
                bill.Total * new Devices(1)) { Note = "never leaves the device" },
            .. system.LowerTiers.Select(tier => new TierCost(
                tier.Name, keyValue, tier.Capacity.Value, tier.Bandwidth.Value, host)
            {
                Note = "all of the host is charged to it: an upper bound"
                    + (Recalled(tier) ? "; its figures are recalled" : ""),
            }),
        ];
    }

    private static bool Recalled(MemoryTier tier)
        => tier.Bandwidth.Source.Verified == Verification.No || tier.Capacity.Source.Verified == Verification.No;
}
