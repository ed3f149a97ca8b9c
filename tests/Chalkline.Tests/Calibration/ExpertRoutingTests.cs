using Chalkline.Calibration;
using CsCheck;

namespace Chalkline.Tests.Calibration;

public sealed class ExpertRoutingTests
{
    private static readonly Gen<ExpertRouting> Routings =
        from experts in Gen.Int[3, 9]
        from ranks in Gen.Int[0, 5]
        from visits in Gen.Int[1, 8]
        from skew in Gen.OneOf(Gen.Const(0.0), Gen.Double[0.2, 2.5])
        select new ExpertRouting(1 << experts, visits, 1 << Math.Min(experts, ranks), skew);

    /// <summary>DeepSeek-V3: 256 experts, 8 a token.</summary>
    [Theory]
    [InlineData(1, 8 / 256.0)]
    [InlineData(16, 0.39828)]
    [InlineData(64, 0.86891)]
    public void Uniform_popularity_leaves_an_expert_alone_with_the_chance_of_all_tokens_going_elsewhere(
        double tokens, double share)
        => new ExpertRouting(256, 8, 1, 0).Touched(tokens).ShouldBe(share, 1e-4);

    [Fact]
    public void Copies_of_the_most_popular_even_the_ranks_out()
    {
        // 32 copies of 256 experts on 32 ranks, exponent 1.2: nine experts a rank, the eighth most popular in halves.
        ExpertRouting once = new(256, 8, 32, 1.2);
        ExpertRouting copied = new(288, 8, 32, 1.2) { Copies = 32 };

        (copied.Hottest(4096) - 1).ShouldBeLessThan(0.85 * (once.Hottest(4096) - 1));
        copied.Hottest(4096).ShouldBeGreaterThan(new ExpertRouting(288, 8, 32, 0).Hottest(4096));
    }

    [Fact]
    public void Copies_change_nothing_where_all_are_asked_for_alike()
        => (new ExpertRouting(288, 8, 32, 0) { Copies = 32 }).Hottest(4096).ShouldBe(new ExpertRouting(288, 8, 32, 0).Hottest(4096));

    [Fact]
    public void Copies_up_to_an_eighth_never_fill_a_rank_more() => Gen.Select(Gen.Double[0.3, 1.6], Gen.Int[64, 8192]).Sample(
        (skew, tokens) =>
        {
            double Fullest(int copies) => new ExpertRouting(256 + copies, 8, 32, skew) { Copies = copies }.Hottest(tokens);
            Fullest(32).ShouldBeLessThanOrEqualTo(1.001 * Fullest(0));
        },
        iter: 50);

    [Fact]
    public void An_even_deal_touches_an_expert_with_each_visit_until_all_are_touched()
    {
        ExpertRouting routing = new(256, 8, 1, 0);
        routing.TouchedEvenly(16).ShouldBe(0.5);
        routing.TouchedEvenly(32).ShouldBe(1);
        routing.TouchedEvenly(4096).ShouldBe(1);
    }

    [Fact]
    public void A_full_rank_has_more_experts_that_someone_visits()
    {
        ExpertRouting routing = new(256, 8, 32, 1.2);
        routing.TouchedEvenly(64, 2).ShouldBeGreaterThan(routing.TouchedEvenly(64) * 1.1);
        routing.TouchedEvenly(64, 1000).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void One_rank_is_its_own_mean() => new ExpertRouting(256, 8, 1, 1.2).Hottest(64).ShouldBe(1);

    [Fact]
    public void A_single_visit_is_all_on_one_rank()
        => new ExpertRouting(8, 1, 8, 0).Hottest(1).ShouldBe(8, 1e-9);

    [Fact]
    public void No_rank_gets_more_visits_than_there_are_tokens_for_its_experts()
        => new ExpertRouting(8, 2, 8, 3).Hottest(1024).ShouldBeLessThanOrEqualTo(4 + 1e-9);

    [Fact]
    public void More_tokens_touch_no_fewer_experts_and_bring_no_less_to_the_fullest_rank()
        => Gen.Select(Routings, Gen.Double[1, 40000], Gen.Double[1, 4], Gen.Bool).Sample(
            (routing, tokens, more, even) =>
            {
                routing.Touched(tokens * more).ShouldBeGreaterThanOrEqualTo(routing.Touched(tokens) - 1e-6);
                routing.TouchedEvenly(tokens * more).ShouldBeGreaterThanOrEqualTo(routing.TouchedEvenly(tokens) - 1e-6);
                (more * routing.Hottest(tokens * more, even))
                    .ShouldBeGreaterThanOrEqualTo(routing.Hottest(tokens, even) * (1 - 1e-6));
            });

    [Fact]
    public void Shares_and_ratios_stay_in_their_limits()
        => Gen.Select(Routings, Gen.Double[1, 1e6]).Sample((routing, tokens) =>
        {
            double least = routing.ExpertsPerToken / routing.Experts;
            routing.Touched(tokens).ShouldBeInRange(0, 1);
            routing.TouchedEvenly(tokens).ShouldBeInRange(Math.Min(least, 0.02), 1 + 1e-9);
            routing.Hottest(tokens).ShouldBeInRange(1, routing.Ranks);
        });

    /// <summary>The plain twin: tokens that draw their experts, ranks that are counted.</summary>
    [Theory]
    [InlineData(256, 8, 32, 0, 16, 0.06)]
    [InlineData(256, 8, 32, 0, 128, 0.04)]
    [InlineData(256, 8, 8, 0, 512, 0.02)]
    [InlineData(128, 8, 16, 0, 64, 0.04)]
    [InlineData(128, 4, 8, 1.2, 256, 0.12)]
    [InlineData(256, 8, 32, 1.2, 128, 0.12)]
    [InlineData(256, 8, 8, 1.2, 1024, 0.12)]
    [InlineData(256, 8, 8, 0.6, 1024, 0.12)]
    public void Agrees_with_tokens_that_draw_their_experts(
        int experts, int visits, int ranks, double skew, int tokens, double tolerance)
    {
        ExpertRouting routing = new(experts, visits, ranks, skew);
        (double touched, double hottest) = ExpertRoutingDraws.Run(routing, tokens, 400);
        routing.Touched(tokens).ShouldBe(touched, tolerance * touched);
        routing.Hottest(tokens).ShouldBe(hottest, tolerance * hottest);
    }

    [Fact]
    public void Allocates_nothing()
    {
        ExpertRouting routing = new(256, 8, 32, 1.2);
        double sum = routing.Touched(100) + routing.Hottest(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 100; i++)
        {
            sum += routing.Touched(i) + routing.Hottest(i) + routing.TouchedEvenly(i);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }
}
