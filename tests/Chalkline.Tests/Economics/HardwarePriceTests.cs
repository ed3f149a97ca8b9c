using Chalkline.Derivations;
using Chalkline.Economics.CostSheets;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;
using CsCheck;

namespace Chalkline.Tests.Economics;

/// <summary>What a device costs: rented, owned, as of a date.</summary>
public sealed class HardwarePriceTests
{
    private static readonly PowerTerms Power = new(new Watts(700), null);

    [Fact]
    public void Power_is_what_is_drawn_times_the_site_times_the_price()
    {
        Quiet quiet = default;
        Power.Cost(ref quiet).Value.ShouldBe(0.08 * 1.25 * 0.8 * 0.7, 1e-12);
    }

    [Fact]
    public void A_rent_is_divided_and_stays_what_it_is()
    {
        HardwareBill bill = Rented(2, 0.1, 0.05);

        bill.Total.Value.ShouldBe(2, 1e-12);
        bill.Power.Value.ShouldBe(0.056, 1e-12);
        bill.Host.Value.ShouldBe(0.1 * 1.944, 1e-12);
        bill.Network.Value.ShouldBe(0.05 * 1.944, 1e-12);
        bill.Hosting.Value.ShouldBe(0);
    }

    [Fact]
    public void A_rent_below_the_cost_of_power_is_all_power()
    {
        HardwareBill bill = Rented(0.01, 0.1, 0.05);

        bill.Power.Value.ShouldBe(0.01, 1e-15);
        bill.Accelerator.Value.ShouldBe(0, 1e-15);
    }

    /// <summary>
    /// 31,250 $ over four years of 8,760 hours: 0.8918 $ an hour when money is free and nothing is left.
    /// </summary>
    [Fact]
    public void Without_interest_a_device_is_paid_back_evenly()
    {
        HardwareBill bill = Bill(Owned() with { Interest = 0, Residual = 0, Hosting = default });

        (bill.Accelerator + bill.Host + bill.Network).Value.ShouldBe(31250.0 / 4 / 8760, 1e-9);
        bill.Total.Value.ShouldBe((31250.0 / 4 / 8760) + 0.056, 1e-9);
    }

    /// <summary>The plain twin: pay back year by year, and sell at the end; the debt must then be nothing.</summary>
    [Fact]
    public void Interest_leaves_no_debt_when_the_device_is_sold() => Gen.Select(
        Gen.Double[1000, 60000], Gen.Int[1, 10], Gen.Double[0, 0.6], Gen.Double[0.001, 0.3]).Sample(
        (price, years, residual, interest) =>
        {
            HardwareBill bill = Bill(new OwnedHardware(new(price), null)
            {
                Power = Power,
                Shares = BillShares.Recalled,
                Years = years,
                Residual = residual,
                Interest = interest,
            });
            double paid = (bill.Accelerator + bill.Host + bill.Network).Value * 8760;
            double debt = price;
            for (int year = 0; year < years; year++)
            {
                debt = (debt * (1 + interest)) - paid;
            }

            (debt - (residual * price)).ShouldBe(0, 1e-6 * price);
        },
        iter: 200);

    [Fact]
    public void Longer_life_and_cheaper_money_never_cost_more()
        => Gen.Select(Gen.Int[1, 9], Gen.Double[0, 0.3]).Sample(
            (years, interest) =>
            {
                OwnedHardware terms = Owned() with { Years = years, Interest = interest };
                UsdPerDeviceHour cost = Bill(terms).Total;
                (Bill(terms with { Years = years + 1 }).Total <= cost).ShouldBeTrue();
                (Bill(terms with { Interest = interest + 0.01 }).Total > cost).ShouldBeTrue();
            },
            iter: 200);

    [Fact]
    public void The_work_of_both_holds()
    {
        Derivation derivation = new("hardware");
        Shown work = new(derivation);
        Owned().Bill(ref work);
        (Owned() with { Interest = 0 }).Bill(ref work);
        new RentedHardware(new(2), null) { Power = Power, Shares = BillShares.Recalled }.Bill(ref work);

        derivation.Verify().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 0.1, 0.1, 4, 0.08, 0.8, 1.25)]
    [InlineData(-1, 0.1, 0.1, 4, 0.08, 0.8, 1.25)]
    [InlineData(30000, 0.8, 0.3, 4, 0.08, 0.8, 1.25)]
    [InlineData(30000, -0.1, 0.1, 4, 0.08, 0.8, 1.25)]
    [InlineData(30000, 0.1, 0.1, 0, 0.08, 0.8, 1.25)]
    [InlineData(30000, 0.1, 0.1, 4, 1.5, 0.8, 1.25)]
    [InlineData(30000, 0.1, 0.1, 4, 0.08, 0, 1.25)]
    [InlineData(30000, 0.1, 0.1, 4, 0.08, 0.8, 0.5)]
    [InlineData(double.NaN, 0.1, 0.1, 4, 0.08, 0.8, 1.25)]
    public void Impossible_terms_are_refused(
        double price, double host, double network, double years, double interest, double drawn, double pue)
        => Should.Throw<ChalkException>(() => Bill(new OwnedHardware(new(price), null)
        {
            Power = Power with { Drawn = drawn, Effectiveness = pue },
            Shares = new(host, network, null),
            Years = years,
            Interest = interest,
        }));

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(double.PositiveInfinity)]
    public void A_rent_of_nothing_is_refused(double rent) => Should.Throw<ChalkException>(() => Rented(rent, 0.1, 0.1));

    /// <summary>
    /// Three offers of 3 March 2025 at 28,750, 31,250 and 46,875 $; 33,750 $ was the newest in mid 2023.
    /// </summary>
    [Theory]
    [InlineData("h100-sxm", null, 31250)]
    [InlineData("h100-sxm", "2023-06", 33750)]
    [InlineData("h100-sxm", "2024", 36017.75)]
    [InlineData("b200-sxm", null, 47409.13)]
    public void The_newest_purchase_price_known_is_taken_the_median_of_a_day(string name, string? asOf, double price)
        => HardwareData.Catalogue.DefaultPurchase(
            HardwareData.Catalogue.FindAccelerator(name), asOf)!.Price.Value.ShouldBe(price);

    [Fact]
    public void Before_the_first_offer_there_is_no_price()
    {
        Accelerator device = HardwareData.Catalogue.FindAccelerator("h100-sxm");
        HardwareData.Catalogue.DefaultPurchase(device, "2022-08").ShouldBeNull();
        Chalkline.Catalog.HardwareCatalogue.DefaultPrice(device, "2019").ShouldBeNull();
        Chalkline.Catalog.HardwareCatalogue.DefaultPrice(device, null)!.Price.Value.ShouldBe(1.3);
        HardwareData.Catalogue.Purchases(device).Count.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("h100-sxm,2025-03-03,0 $,8,a shop,yes,", "price")]
    [InlineData("h100-sxm,2025-03-03,-5 $,8,a shop,yes,", "price")]
    [InlineData("h100-sxm,2025-03-03,5 GB,8,a shop,yes,", "price")]
    [InlineData("h100-sxm,spring,31250 $,8,a shop,yes,", "date")]
    [InlineData("h100-sxm,2025-03-03,31250 $,8,,yes,", "source")]
    [InlineData("h100-sxm,2025-03-03,31250 $,8,a shop,perhaps,", "verified")]
    [InlineData("h100-sxm,2025-03-03,31250 $,none,a shop,yes,", "devices")]
    [InlineData("h999,2025-03-03,31250 $,8,a shop,yes,", "h999")]
    public void A_wrong_line_of_purchase_prices_is_found(string line, string hint)
        => HardwareData.With(
                Path.Combine("prices", "purchases.csv"),
                "accelerator,date,price,devices,source,verified,note\n" + line + "\n",
                folder => Chalkline.Catalog.HardwareCatalogue.Open(folder).Check())
            .ShouldContain(finding => finding.ToString()!.Contains(hint, StringComparison.Ordinal));

    private static OwnedHardware Owned()
        => new(new(31250), null) { Power = Power, Shares = BillShares.Recalled };

    private static HardwareBill Rented(double rent, double host, double network)
        => Bill(new RentedHardware(new(rent), null) { Power = Power, Shares = new(host, network, null) });

    private static HardwareBill Bill(IHardwarePrice price) => price.Bill();
}
