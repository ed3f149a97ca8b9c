using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using CsCheck;

namespace Chalkline.Tests.Search;

/// <summary>A layout nobody described: the search of a plan chooses it, against every layout timed one by one.</summary>
public sealed class ChosenLayoutTests
{
    private static readonly Seconds Limit = new(0.05);

    [Fact]
    public void DeepSeek_on_a_rack_is_the_layout_of_the_lecture()
    {
        ChosenLayout chosen = Choose("deepseek-v3", "gb200-nvl72", 8000, Limit);

        chosen.Layout.ShouldBe(new Layout(1, 1, 64, 64, 1), "4 experts a device, 8 of 72 devices idle");
        chosen.WithinLimit.ShouldBeTrue();
        chosen.Plan.Request.Workload.Output.ShouldBe(new Tokens(1024));
        chosen.Plan.Request.Workload.FinalContext.ShouldBe(new Tokens(8000));
    }

    [Fact]
    public void Where_no_layout_is_within_the_limit_it_is_left_out()
    {
        ChosenLayout chosen = Choose("llama-3.1-8b", "h100x8", 8000, new(1e-6));

        chosen.WithinLimit.ShouldBeFalse();
        chosen.Layout.ShouldNotBeNull();
    }

    [Fact]
    public void Where_nothing_fits_the_search_says_why()
    {
        ChosenLayout chosen = Choose("deepseek-v3", "h100x8", 8000, Limit);

        chosen.Layout.ShouldBeNull();
        chosen.Batch.ShouldBeNull();
        chosen.Plan.Obstacle!.ShouldContain("does not fit on 8 devices");
        Choose("llama-3.1-8b", "h100x8", 8000, Limit, 1e6).Plan.Obstacle!.ShouldContain("takes 1,000,000 sequences");
    }

    [Theory]
    [InlineData("llama-3.1-8b", "h100x8", 4)]
    [InlineData("mixtral-8x7b", "h100x8", 32)]
    [InlineData("gpt-oss-20b", "h200x16", 64)]
    public void At_a_given_batch_no_layout_timed_by_itself_has_more_tokens_a_device(string name, string machine, double batch)
    {
        (Model model, MachineSystem system) = (Serving.Catalogue.Model(name), Serving.Catalogue.System(machine));
        ChosenLayout chosen = Choose(name, machine, 4000, new(1e6), batch);
        PlanRequest request = chosen.Plan.Request;
        double best = 0;
        Quiet quiet = default;
        foreach (Layout layout in LayoutSpace.Enumerate(model, system, system.Devices))
        {
            ServingModel timed = new(
                PassModel.Prepare(model, system, layout, request.Precision, request.Efficiency, null),
                request.Workload,
                request.Fidelity);
            if (timed.LargestBatch >= batch && batch >= layout.AttentionParallel * layout.PipelineStages)
            {
                AggregatedTime time = timed.Aggregated(batch, timed.Parts, ref quiet);
                best = Math.Max(best, batch * layout.Replicas / time.TimePerOutputToken.Value);
            }
        }

        best.ShouldBeGreaterThan(0);
        chosen.Batch.ShouldBe(batch);
        chosen.Plan.Cheapest!.Throughput.Value.ShouldBe(best, 1e-9 * best);
    }

    [Fact]
    public void Sequences_always_end_with_the_context_asked_for()
        => Gen.Int[2, 100_000].Sample(
            context => Choose("llama-3.1-8b", "h100x1", context, Limit).Plan.Request.Workload.FinalContext == new Tokens(context),
            iter: 20);

    [Fact]
    public void A_batch_below_one_and_a_prefill_machine_beside_shared_devices_are_refused()
    {
        PlanRequest request = Choose("llama-3.1-8b", "h100x8", 4000, Limit).Plan.Request;
        MachineSystem other = Serving.Catalogue.System("h200x16");

        Should.Throw<ChalkException>(() => Planner.Search(request with { Batch = 0.5 })).Message.ShouldContain("ask for 1 or more");
        Should.Throw<ChalkException>(() => Planner.Search(request with { Prefill = new(other, 8, null) })).Message
            .ShouldContain("cannot share the devices");
    }

    private static ChosenLayout Choose(string model, string system, double context, Seconds limit, double? batch = null)
        => ChosenLayout.Of(
            Serving.Catalogue.Model(model),
            Serving.Catalogue.System(system),
            Precision.Uniform(NumberFormat.Find("fp8"), NumberFormat.Bf16),
            new(context),
            limit,
            batch);
}
