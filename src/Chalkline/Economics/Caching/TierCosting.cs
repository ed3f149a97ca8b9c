using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Economics.Caching.CacheSymbols;

namespace Chalkline.Economics.Caching;

/// <summary>The cost of a token in a tier, from the device it stands on (lecture, eq. 6.10, 6.11).</summary>
/// <remarks>
/// Every figure is of one device and one accelerator. Capacity, bandwidth and price grow together with the number of
/// devices, so that the cost of a token does not depend on how many there are.
/// </remarks>
public static class TierCosting
{
    /// <summary>The cost of a token in a tier.</summary>
    public static CacheCost Of(CacheTier tier, CacheTerms terms)
    {
        Quiet quiet = default;
        return Of(tier, terms, ref quiet);
    }

    /// <summary>The cost of a token in a tier, with the work shown.</summary>
    public static CacheCost Of<TWork>(CacheTier tier, CacheTerms terms, ref TWork work)
        where TWork : struct, IWork
    {
        BytesPerToken keyValue = work.Given(S.KeyValue, terms.KeyValue.Value, terms.KeyValue.Source, "keyValue");
        Bytes capacity = work.Given(S.Capacity, tier.Capacity.Value, tier.Capacity.Source, "capacity");
        BytesPerSecond read = work.Given(S.Read, tier.ReadPath.Value, tier.ReadPath.Source, "read");
        work.Step(S.Drain, capacity / read);
        UsdPerHour capitalRate = CapitalRate(tier.Price, ref work);
        UsdPerHour energyRate = EnergyRate(tier.Price, terms, ref work);
        UsdPerTokenHour capital = work.Step(S.Capital, keyValue * (capitalRate / capacity));
        UsdPerTokenHour energy = work.Step(S.Energy, keyValue * (energyRate / capacity));
        if (tier.InPlace)
        {
            return new(tier.Id, UsdPerToken.Zero, UsdPerToken.Zero, capital, energy, UsdPerToken.Zero);
        }

        UsdPerHour acceleratorRate =
            work.Given(S.AcceleratorRate, terms.Rate.Value, terms.Rate.Source, "acceleratorRate");
        BytesPerSecond acceleratorBandwidth =
            work.Given(S.AcceleratorBandwidth, terms.Bandwidth.Value, terms.Bandwidth.Source, "acceleratorBandwidth");
        bool waits = terms.Copy == CopyRule.Waits;
        UsdPerToken retrieve = waits
            ? work.Step(S.Retrieve, keyValue * ((capitalRate + energyRate + acceleratorRate) / read))
            : work.Step(
                S.Retrieve,
                keyValue * (((capitalRate + energyRate) / read) + (acceleratorRate / acceleratorBandwidth)));
        if (!terms.CountWrites)
        {
            return new(tier.Id, retrieve, UsdPerToken.Zero, capital, energy, UsdPerToken.Zero);
        }

        BytesPerSecond written = work.Given(S.WriteRate, tier.WritePath.Value, tier.WritePath.Source, "written");
        UsdPerToken write = waits
            ? work.Step(S.Write, keyValue * ((capitalRate + energyRate + acceleratorRate) / written))
            : work.Step(
                S.Write,
                keyValue * (((capitalRate + energyRate) / written) + (acceleratorRate / acceleratorBandwidth)));
        return new(tier.Id, retrieve, write, capital, energy, Wear(tier, keyValue, ref work));
    }

    private static UsdPerHour CapitalRate<TWork>(TierPrice price, ref TWork work)
        where TWork : struct, IWork
    {
        if (price.Rent is { } rent)
        {
            return work.Given(S.CapitalRate, rent.Value, rent.Source, "capitalRate");
        }

        Usd purchase = work.Given(S.Purchase, price.Purchase!.Value, price.Purchase.Source, "purchase");
        Seconds life = work.Given(S.Life, price.Life!.Value, price.Life.Source, "life");
        return work.Step(S.CapitalRate, purchase / life);
    }

    private static UsdPerHour EnergyRate<TWork>(TierPrice price, CacheTerms terms, ref TWork work)
        where TWork : struct, IWork
    {
        if (price.Power is not { } drawn)
        {
            return work.Given(S.EnergyRate, UsdPerHour.Zero, name: "energyRate");
        }

        Watts power = work.Given(S.Power, drawn.Value, drawn.Source, "power");
        UsdPerKilowattHour electricity =
            work.Given(S.Electricity, terms.Electricity.Value, terms.Electricity.Source, "electricity");
        Seconds hour = work.Given(S.Hour, new Seconds(3600), name: "hour");
        return work.Step(S.EnergyRate, electricity * (power * hour) / hour);
    }

    /// <summary>
    /// A full device whose tokens stay T is rewritten every T, and lives for T times its endurance over its capacity:
    /// each write uses up that part of the purchase. Below the life it takes the place of depreciation.
    /// </summary>
    private static UsdPerToken Wear<TWork>(CacheTier tier, BytesPerToken keyValue, ref TWork work)
        where TWork : struct, IWork
    {
        if (tier.Endurance is not { } bound || tier.Price.Purchase is not { } price)
        {
            return UsdPerToken.Zero;
        }

        Bytes endurance = work.Given(S.Endurance, bound.Value, bound.Source, "endurance");
        Usd purchase = work.Given(S.Purchase, price.Value, price.Source, "purchase");
        return work.Step(S.Wear, keyValue * (purchase / endurance));
    }
}
