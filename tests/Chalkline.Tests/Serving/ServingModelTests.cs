using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Tests.Serving;

public sealed class ServingModelTests
{
    private static readonly Model Llama = Catalogue.Model("llama-3.1-70b");

    private static ServingModel Model(
        string model, string system, Layout layout, double input, double output, double prefix = 0)
        => new(
            PassModel.Prepare(Catalogue.Model(model), Catalogue.System(system), layout, Precision.Bf16),
            new(new(input), new(output), new(prefix)),
            Fidelity.Operator);

    [Fact]
    public void A_batch_smaller_than_the_stages_leaves_stages_idle_and_does_not_split_a_sequence()
    {
        ServingModel model = Model("llama-3.1-70b", "h100x8", new(2, 4, 1, 1, 1), 2048, 256);
        Seconds one = model.Decode(1).Time;
        model.Decode(4).Time.ShouldBe(one);
        model.Decode(8).Time.ShouldBeGreaterThan(one);
        model.Decode(1).Stage.Cost.Cache.Value.ShouldBe(model.Decode(4).Stage.Cost.Cache.Value);
    }

    [Fact]
    public void Fewer_micro_batches_than_stages_only_wait_and_more_hide_the_hand_over()
    {
        ServingModel model = Model("llama-3.1-70b", "h100x16", new(4, 4, 1, 1, 1), 2048, 256);
        for (double batch = 8; batch <= 512; batch *= 2)
        {
            Seconds filled = model.Decode(batch).Time;
            model.Decode(batch, 4).Time.ShouldBe(filled);
            model.Decode(batch, 2).Time.ShouldBe(4 * model.Decode(batch / 2 * 4).Stage.Estimate, $"{batch} in two micro-batches");
            model.Decode(batch, 2).Time.ShouldBeGreaterThanOrEqualTo(filled);
            DecodeStep doubled = model.Decode(batch, 8);
            doubled.Time.ShouldBeGreaterThanOrEqualTo(4 * doubled.Stage.Estimate, "a micro-batch goes through every stage");
            doubled.Time.ShouldBeLessThan(8 * doubled.Stage.Estimate, "hand-overs are hidden");
        }

        // As many passes of half the size read the weights twice: it pays only where they are few beside the rest.
        model.Decode(8, 8).Time.ShouldBeGreaterThan(model.Decode(8).Time);
    }

    [Fact]
    public void Two_micro_batches_hide_the_exchange_of_experts_where_that_is_allowed()
    {
        ServingModel plain = Model("deepseek-v3", "h200x32", new(1, 1, 32, 32, 1), 4096, 512);
        ServingModel hides = new(plain.Pass, new(new(4096), new(512), default), Fidelity.Operator) { HidesExchange = true };
        DecodeStep half = plain.Decode(1024);
        hides.Decode(2048, 1).ShouldBe(plain.Decode(2048));
        hides.Decode(2048, 2).Time.Value.ShouldBe(
            Math.Max(half.Time.Value, 2 * Math.Max((half.Time - half.Stage.Exchange).Value, half.Stage.Exchange.Value)), 1e-12);
        plain.Decode(2048, 2).Time.ShouldBe(2 * half.Time, "without, halves follow one another");
    }

    [Fact]
    public void Stages_that_share_a_domain_hand_over_inside_it()
    {
        Operator[] shared = [.. HandOvers(Model("llama-3.1-70b", "h100x16", new(4, 4, 1, 1, 1), 2048, 256))];
        shared.Select(op => (op.Name, op.Count)).ShouldBe([("stage boundary", 0.5), ("stage boundary between domains", 0.5)]);
        HandOvers(Model("llama-3.1-70b", "h100x16", new(8, 2, 1, 1, 1), 2048, 256)).Single().Name.ShouldBe("stage boundary between domains");
        HandOvers(Model("llama-3.1-70b", "h100x8", new(2, 4, 1, 1, 1), 2048, 256)).Single().Name.ShouldBe("stage boundary");

        static IEnumerable<Operator> HandOvers(ServingModel model) => model.Pass.Operators.ToArray().Where(op => op.IsHandOver);
    }

    [Fact]
    public void Prompts_are_batched_no_further_than_their_cache_fits()
    {
        // Peers, section 6.5: a tool forgets the KV that prefill writes and prints a prefill batch of 4,194.
        ServingModel roomy = Model("qwen2.5-72b", "h200x32", new(8, 1, 1, 1, 1), 100, 100);
        roomy.PromptsPerPrefill.ShouldBe(Math.Floor(8192 / 100.0));

        // The same machine with memory for the weights and ten prompts and a half.
        MachineSystem system = roomy.Pass.System;
        MemoryTier memory = system.Accelerator.Memory;
        Bytes prompt = roomy.Footprint.KeyValue(new(100));
        Bytes needed = roomy.Footprint.AllWeights + roomy.Footprint.Workspace + (10.5 * prompt);
        MachineSystem small = system with
        {
            Accelerator = system.Accelerator with
            {
                Memory = memory with { Capacity = memory.Capacity with { Value = needed / Footprint.UsableShare } },
            },
        };
        ServingModel tight = new(
            PassModel.Prepare(roomy.Pass.Model, small, roomy.Pass.Layout, Precision.Bf16),
            new(new(100), new(100), new(0)),
            Fidelity.Operator);
        tight.PromptsPerPrefill.ShouldBe(10);
    }

    [Fact]
    public void Prefill_writes_cache_that_counts_against_the_memory()
    {
        ServingModel small = Model("llama-3.1-70b", "h100x8", new(8, 1, 1, 1, 1), 2048, 256);
        ServingModel large = Model("llama-3.1-70b", "h100x8", new(8, 1, 1, 1, 1), 4096, 256);
        small.LargestBatch.ShouldBeGreaterThan(large.LargestBatch);
        large.LargestBatch.ShouldBe(Math.Floor(large.Footprint.Room / large.Footprint.KeyValue(new(4352))));
    }

    [Fact]
    public void A_cached_prefix_shortens_prefill_and_leaves_decode_alone()
    {
        ServingModel plain = Model("deepseek-v3", "gb200-nvl72", new(1, 1, 32, 32, 1), 4096, 512);
        ServingModel cached = Model("deepseek-v3", "gb200-nvl72", new(1, 1, 32, 32, 1), 4096, 512, 3072);
        cached.PrefillShare.ShouldBeLessThan(plain.PrefillShare);
        cached.Decode(1024).ShouldBe(plain.Decode(1024));
    }

    [Fact]
    public void Steady_state_obeys_its_own_balance()
    {
        // Every TPOT, batch/output requests finish and as many are prefilled.
        ServingModel model = Model("llama-3.1-70b", "h100x8", new(8, 1, 1, 1, 1), 2048, 256);
        Quiet quiet = default;
        AggregatedTime time = model.Aggregated(32, model.Parts, ref quiet);
        Seconds newcomers = 32 / 256.0 * model.PrefillShare;
        time.TimePerOutputToken.Value.ShouldBe((model.Decode(32).Time + newcomers).Value, 1e-15);
        time.TimeToFirstToken.ShouldBe(model.Decode(32).Time + model.PrefillLatency);
    }

    [Fact]
    public void A_study_counts_the_cache_of_its_context_and_not_of_one_token_more()
    {
        foreach (double context in new double[] { 1, 10, 8192 })
        {
            Study(context).Roofline.KeyValue.Value.ShouldBe(327_680, 1e-6);
        }
    }

    [Fact]
    public void A_study_reads_the_weights_that_the_model_has()
    {
        Roofline roofline = Study(4096).Roofline;
        (roofline.Total * roofline.WeightWidth).Value
            .ShouldBe(2 * ParameterCount.Count(Llama).Total.Value, 1e-3 * 2 * ParameterCount.Count(Llama).Total.Value);
        Study(4096).ProvedFloor.ShouldBeLessThanOrEqualTo(roofline.Time(1, new(4096)).Pass);
    }

    [Fact]
    public void A_handover_is_paid_on_the_network_that_joins_the_pools()
    {
        ServingModel model = Model("llama-3.1-70b", "h200x32", new(8, 1, 1, 1, 1), 4096, 512);
        Network outer = model.Pass.System.ScaleOut.ShouldNotBeNull();
        double bytes = 4096 * 327_680.0 / 8;
        model.Transfer(sameDomain: false).Value
            .ShouldBe(outer.Latency.Value.Value + (bytes / (0.75 * outer.Bandwidth.Value.Value)), 1e-9);
        model.Transfer(sameDomain: true).ShouldBeLessThan(model.Transfer(sameDomain: false));
    }

    private static RooflineStudy Study(double context) => RooflineStudy.Of(
        Llama,
        Catalogue.System("h100x8"),
        Precision.Bf16,
        new(context),
        (1, 64),
        new(Overlap.Full, ContextLaw.Dense, false, null));
}
