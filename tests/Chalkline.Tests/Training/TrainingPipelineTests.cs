using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Pipelines;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Serving;
using Chalkline.Training;

namespace Chalkline.Tests.Training;

/// <summary>Training over stages: what they hold, and what unequal layers cost.</summary>
public sealed class TrainingPipelineTests
{
    /// <summary>The layer of any architecture and the model of memory say the same of a plain one.</summary>
    [Theory]
    [InlineData("llama-3.1-70b", 8)]
    [InlineData("llama-3.1-8b", 1)]
    [InlineData("qwen3-30b-a3b", 2)]
    public void Activations_are_those_of_the_memory_model(string name, int tensor)
    {
        Model model = Catalogue.Model(name);
        Attention attention = (Attention)model.Layers[0].Mixer;
        ExpertFeedForward? experts = model.Layers[0].FeedForward as ExpertFeedForward;
        TrainingJob job = new()
        {
            Shape = new()
            {
                Layers = model.Layers.Length,
                Hidden = model.Hidden,
                Heads = attention.QueryHeads,
                KeyValueHeads = attention.KeyValueHeads,
                HeadDim = attention.HeadDim,
                FeedForward = (model.Layers[0].FeedForward as DenseFeedForward)?.Intermediate ?? 1,
                Gated = true,
                Experts = experts?.Experts ?? 0,
                ExpertsPerToken = experts?.ExpertsPerToken ?? 0,
                ExpertWidth = experts?.Intermediate ?? 0,
            },
            Layout = new() { Tensor = tensor },
            Sequence = 1000,
            MicroBatch = 1,
            GlobalBatch = 1,
        };
        double bytes = LayerActivations.Of(model.Layers[0], model.Hidden, tensor).Held;
        (1000 * bytes).ShouldBe(MemoryModel.Layer(job, experts is not null), 1e-6 * 1000 * bytes);
    }

    [Fact]
    public void What_weight_gradients_need_is_never_more_than_was_held()
    {
        foreach (Layer layer in Catalogue.Models.SelectMany(model => model.Layers.Distinct()))
        {
            LayerActivations each = LayerActivations.Of(layer, 4096, 1);
            each.Held.ShouldBeGreaterThan(0);
            each.Kept.ShouldBeInRange(0, each.Held);
        }
    }

    [Fact]
    public void States_take_18_bytes_a_parameter_and_DualPipe_holds_them_twice()
    {
        Model model = Catalogue.Model("llama-3.1-8b");
        PipelineStudy plain = Study(model, ScheduleKind.OneForwardOneBackward, 4, 16);
        double parameters = ParameterCount.Count(model).Total.Value;
        double states = plain.Stages.Sum(stage => (stage.Weights + stage.Gradients + stage.Optimizer).Value);
        states.ShouldBe(18 * parameters, 0.001 * states);
        Study(model, ScheduleKind.DualPipe, 4, 16).Stages.Sum(stage => stage.Weights.Value)
            .ShouldBe(2 * plain.Stages.Sum(stage => stage.Weights.Value), 1);
    }

    [Fact]
    public void The_head_makes_the_last_stage_long_and_the_best_cut_gives_it_fewer_layers()
    {
        PipelineStudy study = Study(Catalogue.Model("gemma-3-27b"), ScheduleKind.OneForwardOneBackward, 4, 16);
        study.BestCut[^1].ShouldBeLessThan(study.Cut[^1]);
        study.CutCost.ShouldBeGreaterThan(study.BestCost);
        study.Best.Cost.ShouldBeLessThan(study.Timetable.Cost);
        study.Balanced.Cost.ShouldBeLessThanOrEqualTo(study.Best.Cost);
        study.Imbalance.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_cut_of_ones_own_is_taken_and_a_wrong_one_refused()
    {
        Model model = Catalogue.Model("llama-3.1-8b");
        Study(model, ScheduleKind.GPipe, 2, 4, 17, 15).Stages.Select(stage => stage.Layers).ShouldBe([17, 15]);
        Should.Throw<ChalkException>(() => Study(model, ScheduleKind.GPipe, 2, 4, 17, 16)).Message.ShouldContain("add up to 33");
        Should.Throw<ChalkException>(() => Study(model, ScheduleKind.GPipe, 2, 4, 32)).Message.ShouldContain("2 parts");
    }

    [Fact]
    public void Every_architecture_of_the_catalogue_trains_and_decodes_over_two_stages()
    {
        foreach (Model model in Catalogue.Models.Where(model => model.Layers.Length > 1))
        {
            PipelineStudy study = Study(model, ScheduleKind.OneForwardOneBackward, 2, 4);
            study.Timetable.Cost.Value.ShouldBeGreaterThan(0, model.Name);
            study.Stages.ShouldAllBe(stage => stage.Held > Bytes.Zero);
            DecodePipeline.Study(
                model, Catalogue.System("h100x8"), new(1, 2, 1, 1, 1), model.Native, 2, 8, new(2048), [],
                Fidelity.Operator, null).Stages.ShouldAllBe(stage => stage.Weights > Bytes.Zero);
        }
    }

    private static PipelineStudy Study(Model model, ScheduleKind schedule, int stages, int batches, params int[] layers)
        => TrainingPipeline.Study(
            model, Catalogue.System("h100x8"), new(1, stages, 1, 1, 1), schedule, batches, 2, 1, new(2048), layers,
            NumberFormat.Bf16, Fidelity.Operator, null);
}
