using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Pipelines;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Training;

/// <summary>Training over pipeline stages: a step of several micro-batches in a schedule.</summary>
/// <remarks>
/// Times are those of kernels and links; the host, the update and what data parallel devices exchange are left to
/// <see cref="TrainingModel"/>. States as in ZeRO (arXiv:1910.02054, section 3.1), none of them sharded.
/// </remarks>
public static class TrainingPipeline
{
    /// <summary>Bytes a parameter: gradient in 32 bits; master weight and two moments in 32 bits.</summary>
    private const double GradientBytes = 4;
    private const double OptimizerBytes = 12;
    private const double WeightBytes = 2;

    /// <summary>Times a pipeline that trains.</summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine.</param>
    /// <param name="layout">The layout, with its stages.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="microBatches">Micro-batches of a step.</param>
    /// <param name="chunks">Parts of the model on a stage, for the interleaved schedule.</param>
    /// <param name="microBatch">Sequences of a micro-batch, of all attention-parallel groups.</param>
    /// <param name="sequence">Tokens of each.</param>
    /// <param name="layers">Layers of each part; empty to deal them out evenly.</param>
    /// <param name="arithmetic">Format of the linear layers; weights are held in 16 bits whatever it is.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    /// <param name="calibration">For <c>calibrated</c>.</param>
    /// <param name="residuals">Streams of earlier blocks that each hand-over carries too.</param>
    /// <param name="hop">Time of a hand-over; null to take the machine's network.</param>
    /// <exception cref="ChalkException">The parts do not go together.</exception>
    public static PipelineStudy Study(
        Model model,
        MachineSystem system,
        Layout layout,
        ScheduleKind schedule,
        int microBatches,
        int chunks,
        double microBatch,
        Tokens sequence,
        IReadOnlyList<int> layers,
        NumberFormat arithmetic,
        Fidelity fidelity,
        DeviceCalibration? calibration,
        int residuals = 0,
        Seconds? hop = null)
    {
        int stages = layout.PipelineStages;
        int held = PipelineRun.Fixed(schedule, chunks);
        PassPlace place = new(schedule, stages, held);
        int[] cut = PipelineStudy.CutOf(model.Layers.Length, place.Parts, layers);
        Pass pass = Pass.Prefill(microBatch, sequence, Quantities.Tokens.Zero);
        ModelProfile profile = Profile(Precision.Uniform(arithmetic, NumberFormat.Bf16));

        // Weights are counted in 16 bits, whatever the products are computed in.
        ModelProfile states = arithmetic.Name == NumberFormat.Bf16.Name ? profile : Profile(Precision.Bf16);
        LayerActivations[] kinds =
            [.. model.Layers.Select(layer => LayerActivations.Of(layer, model.Hidden, layout.TensorParallel))];
        double deviceTokens = pass.AllNewTokens.Value / layout.AttentionParallel;
        PipelineRun run = new()
        {
            Schedule = schedule,
            Stages = stages,
            MicroBatches = microBatches,
            Chunks = held,
            Passes = [],
            Boundary = hop ?? profile.Boundary,
            KeptShare = kinds.Sum(kind => kind.Kept) / kinds.Sum(kind => kind.Held),
        };
        var parts = states.Parts(cut);
        double logits = MemoryModel.LogitBytes * model.Vocabulary / layout.TensorParallel;
        Bytes[] activations = [.. Activations(cut, kinds, logits).Select(bytes => new Bytes(deviceTokens * bytes))];
        return PipelineStudy.Of(profile, run, cut, (table, stage) =>
        {
            int[] own = [.. Enumerable.Range(0, held).Select(chunk => place.Part(stage, chunk)).Distinct()];
            double parameters = own.Sum(part => parts[part].Weights.Value) / WeightBytes;
            if (model.TiedEmbeddings && own.Contains(0) && own.Contains(cut.Length - 1))
            {
                parameters -= states.Embedding.Weights.Value / WeightBytes;
            }

            return new(
                own.Sum(part => cut[part]),
                table.Work(stage),
                table.PeakActivations(stage),
                new(WeightBytes * parameters),
                new(GradientBytes * parameters),
                new(OptimizerBytes * parameters),
                table.PeakActivations(stage, activations),
                Bytes.Zero);
        });

        ModelProfile Profile(Precision precision) => ModelProfile.Of(
            model, system, layout, precision, pass, training: true, fidelity, calibration, residuals);
    }

    /// <summary>Bytes of a token in each part, the logits with the last.</summary>
    private static IEnumerable<double> Activations(int[] cut, LayerActivations[] kinds, double logits)
    {
        int place = 0;
        for (int part = 0; part < cut.Length; part++)
        {
            double sum = kinds.AsSpan(place, cut[part]).ToArray().Sum(kind => kind.Held);
            yield return part == cut.Length - 1 ? sum + logits : sum;
            place += cut[part];
        }
    }
}
