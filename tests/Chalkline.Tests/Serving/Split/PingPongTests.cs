using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Serving.Split;
using CsCheck;

namespace Chalkline.Tests.Serving.Split;

/// <summary>The ping-pong pipeline: MegaScale-Infer's example and conditions, and the plain twin.</summary>
public sealed class PingPongTests
{
    private static readonly Gen<double> Micros = Gen.Double[0.1, 500];

    private static readonly Gen<PingPong> Pipelines = Gen
        .Select(Micros, Micros, Micros, Micros, Gen.Int[1, 6], Gen.Int[1, 80])
        .Select((attention, feedForward, outward, back, microBatches, layers) => Of(
            attention, feedForward, outward, back, microBatches, layers));

    /// <summary>Theory notes, section 7, vector 21.</summary>
    [Fact]
    public void The_example_of_MegaScale_Infer_takes_18470_us_and_idles_10_8_percent()
    {
        PingPong example = Of(100, 90, 40, 40, 3, 61);
        (example.Total.Value * 1e6).ShouldBe(18_470, 1e-6);
        example.FeedForwardIdle.ShouldBe(0.108, 5e-4);
        (example.Iteration.Value * 1e6).ShouldBe(3 * 100 * 61, 1e-6);
        (example.First.Value * 1e6).ShouldBe(100 + 90 + 80 + (3 * 100 * 60), 1e-6);
    }

    [Theory]
    [InlineData(20, 2.4, 3)]
    [InlineData(49, 2.98, 3)]
    [InlineData(50, 3, 3)]
    [InlineData(51, 3.02, 4)]
    [InlineData(60, 3.2, 4)]
    [InlineData(100, 4, 4)]
    public void Three_micro_batches_suffice_while_the_link_takes_half_a_stage_and_four_up_to_one(
        double link, double least, int whole)
    {
        PingPong balanced = Of(100, 100, link, link, whole, 10);
        balanced.LeastMicroBatches.ShouldBe(least, 1e-9);
        balanced.WholeMicroBatches.ShouldBe(whole);
        balanced.LayerTime.Value.ShouldBe(whole * 100e-6, 1e-12, "they keep both sides busy");
        PingPong fewer = balanced with { MicroBatches = whole - 1 };
        fewer.LayerTime.ShouldBe(fewer.RoundTrip, "and one fewer does not");
    }

    [Fact]
    public void The_closed_form_is_the_step_by_step_pipeline() => Pipelines.Sample(pipeline =>
    {
        (Seconds first, Seconds last) = PingPongTwin.Run(pipeline);
        pipeline.First.Value.ShouldBe(first.Value, 1e-9 * first.Value, pipeline.ToString());
        pipeline.Total.Value.ShouldBe(last.Value, 1e-9 * last.Value, pipeline.ToString());

        // Tokens follow each other without a break: the second one's layers come right after the first one's.
        (Seconds second, _) = PingPongTwin.Run(pipeline with { Layers = 2 * pipeline.Layers });
        (second - first).Value.ShouldBe(pipeline.Iteration.Value, 1e-9 * second.Value);
    });

    [Fact]
    public void An_iteration_lies_within_the_bounds_of_MegaScale_Infer_where_its_conditions_hold() => Pipelines
        .Where(pipeline => pipeline.Pace == pipeline.Stage && pipeline.MicroBatches >= pipeline.LeastMicroBatches)
        .Sample(pipeline =>
        {
            double stage = pipeline.Stage.Value;
            double low = pipeline.RoundTrip.Value + (pipeline.MicroBatches * stage * (pipeline.Layers - 1));
            double high = pipeline.MicroBatches * stage * pipeline.Layers;
            pipeline.First.Value.ShouldBe(low, 1e-9 * high);
            pipeline.Iteration.Value.ShouldBe(high, 1e-9 * high);
            low.ShouldBeLessThanOrEqualTo(high * (1 + 1e-12));
            pipeline.Total.Value.ShouldBe(
                pipeline.RoundTrip.Value + (stage * ((pipeline.MicroBatches * pipeline.Layers) - 1)), 1e-9 * high);
        });

    [Fact]
    public void A_faster_part_never_hurts_and_idle_shares_are_shares() => Pipelines.Sample(pipeline =>
    {
        foreach (PingPong faster in (PingPong[])
        [
            pipeline with { Out = 0.5 * pipeline.Out }, pipeline with { Back = 0.5 * pipeline.Back },
            pipeline with { Attention = 0.5 * pipeline.Attention },
            pipeline with { FeedForward = 0.5 * pipeline.FeedForward },
        ])
        {
            faster.Iteration.ShouldBeLessThanOrEqualTo(pipeline.Iteration);
            faster.Total.Value.ShouldBeLessThanOrEqualTo(pipeline.Total.Value * (1 + 1e-12));
        }

        pipeline.FeedForwardIdle.ShouldBeInRange(0, 1);
        pipeline.AttentionIdle.ShouldBeInRange(0, 1);
    });

    /// <summary>Kinds that alternate, and a vocabulary at the end of each token, against the plain pipeline.</summary>
    [Fact]
    public void The_schedule_of_several_kinds_is_the_step_by_step_pipeline() => Gen
        .Select(Pipelines, Pipelines, Micros, Gen.Int[1, 5], Gen.Int[1, 40])
        .Sample((odd, even, head, microBatches, pairs) =>
        {
            int[] order = [.. Enumerable.Range(0, pairs).SelectMany(_ => (int[])[0, 1])];
            Seconds token = PingPongSchedule.Token([odd, even], order, Micro(head), microBatches);
            PingPong[] layers = [.. order.Select(kind => kind == 0 ? odd : even)];
            layers[0] = layers[0] with { Attention = layers[0].Attention + Micro(head) };
            (Seconds second, _) = PingPongTwin.Run([.. layers, .. layers], microBatches);
            (Seconds third, _) = PingPongTwin.Run([.. layers, .. layers, .. layers], microBatches);
            token.Value.ShouldBe((third - second).Value, 1e-9 * third.Value);
        });

    [Fact]
    public void The_schedule_of_one_kind_is_the_closed_form() => Pipelines.Sample(pipeline =>
    {
        int[] order = new int[(int)pipeline.Layers];
        PingPongSchedule.Token([pipeline], order, Seconds.Zero, pipeline.MicroBatches).Value
            .ShouldBe(pipeline.Iteration.Value, 1e-9 * pipeline.Iteration.Value);
    });

    [Fact]
    public void The_work_shown_is_the_layer_time()
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        PingPong pipeline = Of(100, 90, 40, 60, 3, 61);
        pipeline.TimeLayer(ref shown).ShouldBe(pipeline.LayerTime);
        DerivationVerifier.Verify(derivation).ShouldBeEmpty();
    }

    private static PingPong Of(
        double attention, double feedForward, double outward, double back, int microBatches, double layers)
        => new(Micro(attention), Micro(feedForward), Micro(outward), Micro(back), microBatches, layers);

    private static Seconds Micro(double time) => new(time * 1e-6);
}
