using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;
using Chalkline.Workloads;
using CsCheck;

namespace Chalkline.Tests.Serving.Split;

/// <summary>Splits against single pools: what the search keeps, what is proved, and what was published.</summary>
public sealed class SplitSearchTests
{
    private static readonly Precision Fp8 = Precision.Uniform(NumberFormat.Fp8, NumberFormat.Fp8);

    [Fact]
    public void A_split_keeps_to_its_devices_memory_and_TPOT()
    {
        foreach (string model in (string[])["deepseek-v3", "qwen3-235b-a22b", "gpt-oss-120b", "llama-3.1-70b"])
        {
            SplitRequest request = Ask(model, "hgx-h100", 32);
            SplitStudy study = SplitSearch.Study(request);
            SplitPoint split = study.Split.ShouldNotBeNull(model);
            (split.AttentionDevices + split.FeedForwardDevices).ShouldBeLessThanOrEqualTo(32);
            split.TimePerOutputToken.ShouldBeLessThanOrEqualTo(request.Workload.TimePerOutputToken!.Value);
            (split.MicroBatches * split.SequencesPerMicroBatch).ShouldBeLessThanOrEqualTo((int)split.Room);
            split.AttentionBusy.ShouldBeInRange(0, 1);
            split.FeedForwardBusy.ShouldBeInRange(0, 1);
            study.Gain.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(study.FreeLinkGain.ShouldNotBeNull() * (1 + 1e-12));
            SplitPoint again = SplitSearch.Time(
                request,
                split.AttentionWorker,
                split.AttentionWorkers,
                split.FeedForward,
                split.MicroBatches,
                split.SequencesPerMicroBatch);
            again.ShouldBe(split with { Room = again.Room });
            study.Verdict.ShouldContain("A layer takes");
        }
    }

    /// <summary>One pool over one domain takes the time of the pass that <c>chalk serve</c> times.</summary>
    [Fact]
    public void One_pool_in_one_micro_batch_is_the_pass()
    {
        SplitRequest request = Ask("deepseek-v3", "gb200-nvl72", 64);
        Layout layout = new(1, 1, 64, 64, 1);
        PassModel pass = PassModel.Prepare(request.Model, request.AttentionOn, layout, Fp8);
        PassLoad load = Catalogue.Decode(layout, 64 * 100, request.Workload.MeanContext.Value);
        double expected = pass.Time(load).Estimate.Value;
        SplitSearch.TimePool(request, layout, 1, 100).TimePerOutputToken.Value.ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void A_faster_link_never_hurts()
    {
        double last = 0;
        foreach (double times in (double[])[0.5, 1, 2, 4, 8, 100])
        {
            SplitRequest request = Ask("deepseek-v3", "hgx-h100", 64);
            MachineSystem faster = Faster(request.AttentionOn, times);
            SplitStudy study = SplitSearch.Study(request with { AttentionOn = faster, FeedForwardOn = faster });
            double rate = study.Split!.PerDevice.Value;
            rate.ShouldBeGreaterThanOrEqualTo(last);
            last = rate;
        }
    }

    /// <summary>
    /// What a split can gain on equal devices with a free link, proved for ideal kernels. n T(B / n) grows with n by
    /// no more than the time of reading the weights, and a split passes over attention weights m n_A times where the
    /// pool does N times. So the pool's device time is at most the split's and that of the weight readings saved;
    /// routed experts are read no less often by more micro-batches. Without such savings (or more room) it cannot pay.
    /// </summary>
    [Fact]
    public void On_equal_devices_a_split_gains_no_more_than_the_weight_readings_it_saves() => Gen
        .Select(Gen.Int[2, 5], Gen.Int[1, 4], Gen.Int[1, 64], Gen.Int[2, 60_000])
        .Sample(
            (power, microBatches, unit, context) =>
            {
                const int devices = 64;
                SplitRequest request = Ask("deepseek-v3", "gb200-nvl72", devices) with
                {
                    Efficiency = Efficiency.Ideal,
                    Workload = new(new(context), new(2), new(0)),
                };

                // A batch that divides over 64 devices and over m x workers alike.
                int there = 1 << power;
                int workers = devices - there;
                int size = unit * devices;
                int batch = microBatches * workers * size;
                SplitPoint split = SplitSearch.Time(
                    request, Layout.Single, workers, new(1, 1, there, there, 1), microBatches, size);
                PoolPoint pool = SplitSearch.TimePool(request, new(1, 1, devices, 64, 1), 1, batch / devices);
                SidePass one = request.Prepare(request.AttentionOn, new(1, 1, devices, 64, 1))!;
                Seconds exchange = Exchange(request, one, batch);
                double saved = Math.Max(0, devices - (microBatches * workers))
                    + Math.Max(0, devices - (microBatches * there));
                Bytes weights = one.Weights(SplitSide.Attention) + one.Weights(SplitSide.FeedForward);
                Seconds reading = weights / request.AttentionOn.Accelerator.Memory.Bandwidth.Value;
                Seconds most = (devices * split.TimePerOutputToken) + (saved * reading);
                (devices * (pool.TimePerOutputToken - exchange)).Value
                    .ShouldBeLessThanOrEqualTo(most.Value * (1 + 1e-9));
            },
            iter: 60);

    /// <summary>
    /// Peers, section 3b: light-llm-simulator has a split of DeepSeek on H100 at 0.88 (50 ms) and 0.81 (100 ms) of
    /// expert parallelism in one pool. The link of 50 GB/s is 1.5 % of the memory's bandwidth and is to blame.
    /// </summary>
    [Theory]
    [InlineData(32, 0.05)]
    [InlineData(64, 0.05)]
    [InlineData(128, 0.1)]
    public void On_H100_over_scale_out_a_split_of_DeepSeek_does_not_pay(int devices, double limit)
    {
        foreach (Fidelity fidelity in (Fidelity[])[Fidelity.Operator, Fidelity.Calibrated])
        {
            SplitRequest request = Ask("deepseek-v3", "hgx-h100", devices, limit) with
            {
                Fidelity = fidelity,
                Calibrations = Catalogue.Calibrations,
            };
            SplitStudy study = SplitSearch.Study(request);
            study.Gain!.Value.ShouldBeInRange(0.6, 0.95);
            study.LinkOverMemory.ShouldBe(0.0149, 1e-4);
            study.Verdict.ShouldContain("does not pay");
        }
    }

    /// <summary>
    /// Step-3's own measurements (arXiv 2507.19427, H800, 50 ms, no speculation): a fixed number of devices on each
    /// side, calibrated times, nothing fitted to them.
    /// </summary>
    [Theory]
    [InlineData(32, 4096, 4039)]
    [InlineData(48, 8192, 2643)]
    [InlineData(144, 32768, 898)]
    public void Step_3_is_served_as_fast_as_measured_within_a_sixth(int devices, int context, double measured)
    {
        SplitRequest request = Ask("step3", "hgx-h800", devices) with
        {
            FeedForwardDevices = 16,
            Workload = new(new(context), new(1), new(0)) { TimePerOutputToken = new(0.05) },
            Fidelity = Fidelity.Calibrated,
            Calibrations = Catalogue.Calibrations,
        };
        SplitPoint split = SplitSearch.Study(request).Split!;
        split.MicroBatches.ShouldBe(3);
        (split.PerDevice.Value / measured).ShouldBeInRange(6 / 7.0, 7 / 6.0);
    }

    [Fact]
    public void A_ratio_sized_for_one_context_is_wrong_at_another()
    {
        SplitRequest request = Ask("deepseek-v3", "gb200-nvl72", 64);
        SplitPoint sized = SplitSearch.Study(request).Split!;
        Workload shorter = request.Workload with { Input = new(1024) };
        SplitPoint kept = SplitSearch.Drift(request, sized, shorter)!;
        SplitPoint fitted = SplitSearch.Study(request with { Workload = shorter }).Split!;
        kept.FeedForwardDevices.ShouldBe(sized.FeedForwardDevices);
        kept.AttentionBusy.ShouldBeLessThan(0.7);
        fitted.PerDevice.ShouldBeGreaterThan(kept.PerDevice);
        SplitSearch.Drift(request, sized, request.Workload).ShouldBe(sized);
        SplitSearch.Drift(request, sized, request.Workload with { Input = new(100_000_000) }).ShouldBeNull();
    }

    [Fact]
    public void Mixed_devices_are_paid_for_each_at_its_price()
    {
        SplitRequest request = Ask("step3", "hgx-h20", 64) with
        {
            FeedForwardOn = Catalogue.System("hgx-h800"),
            AttentionPrice = new(0.8),
            FeedForwardPrice = new(2),
        };
        SplitStudy study = SplitSearch.Study(request);
        SplitPoint split = study.Split!;
        double hourly = (split.AttentionDevices * 0.8) + (split.FeedForwardDevices * 2.0);
        split.Cost!.Value.Value.ShouldBe(hourly / 3600 / split.Throughput.Value, 1e-12);
        study.FeedForwardPool.ShouldNotBeNull().System.ShouldBe("hgx-h800");
        study.Gain.ShouldBe(study.Pool!.Cost!.Value / split.Cost.Value);
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_in_a_sentence()
    {
        SplitRequest request = Ask("deepseek-v3", "hgx-h100", 32);
        Refused(request with { Devices = 1 }, "takes 2 to 4,096");
        Refused(request with { Fidelity = Fidelity.Chalk }, "no operators to split");
        Refused(request with { FeedForwardDevices = 32 }, "name 1 to 31");
        MachineSystem alone = request.FeedForwardOn with { Id = "other", ScaleOut = null };
        Refused(request with { FeedForwardOn = alone }, "no scale-out network");
        Should.Throw<ChalkException>(() => SplitSearch.Time(request, Layout.Single, 0, new(1, 1, 8, 8, 1), 3, 1))
            .Message.ShouldContain("0 attention workers");
        Should.Throw<ChalkException>(() => SplitSearch.Time(request, new(7, 1, 1, 1, 1), 1, new(1, 1, 8, 8, 1), 3, 1))
            .Message.ShouldContain("no layout");
        Should.Throw<ChalkException>(() => SplitSearch.Time(request, Layout.Single, 1, new(1, 1, 7, 7, 1), 3, 1))
            .Message.ShouldContain("feed-forward side");
        Should.Throw<ChalkException>(() => SplitSearch.TimePool(request, Layout.Single, 0, 1))
            .Message.ShouldContain("micro-batches");
        Should.Throw<ChalkException>(() => SplitSearch.TimePool(request, new(7, 1, 1, 1, 1), 1, 1))
            .Message.ShouldContain("one pool");
    }

    [Fact]
    public void The_same_question_gets_the_same_answer()
    {
        SplitRequest request = Ask("gpt-oss-120b", "hgx-h100", 24);
        SplitSearch.Study(request).ShouldBe(SplitSearch.Study(request));
    }

    [Fact]
    public void A_model_that_fits_nowhere_has_no_split_and_says_so()
    {
        SplitStudy study = SplitSearch.Study(Ask("kimi-k2-instruct", "hgx-h100", 2));
        study.Split.ShouldBeNull();
        study.Gain.ShouldBeNull();
        study.Verdict.ShouldBe("No split of 2 devices fits memory and TPOT.");
    }

    private static void Refused(SplitRequest request, string words)
        => Should.Throw<ChalkException>(() => SplitSearch.Study(request)).Message.ShouldContain(words);

    private static SplitRequest Ask(string model, string system, int devices, double limit = 0.05) => new()
    {
        Model = Catalogue.Model(model),
        Precision = Fp8,
        Workload = new(new(4096), new(1024), new(0)) { TimePerOutputToken = new(limit) },
        AttentionOn = Catalogue.System(system),
        FeedForwardOn = Catalogue.System(system),
        Devices = devices,
    };

    private static MachineSystem Faster(MachineSystem system, double times)
    {
        Network outer = system.ScaleOut!;
        return system with
        {
            ScaleOut = outer with { Bandwidth = outer.Bandwidth with { Value = times * outer.Bandwidth.Value } },
        };
    }

    /// <summary>Time of dispatch and combine in all layers of the pool, which runs them one after another.</summary>
    private static Seconds Exchange(SplitRequest request, SidePass pool, double batch)
    {
        Seconds sum = Seconds.Zero;
        foreach (LayerGroup group in pool.Groups)
        {
            ActivationLink link = ActivationLink.Within(
                request.AttentionOn, pool.Layout, group.Layer.FeedForward, request.Efficiency);
            sum += group.Count * (link.Time(new(batch), request.OutWidth) + link.Time(new(batch), request.BackWidth));
        }

        return sum;
    }
}
