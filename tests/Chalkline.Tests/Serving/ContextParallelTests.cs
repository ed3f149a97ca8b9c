using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using CsCheck;

namespace Chalkline.Tests.Serving;

/// <summary>Context parallelism: what is divided, what is copied, what is exchanged.</summary>
public sealed class ContextParallelTests
{
    private static readonly MachineSystem Rack = Catalogue.System("gb200-nvl72");

    /// <summary>A model, degrees that divide it, sequences of a group, and a context.</summary>
    private static readonly Gen<(Model Model, Layout Layout, double Sequences, double Context)> Questions = Gen
        .Select(Gen.Int[0, 9999], Gen.Int[0, 3], Gen.Int[1, 4], Gen.Int[1, 64], Gen.Int[1, 1_000_000])
        .Select((model, tensor, context, sequences, tokens) => (
            Catalogue.Models[model % Catalogue.Models.Length],
            Divided(1 << tensor, 1 << context),
            (double)sequences,
            (double)tokens))
        .Where(question => LayoutCheck.Problem(question.Item1, Rack, question.Item2) is null);

    private static Layout Divided(int tensor, int context) => new(tensor, 1, 1, 1, 1) { ContextParallel = context };

    private static PassModel Prepare(Model model, Layout layout, Precision? precision = null) => PassModel.Prepare(
        model, Rack, layout, precision ?? Precision.Bf16, null, Catalogue.Calibrations.For(Rack));

    private static PassModel Llama(int tensor, int context)
        => Prepare(Catalogue.Model("llama-3.1-70b"), Divided(tensor, context));

    private static Operator Named(PassModel pass, string name) => pass.Operators.ToArray().First(op => op.Name == name);

    [Fact]
    public void It_has_its_place_in_the_short_form_and_in_the_devices()
    {
        Layout layout = new(8, 2, 1, 1, 3) { ContextParallel = 4 };
        layout.ToString().ShouldBe("TP8 CP4 PP2 x3");
        layout.DevicesPerGroup.ShouldBe(32);
        layout.Devices.ShouldBe(192);
        Layout.Single.ContextParallel.ShouldBe(1);
        (Layout.Single with { ContextParallel = 2 }).ShouldNotBe(Layout.Single);
    }

    /// <summary>
    /// Worked by hand for Llama-3.1-70B (d = 8,192, 64 heads of 128, 8 KV heads, inner width 28,672), TP8 CP4, BF16.
    /// </summary>
    [Fact]
    public void Projections_into_attention_are_copied_and_everything_else_is_divided_over_all_devices()
    {
        PassModel pass = Llama(8, 4);
        Named(pass, "query-key-value projection").Weights.Value.ShouldBe(8192.0 * (8192 + 2048) / 8 * 2);
        Named(pass, "output projection").Weights.Value.ShouldBe(8192.0 * 8192 / 32 * 2);
        Named(pass, "feed-forward down").Weights.Value.ShouldBe(28_672.0 * 8192 / 32 * 2);
        Named(pass, "LM head").Weights.Value.ShouldBe(128_256.0 * 8192 / 32 * 2);
        Named(pass, "all-reduce after attention").Collective.Devices.ShouldBe(32);

        // Eight heads of a device, each 128 values of two bytes and one logarithm of four.
        Operator partial = Named(pass, "exchange of partial results");
        partial.Activations.Value.ShouldBe(8 * ((128 * 2) + 4));
        partial.Collective.Devices.ShouldBe(4);

        // One KV head of a device: 2 x 128 x 2 bytes of an entry, whole when gathered, a quarter of them kept.
        Named(pass, "all-gather of keys and values").Activations.Value.ShouldBe(512);
        Named(pass, "attention").Attention.EntryBytes.Value.ShouldBe(128);
    }

    [Fact]
    public void The_cache_divides_exactly() => Questions.Sample(
        question =>
        {
            Layout without = question.Layout with { ContextParallel = 1 };
            Tokens context = new(question.Context);
            double one = new Footprint(Prepare(question.Model, without)).KeyValue(context).Value;
            double each = new Footprint(Prepare(question.Model, question.Layout)).KeyValue(context).Value;
            (each * question.Layout.ContextParallel).ShouldBe(one, 1e-9 * one, question.ToString());
        },
        seed: "0N0XIzNsQ0O2",
        iter: 60);

    [Fact]
    public void Tensor_parallelism_beyond_the_KV_heads_copies_the_cache_and_context_parallelism_does_not()
    {
        static double Held(int tensor, int context) => new Footprint(Llama(tensor, context)).KeyValue(new(100_000)).Value;
        Held(16, 1).ShouldBe(Held(8, 1), 1);
        Held(8, 2).ShouldBe(Held(8, 1) / 2, 1);
    }

    [Fact]
    public void More_of_it_never_reads_more_cache_nor_takes_more_arithmetic() => Questions.Sample(
        question =>
        {
            (Model model, Layout layout, double sequences, double context) = question;
            PassLoad load = Catalogue.Decode(layout, sequences, context);
            PassTime less = Prepare(model, layout with { ContextParallel = layout.ContextParallel / 2 }).Time(load);
            PassTime more = Prepare(model, layout).Time(load);
            more.KeyValue.ShouldBeLessThanOrEqualTo(less.KeyValue * (1 + 1e-9));
            more.Weights.ShouldBeLessThanOrEqualTo(less.Weights * (1 + 1e-9));
            more.Compute.ShouldBeLessThanOrEqualTo(less.Compute * (1 + 1e-9));
        },
        seed: "0N0XIzNsQ0O2",
        iter: 60);

    /// <summary>The slow plain twin: the devices of a group together do what one device does, copies apart.</summary>
    [Fact]
    public void All_devices_together_do_the_arithmetic_of_a_prompt_once()
    {
        PassLoad load = Catalogue.Prefill(Layout.Single, 1, 32_768, 8192);
        double one = Llama(1, 1).Time(load).Cost.Flop.Value;
        (16 * Llama(4, 4).Time(load).Cost.Flop.Value).ShouldBe(one, 1e-9 * one);

        // In decoding each has every new token's queries, keys and values to make: 3 copies of 1/4 too much.
        PassLoad decode = Catalogue.Decode(Layout.Single, 8, 32_768);
        double plain = Llama(1, 1).Time(decode).Cost.Flop.Value;
        double copied = 80 * 8 * 2 * 8192.0 * (8192 + 2048) * 3;
        (16 * Llama(4, 4).Time(decode).Cost.Flop.Value).ShouldBe(plain + copied, 1e-9 * plain);
    }

    [Fact]
    public void Prompts_gather_keys_and_decoding_does_not()
    {
        PassModel pass = Llama(8, 4);
        Operator gather = Named(pass, "all-gather of keys and values");
        gather.Seen(Catalogue.Prefill(pass.Layout, 2, 5000, 1000)).Value.ShouldBe(2 * 5000);
        gather.Seen(Catalogue.Decode(pass.Layout, 2, 5000)).Value.ShouldBe(0);
        foreach (Fidelity fidelity in (Fidelity[])[Fidelity.Operator, Fidelity.Calibrated])
        {
            pass.Time(gather, Catalogue.Decode(pass.Layout, 2, 5000), fidelity).Cost.Time.ShouldBe(Seconds.Zero);
            pass.Time(gather, Catalogue.Prefill(pass.Layout, 2, 5000, 0), fidelity)
                .Cost.Time.ShouldBeGreaterThan(Seconds.Zero);
        }
    }

    [Theory]
    [InlineData(Fidelity.Operator)]
    [InlineData(Fidelity.Calibrated)]
    public void A_million_tokens_are_read_and_a_long_prompt_is_processed_faster(Fidelity fidelity)
    {
        static PassLoad Decode(PassModel pass) => Catalogue.Decode(pass.Layout, 1, 1e6);
        static PassLoad Prompt(PassModel pass) => Catalogue.Prefill(pass.Layout, 1, 131_072, 0);
        PassModel one = Llama(8, 1);
        PassModel four = Llama(8, 4);

        // Reading the cache takes most of the step: 41 of 59 GB.
        four.Time(Decode(four), fidelity).Estimate.ShouldBeLessThan(0.5 * one.Time(Decode(one), fidelity).Estimate);
        four.Time(Prompt(four), fidelity).Estimate.ShouldBeLessThan(0.55 * one.Time(Prompt(one), fidelity).Estimate);
    }

    [Fact]
    public void Latent_attention_divides_its_one_entry_and_expands_all_that_it_gathers()
    {
        Model model = Catalogue.Model("deepseek-v3");
        PassModel one = Prepare(model, new(8, 1, 1, 8, 1));
        PassModel four = Prepare(model, new(8, 1, 1, 32, 1) { ContextParallel = 4 });
        new Footprint(four).KeyValue(new(1000)).Value.ShouldBe(new Footprint(one).KeyValue(new(1000)).Value / 4, 1);
        new Footprint(one).KeyValue(new(1000)).Value.ShouldBe(70_272_000, 1, "tensor parallelism alone copies it");

        PassLoad load = Catalogue.Prefill(one.Layout, 1, 8192, 0);
        double all = one.Time(Named(one, "latent attention"), load, Fidelity.Operator).Cost.Flop.Value;
        double each = four.Time(Named(four, "latent attention"), load, Fidelity.Operator).Cost.Flop.Value;
        each.ShouldBeGreaterThan(all / 4, "keys are expanded on every device");
        each.ShouldBeLessThan(all / 2);
    }

    [Fact]
    public void No_estimate_is_under_its_floor_nor_under_what_a_search_proves_for_it() => Questions.Sample(
        question =>
        {
            (Model model, Layout layout, double sequences, double context) = question;
            PassModel pass = Prepare(model, layout);
            foreach (Fidelity fidelity in Enum.GetValues<Fidelity>())
            {
                PassTime time = pass.Time(Catalogue.Decode(layout, sequences, context), fidelity);
                time.Estimate.Value.ShouldBeGreaterThanOrEqualTo(time.Floor.Value * (1 - 1e-9));
                new LeastStep(pass, new(context)).At(sequences).ShouldBeLessThanOrEqualTo(time.Estimate.Value);
                PassTime prompt = pass.Time(Catalogue.Prefill(layout, 1, 1 + context, 0), fidelity);
                prompt.Estimate.Value.ShouldBeGreaterThanOrEqualTo(prompt.Floor.Value * (1 - 1e-9));
            }
        },
        seed: "0N0XIzNsQ0O2",
        iter: 60);

    [Fact]
    public void The_footprint_adds_up_and_copies_only_what_makes_queries_and_keys()
    {
        Footprint one = new(Llama(8, 1));
        Footprint four = new(Llama(8, 4));
        double copied = 80 * 8192.0 * (8192 + 2048) / 8 * 2;
        double divided = (one.AllWeights.Value - copied) / 4;
        double norms = 161 * 8192 * 2;
        four.AllWeights.Value.ShouldBe(copied + divided + norms, norms);
        (four.AllWeights + four.Workspace + four.Reserve + four.Room).Value.ShouldBe(four.Capacity.Value, 1);
    }

    [Fact]
    public void Four_sequences_of_a_million_tokens_fit_with_it_and_not_without()
    {
        Model model = Catalogue.Model("llama-3.1-405b");
        Tokens context = new(1e6);
        foreach (int tensor in (int[])[8, 16, 32, 64])
        {
            SmallestLayout.Overflow(Prepare(model, Divided(tensor, 1)), 4, context).ShouldNotBeNull();
        }

        SmallestLayout.Overflow(Prepare(model, Divided(8, 8)), 4, context).ShouldBeNull();
        Layout found = SmallestLayout.Find(model, Rack, Precision.Bf16, 1, new(4e6), null).Layout;
        found.ContextParallel.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("deepseek-v3.2", 1, 4, "selects 2048 entries")]
    [InlineData("llama-3.1-70b", 8, 3, "64 heads do not divide over 24")]
    [InlineData("llama-3.1-70b", 8, 0, "at least 1")]
    [InlineData("llama-3.1-70b", 8, 16, "needs 128 devices")]
    public void What_cannot_be_is_said(string model, int tensor, int context, string said)
        => LayoutCheck.Problem(Catalogue.Model(model), Rack, Divided(tensor, context))
            .ShouldNotBeNull().ShouldContain(said);

    [Fact]
    public void States_are_shared_by_heads_and_a_model_of_states_alone_is_refused()
    {
        Model hybrid = Catalogue.Model("qwen3-next-80b-a3b");
        Prepare(hybrid, Divided(2, 4)).Operators.ToArray()
            .Where(op => op.Kind == OperatorKind.Recurrence).ShouldAllBe(op => op.ContextParallel == 0);
        LinearAttention linear = hybrid.Layers.Select(layer => layer.Mixer).OfType<LinearAttention>().First();
        Model states = hybrid with { Layers = [.. hybrid.Layers.Select(layer => layer with { Mixer = linear })] };
        LayoutCheck.Problem(states, Rack, Divided(1, 2)).ShouldNotBeNull().ShouldContain("no cache of tokens");
    }

    [Fact]
    public void The_work_that_is_shown_is_the_work_that_is_done()
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        StepStack.Show(Llama(8, 4), 2, new(4096), new(1024), true, Fidelity.Operator, ref shown);
        DerivationVerifier.Verify(derivation).ShouldBeEmpty();
    }
}
