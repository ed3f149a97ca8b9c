using System.Collections.Immutable;
using Chalkline.Economics;
using Chalkline.Economics.Caching;
using Chalkline.Economics.CostSheets;
using Chalkline.Economics.PriceSheets;
using Chalkline.Economics.Traffic;
using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Tests.Economics.Caching;
using Chalkline.Tests.Serving;
using CsCheck;

namespace Chalkline.Tests.Economics;

/// <summary>Cost sheets of a small model on two devices, and prices built on them.</summary>
public sealed class CostSheetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly LengthMix Mix = LengthMix.Of(
        [(new Tokens(2048), 6), (new Tokens(8192), 3), (new Tokens(30000), 1)]);

    private static readonly CostSheet Sheet = CostSheetModel.Of(Request(), Stop);

    [Fact]
    public void The_operating_point_is_that_of_the_plan_at_that_price()
    {
        Plan plan = Planner.Search(Request().Plan with { Price = new UsdPerDeviceHour(2) }, Stop);

        Sheet.Point.Decode.ShouldBe(plan.Cheapest!.Decode);
        Sheet.Cost(CostKind.Output).Value.ShouldBe(plan.Cheapest.OutputCost!.Value.Value / 0.8, 1e-9 * 1e-6);
        Sheet.Cost(CostKind.Input).Value.ShouldBe(plan.Cheapest.InputCost!.Value.Value / 0.8, 1e-9 * 1e-6);
    }

    [Fact]
    public void The_parts_of_every_line_add_up_to_it()
    {
        Sheet.Lines.ShouldAllBe(line => Math.Abs((line.Split.Total - line.Cost).Value) <= 1e-9 * line.Cost.Value);
        Sheet.Lines.Select(line => line.Kind).Distinct().Count().ShouldBe(Enum.GetValues<CostKind>().Length);
        (Sheet[CostKind.Output]!.Split.Idle / Sheet.Cost(CostKind.Output)).ShouldBe(0.2, 1e-12);
        Sheet[CostKind.BatchOutput]!.Split.Idle.Value.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void All_devices_sold_at_cost_pay_for_themselves(double hitRate)
    {
        // A day at the operating point: tokens made and sold for 80 % of the time bring what all devices cost, when the
        // share of every prompt that a cache holds is not computed.
        CostSheet sheet = CostSheetModel.Of(Request() with { HitRate = hitRate }, Stop);
        ServingPoint point = sheet.Point;
        LengthCost usual = sheet.Lengths.Single(cost => cost.Length.Value == 2048);
        double computed = 2048 - Math.Floor(hitRate * 2048);
        double requests = point.Throughput.Value / 1024 * 0.8 * 86400;
        double brought = requests * ((computed * usual.Rest.Value) + (1024 * sheet.Cost(CostKind.Output).Value));
        brought.ShouldBe(2 * 24 * point.DevicesPaid, 1e-6 * brought);
    }

    /// <summary>A prompt that nothing is cached of costs more than one behind a cache, however the point was chosen.</summary>
    [Fact]
    public void What_caches_hold_is_not_charged_to_those_that_compute_it()
    {
        CostSheet sheet = CostSheetModel.Of(Request() with { HitRate = 0.5 }, Stop);

        (sheet.Point.InputCost!.Value / 0.8).ShouldBeLessThan(sheet.Cost(CostKind.Input), "the mean counts hits");
        sheet.Plan.Workload.Prefix.Value.ShouldBe(1024);
    }

    [Fact]
    public void Twice_the_price_or_half_the_use_costs_twice_as_much()
    {
        CostSheet dear = CostSheetModel.Of(Request() with { Hardware = Rent(4) }, Stop);
        CostSheet idle = CostSheetModel.Of(Request() with { Utilisation = 0.4 }, Stop);

        dear.Cost(CostKind.Output).Value.ShouldBe(2 * Sheet.Cost(CostKind.Output).Value, 1e-15);
        idle.Cost(CostKind.Output).Value.ShouldBe(2 * Sheet.Cost(CostKind.Output).Value, 1e-15);
        idle.Cost(CostKind.BatchOutput).Value.ShouldBe(Sheet.Cost(CostKind.BatchOutput).Value, 1e-15);
    }

    [Fact]
    public void The_usual_length_and_batch_cost_what_the_sheet_says()
    {
        LengthCost usual = Sheet.Lengths.Single(cost => cost.Length.Value == 2048);
        usual.Input.Value.ShouldBe(Sheet.Cost(CostKind.Input).Value, 1e-15);
        usual.Output.Value.ShouldBe(Sheet.Cost(CostKind.Output).Value, 1e-15);
        Sheet.Batches.Single(point => point.Batch == Sheet.Point.BatchPerReplica).Output.Value
            .ShouldBe(Sheet.Cost(CostKind.Output).Value, 1e-15);
    }

    [Fact]
    public void Longer_prompts_cost_more_and_more_so_behind_what_is_cached()
    {
        Sheet.Lengths.Zip(Sheet.Lengths.Skip(1)).ShouldAllBe(pair => pair.First.Output < pair.Second.Output);
        Sheet.Lengths[^1].Rest.ShouldBeGreaterThan(Sheet.Lengths[^1].Input);
    }

    [Fact]
    public void A_fast_token_costs_the_ratio_asked_and_comes_sooner()
    {
        (Sheet.Cost(CostKind.FastOutput) / Sheet.Cost(CostKind.Output)).ShouldBe(2, 0.01);
        Sheet.Fast.SpeedRatio.ShouldBeInRange(1, Sheet.FastLimit);
        CostSheet dearest = CostSheetModel.Of(Request() with { FastPrice = 1e6 }, Stop);
        dearest.Fast.LimitReached.ShouldBeTrue();
        dearest.Fast.SpeedRatio.ShouldBe(Sheet.FastLimit, 1e-9);
    }

    [Fact]
    public void A_looser_time_makes_off_peak_tokens_no_dearer()
    {
        CostSheet quick = CostSheetModel.Of(Request() with
        {
            Plan = Request().Plan with
            {
                Workload = Request().Plan.Workload with { TimePerOutputToken = new Seconds(0.012) },
            },
        }, Stop);

        (quick.Cost(CostKind.BatchOutput) < 0.8 * quick.Cost(CostKind.Output)).ShouldBeTrue();
    }

    [Fact]
    public void A_pinned_layout_is_taken_with_its_best_batch_or_the_one_given()
    {
        CostSheetRequest pinned = Request() with { Layout = Sheet.Point.Decode with { Replicas = 1 } };
        CostSheetModel.Of(pinned, Stop).Cost(CostKind.Output).Value.ShouldBe(Sheet.Cost(CostKind.Output).Value, 1e-15);

        CostSheet small = CostSheetModel.Of(pinned with { Plan = pinned.Plan with { Batch = 8 } }, Stop);
        small.Point.BatchPerReplica.ShouldBe(8);
        small.Cost(CostKind.Output).ShouldBeGreaterThan(Sheet.Cost(CostKind.Output));
    }

    [Fact]
    public void The_work_of_every_line_holds()
    {
        Chalkline.Derivations.Derivation work = CostSheetModel.Work(Sheet, Stop);
        Chalkline.Derivations.Shown shown = new(work);
        PriceProposal.Of(Sheet, new(Mix, new(1024), 0.5, 0), 0.5).Show(ref shown);

        work.Verify().ShouldBeEmpty();
    }

    /// <summary>
    /// A drive holds ten times longer for the money but is slow to read: the devices' memory wins for a second, the
    /// drive for a day.
    /// </summary>
    [Fact]
    public void A_kept_token_waits_in_the_memory_that_costs_least()
    {
        CostSheet sheet = CostSheetModel.Of(
            Request() with { Tiers = [Tiers.OnDevice, Tiers.Drive], Kept = [new(0.01), new(86400)] }, Stop);

        sheet.TierFor(new(0.01)).Tier.ShouldBe("hbm");
        sheet.TierFor(new(86400)).Tier.ShouldBe("drive");
        sheet.DearestReturn().ShouldBe(sheet.TierFor(new(86400)).Retrieve);
        sheet.Lines.Count(line => line.Kind == CostKind.CachedInput).ShouldBe(2);
    }

    [Fact]
    public void Keeping_a_token_costs_what_the_comparison_of_tiers_says()
    {
        CostSheetRequest request = Request() with { Tiers = [Tiers.OnDevice, Tiers.Drive] };
        CostSheet sheet = CostSheetModel.Of(request, Stop);
        CacheTerms terms = Tiers.Terms(131072) with
        {
            Bandwidth = request.Plan.System.Accelerator.Memory.Bandwidth,
            Electricity = Tiers.Datum(new UsdPerKilowattHour(0.1)),
        };
        CacheCost drive = TierCosting.Of(Tiers.Drive, terms);
        CostLine[] writes = [.. sheet.Lines.Where(line => line.Kind == CostKind.CacheWrite)];

        foreach ((CostLine line, double kept) in writes.Zip([300.0, 3600.0]))
        {
            double total = drive.Total(new(kept)).Value;
            (line.Cost - sheet.Cost(CostKind.Input) + drive.Retrieve).Value.ShouldBe(total, 1e-9 * total);
            line.Split.Tier.ShouldBe(drive.Keep(new(kept)));
        }

        sheet[CostKind.CachedInput]!.Cost.ShouldBe(drive.Retrieve);
    }

    [Fact]
    public void Dearer_electricity_makes_keeping_dearer()
    {
        CostSheetRequest request = Request() with { Tiers = [Tiers.Drive] };
        CostSheet dear = CostSheetModel.Of(request with
        {
            Hardware = Rent(2) with
            {
                Power = new(new Watts(700), null) { Electricity = new(0.3), Effectiveness = 2 },
            },
        }, Stop);

        dear.CacheTerms.Electricity.Value.Value.ShouldBe(0.6, 1e-12);
        dear.TierFor(new(3600)).Energy.Value.ShouldBe(
            6 * CostSheetModel.Of(request, Stop).TierFor(new(3600)).Energy.Value, 1e-15);
    }

    /// <summary>What is proposed is read back as it was, each field of it.</summary>
    [Fact]
    public void A_price_sheet_is_read_back_as_it_was_proposed()
    {
        CostSheet costs = CostSheetModel.Of(Request() with { Tiers = [Tiers.Drive] }, Stop);
        PriceSheet sheet = PriceProposal.Of(costs, new(Mix, new(1024), 0.5, 0), 0.5).Sheet;
        PriceSheetList list = PriceSheetFile.Parse(PriceSheetWriter.Text(sheet), "sheet.json");
        PriceSheet back = list.Sheets.ShouldHaveSingleItem();

        list.Findings.ShouldBeEmpty();
        (back.Provider, back.Model, back.Source).ShouldBe((sheet.Provider, sheet.Model, sheet.Source));
        (back.LongestInput, back.LongestOutput).ShouldBe((sheet.LongestInput, sheet.LongestOutput));
        Prices(back).Zip(Prices(sheet)).ShouldAllBe(
            pair => Math.Abs(pair.First - pair.Second) <= 1e-12 * pair.Second);
        Prices(back).Count().ShouldBe(Prices(sheet).Count());

        static IEnumerable<double> Prices(PriceSheet one) =>
        [
            one.Input.Value, one.Output.Value, one.CachedInput!.Value.Value,
            .. one.CacheWrites.SelectMany(write => new[] { write.Kept.Value, write.Price.Value }),
            .. one.ContextTiers.SelectMany(tier => Pair(tier.Prices).Append(tier.Above.Value)),
            .. Pair(one.Batch!), .. Pair(one.Fast!),
        ];

        static IEnumerable<double> Pair(PricePair pair)
            => [pair.Input.Value, pair.Output.Value, pair.CachedInput?.Value ?? 0];
    }

    [Fact]
    public void Every_request_earns_the_margin_whatever_it_is() => Gen.Select(
        Gen.Double[-0.9, 6], Gen.Double[0, 1], Gen.Bool).Sample(
        (margin, batch, cached) =>
        {
            PriceProposal proposal = PriceProposal.Of(Sheet, new(Mix, new(1024), cached ? 0.5 : 0, batch), margin);

            proposal.Requests.ShouldAllBe(request => request.Margin >= margin - 1e-9);
            proposal.Margin.ShouldBeGreaterThanOrEqualTo(margin - 1e-9);
            proposal.Requests.Sum(request => request.Share).ShouldBe(1, 1e-9);
            (proposal.Sheet.CachedInput <= proposal.Sheet.Input).ShouldBeTrue();
            proposal.Sheet.ContextTiers.ShouldAllBe(tier => tier.Prices.Output >= proposal.Sheet.Output);
        },
        iter: 50);

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_margin_that_gives_tokens_away_is_refused(double margin)
        => Should.Throw<ChalkException>(() => PriceProposal.Of(Sheet, new(Mix, new(1024), 0, 0), margin));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-0.1, 0)]
    [InlineData(0, 1.1)]
    public void Traffic_of_impossible_shares_is_refused(double hits, double batch)
        => Should.Throw<ChalkException>(() => PriceProposal.Of(Sheet, new(Mix, new(1024), hits, batch), 0.5));

    [Fact]
    public void Prompts_that_do_not_fit_cannot_be_sold()
    {
        ImmutableArray<Tokens> lengths = [new(2048), new(5e6)];
        CostSheet sheet = CostSheetModel.Of(Request() with { Lengths = lengths }, Stop);

        sheet.TooLong!.Value.Value.ShouldBe(5e6);
        sheet.Lengths.Length.ShouldBe(1);
        Should.Throw<ChalkException>(() => PriceProposal.Of(
            sheet, new(
                LengthMix.Of(lengths.Select(length => (length, 1.0))),
                new(1024),
                0,
                0), 0.5)).Message.ShouldContain("do not fit");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void An_impossible_utilisation_is_refused(double utilisation)
        => Should.Throw<ChalkException>(() => CostSheetModel.Of(Request() with { Utilisation = utilisation }, Stop));

    [Fact]
    public void A_layout_that_does_not_fit_says_what_it_lacks()
    {
        CostSheetRequest request = Request();
        Should.Throw<ChalkException>(() => CostSheetModel.Of(request with { Layout = new Layout(4, 1, 1, 1, 1) }, Stop))
            .Message.ShouldContain("takes 4 devices");
        Should.Throw<ChalkException>(() => CostSheetModel.Of(request with
        {
            Plan = request.Plan with { Model = Catalogue.Model("llama-3.1-70b") },
            Layout = Layout.Single,
        }, Stop)).Message.ShouldContain("does not fit");
    }

    /// <summary>Hits in the devices' own memory are free; a reader of prices takes a zero for no price.</summary>
    [Fact]
    public void A_free_hit_is_read_back_as_no_price()
    {
        PriceSheet sheet = PriceProposal.Of(Sheet, new(Mix, new(1024), 0.5, 0), 0.5).Sheet;
        PriceSheetList list = PriceSheetFile.Parse(PriceSheetWriter.Text(sheet), "sheet.json");

        sheet.CachedInput.ShouldBe(new UsdPerToken(0));
        list.Sheets.ShouldHaveSingleItem().CachedInput.ShouldBeNull();
    }

    private static CostSheetRequest Request() => new()
    {
        Plan = new()
        {
            Model = Catalogue.Model("llama-3.1-8b"),
            System = Catalogue.System("h100x2"),
            Precision = Precision.Bf16,
            Workload = new(new(2048), new(1024), default) { TimePerOutputToken = new Seconds(0.05) },
            BatchesPerDoubling = 2,
        },
        Hardware = Rent(2),
        Utilisation = 0.8,
        HitRate = 0.5,
        Lengths = [.. Mix.Parts.Select(part => part.Length)],
    };

    private static RentedHardware Rent(double price)
        => new(new(price), null) { Power = new(new Watts(700), null), Shares = BillShares.Recalled };
}
