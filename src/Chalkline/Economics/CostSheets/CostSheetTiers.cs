using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Search;

namespace Chalkline.Economics.CostSheets;

/// <summary>The memories that kept prompts wait in, as a cost sheet sees them.</summary>
public static class CostSheetTiers
{
    private static readonly Source Given = new("given", "", Verification.Yes);

    private static readonly Source Billed = new(
        "all that a device costs, by the terms of the cost sheet", "", Verification.Partial);

    /// <summary>The memory in which a token kept so long, and brought back once, costs least.</summary>
    public static CacheCost TierFor(this CostSheet sheet, Seconds kept) => sheet.Cache.At(kept);

    /// <summary>The memories that the sheet's kept tokens wait in, each once, by the time they are kept.</summary>
    public static IEnumerable<CacheCost> TiersUsed(this CostSheet sheet)
        => sheet.Request.Kept.Select(kept => sheet.TierFor(kept)).Distinct();

    /// <summary>The device behind a cost.</summary>
    internal static CacheTier Device(this CostSheet sheet, CacheCost cost)
        => sheet.Tiers.Single(tier => tier.Id == cost.Tier);

    /// <summary>The dearest return from any memory that a kept token may be in.</summary>
    public static UsdPerToken DearestReturn(this CostSheet sheet)
        => new(sheet.TiersUsed().Select(tier => tier.Retrieve.Value).Append(0).Max());

    /// <summary>A device's price as memories are charged it.</summary>
    public static Datum<UsdPerHour> Rate(HardwareBill bill) => new(bill.Total * new Devices(1), Billed, []);

    /// <summary>What the costs of memories depend on: the model's cache, the device, its electricity.</summary>
    /// <param name="plan">Model, formats, usual prompt and machine.</param>
    /// <param name="hardware">Whose electricity it is.</param>
    /// <param name="bill">What a device costs.</param>
    internal static CacheTerms Terms(PlanRequest plan, IHardwarePrice hardware, HardwareBill bill)
    {
        Tokens prompt = plan.Workload.Input;
        PowerTerms power = hardware.Power;
        CacheTerms terms = new()
        {
            KeyValue = new(
                KeyValueFootprint.OfSequence(plan.Model, plan.Precision.KeyValue, prompt) / prompt,
                plan.Model.Source,
                []),
            Rate = Rate(bill),
            Bandwidth = plan.System.Accelerator.Memory.Bandwidth,
        };
        UsdPerKilowattHour electricity = power.Effectiveness * power.Electricity;
        return electricity == terms.Electricity.Value ? terms
            : terms with { Electricity = new(electricity, Given, []) };
    }

    /// <summary>The memories asked for, or that of the devices alone.</summary>
    internal static ImmutableArray<CacheTier> Of(CostSheetRequest request, HardwareBill bill)
        => request.Tiers.IsDefaultOrEmpty
            ? [SystemTiers.OnDevice(request.Plan.System.Accelerator.Memory, Rate(bill))]
            : request.Tiers;
}
