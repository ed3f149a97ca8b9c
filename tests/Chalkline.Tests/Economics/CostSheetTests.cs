using System.Collections.Immutable;
using Chalkline.Economics;
using Chalkline.Economics.CostSheets;
using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Tests.Serving;
using CsCheck;

namespace Chalkline.Tests.Economics;

/// <summary>Cost sheets of a small model on two devices, and prices built on them.</summary>
public sealed class CostSheetTests
{
    private static readonly LengthMix Mix = LengthMix.Of(
        [(new Tokens(2048), 6), (new Tokens(8192), 3), (new Tokens(30000), 1)]);

    private static readonly CostSheet Sheet = CostSheetModel.Of(Request());

    [Fact]
    public void The_operating_point_is_that_of_the_plan_at_that_price()
    {
        Plan plan = Planner.Search(Request().Plan with { Price = new UsdPerDeviceHour(2) });

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

    [Fact]
    public void All_devices_sold_at_cost_pay_for_themselves()
    {
        // A day at the operating point: tokens made and sold for 80 % of the time bring what all devices cost.
        ServingPoint point = Sheet.Point;
        double seconds = 0.8 * 86400;
        double requests = point.Throughput.Value / 1024 * seconds;
        double brought = requests * (
            (2048 * Sheet.Cost(CostKind.Input).Value) + (1024 * Sheet.Cost(CostKind.Output).Value));
        brought.ShouldBe(2 * 24 * point.DevicesPaid, 1e-6 * brought);
    }

    [Fact]
    public void Twice_the_price_or_half_the_use_costs_twice_as_much()
    {
        CostSheet dear = CostSheetModel.Of(Request() with { Hardware = Rent(4) });
        CostSheet idle = CostSheetModel.Of(Request() with { Utilisation = 0.4 });

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
        CostSheet dearest = CostSheetModel.Of(Request() with { FastPrice = 1e6 });
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
        });

        (quick.Cost(CostKind.BatchOutput) < 0.8 * quick.Cost(CostKind.Output)).ShouldBeTrue();
    }

    [Fact]
    public void A_pinned_layout_is_taken_with_its_best_batch_or_the_one_given()
    {
        CostSheetRequest pinned = Request() with { Layout = Sheet.Point.Decode with { Replicas = 1 } };
        CostSheetModel.Of(pinned).Cost(CostKind.Output).Value.ShouldBe(Sheet.Cost(CostKind.Output).Value, 1e-15);

        CostSheet small = CostSheetModel.Of(pinned with { Plan = pinned.Plan with { Batch = 8 } });
        small.Point.BatchPerReplica.ShouldBe(8);
        small.Cost(CostKind.Output).ShouldBeGreaterThan(Sheet.Cost(CostKind.Output));
    }

    [Fact]
    public void The_work_of_every_line_holds()
    {
        Chalkline.Derivations.Derivation work = CostSheetModel.Work(Sheet);
        Chalkline.Derivations.Shown shown = new(work);
        PriceProposal.Of(Sheet, new(Mix, new(1024), 0.5, 0), 0.5).Show(ref shown);

        work.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void A_kept_token_waits_in_the_memory_that_costs_least()
    {
        IKeptToken[] tiers = [new Tier("near", 0, 2), new Tier("far", 50, 0.1)];
        CostSheet sheet = CostSheetModel.Of(Request() with { Tiers = [.. tiers], Kept = [new(10), new(100)] });

        // 10 s: 20 near, 51 far; 100 s: 200 near, 60 far.
        sheet.TierFor(new(10)).Tier.ShouldBe("near");
        sheet.TierFor(new(100)).Tier.ShouldBe("far");
        (sheet.DearestReturn().Value * 1e6).ShouldBe(50, 1e-9);
        CostLine[] writes = [.. sheet.Lines.Where(line => line.Kind == CostKind.CacheWrite)];
        ((writes[0].Cost - sheet.Cost(CostKind.Input)).Value * 1e6).ShouldBe(20, 1e-6);
        ((writes[1].Cost - sheet.Cost(CostKind.Input)).Value * 1e6).ShouldBe(10, 1e-6);
    }

    /// <summary>
    /// Lecture, 6C checks: 2,048 B a token in 192 GB at 2 $ an hour is 0.021 $ a million tokens and hour; 70,272 B
    /// 0.73.
    /// </summary>
    [Theory]
    [InlineData(2048, 0.0213)]
    [InlineData(70272, 0.732)]
    [InlineData(430e3, 4.48)]
    public void Rent_of_the_devices_memory_by_the_hour(double keyValue, double dollars)
        => (
            new TierCost(
                "HBM",
                new(keyValue),
                new(192e9),
                null,
                new(2)).Hold(new(3600)).Value * 1e6).ShouldBe(dollars, 0.005 * dollars);

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
        CostSheet sheet = CostSheetModel.Of(Request() with { Lengths = lengths });

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
        => Should.Throw<ChalkException>(() => CostSheetModel.Of(Request() with { Utilisation = utilisation }));

    [Fact]
    public void A_layout_that_does_not_fit_says_what_it_lacks()
    {
        CostSheetRequest request = Request();
        Should.Throw<ChalkException>(() => CostSheetModel.Of(request with { Layout = new Layout(4, 1, 1, 1, 1) }))
            .Message.ShouldContain("takes 4 devices");
        Should.Throw<ChalkException>(() => CostSheetModel.Of(request with
        {
            Plan = request.Plan with { Model = Catalogue.Model("llama-3.1-70b") },
            Layout = Layout.Single,
        })).Message.ShouldContain("does not fit");
    }

    [Fact]
    public void A_price_sheet_is_written_in_dollars_a_million()
    {
        PriceSheet sheet = PriceProposal.Of(Sheet, new(Mix, new(1024), 0.5, 0), 0.5).Sheet;
        System.Text.Json.JsonElement json = System.Text.Json.JsonElement.Parse(PriceSheetText.Of(sheet));

        json.GetProperty("unit").GetString().ShouldBe("$/Mtok");
        json.GetProperty("input").GetDouble().ShouldBe(sheet.Input.Value * 1e6, 1e-9);
        json.GetProperty("output").GetDouble().ShouldBe(sheet.Output.Value * 1e6, 1e-9);
        json.GetProperty("cacheWrites").GetArrayLength().ShouldBe(2);
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

    /// <summary>A memory with costs in dollars a million tokens, and a second.</summary>
    private sealed record Tier(string Name, double Get, double Keep) : IKeptToken
    {
        string IKeptToken.Tier => Name;

        public UsdPerToken Retrieve => new(Get / 1e6);

        public string Note => "";

        public UsdPerToken Hold(Seconds time) => new(Keep * time.Value / 1e6);
    }
}
