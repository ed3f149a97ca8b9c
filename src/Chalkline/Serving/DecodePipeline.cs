using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Pipelines;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving;

/// <summary>Decoding over pipeline stages: groups of sequences go round, a token each time.</summary>
public static class DecodePipeline
{
    /// <summary>Tokens in the timetable: enough to fill all stages and to see the steady state.</summary>
    public const int Tokens = 4;

    /// <summary>Times a pipeline that decodes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine.</param>
    /// <param name="layout">The layout, with its stages.</param>
    /// <param name="precision">Formats.</param>
    /// <param name="groups">Groups of sequences in flight (micro-batches); as many as stages leave none idle.</param>
    /// <param name="sequences">Sequences of a group.</param>
    /// <param name="context">Tokens each of them holds.</param>
    /// <param name="layers">Layers of each stage; empty to deal them out evenly.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    /// <param name="calibration">For <c>calibrated</c>.</param>
    /// <param name="residuals">Streams of earlier blocks that each hand-over carries too.</param>
    /// <param name="hop">Time of a hand-over; null to take the machine's network.</param>
    /// <exception cref="ChalkException">The parts do not go together.</exception>
    public static PipelineStudy Study(
        Model model,
        MachineSystem system,
        Layout layout,
        Precision precision,
        int groups,
        double sequences,
        Tokens context,
        IReadOnlyList<int> layers,
        Fidelity fidelity,
        DeviceCalibration? calibration,
        int residuals = 0,
        Seconds? hop = null)
    {
        int[] cut = PipelineStudy.CutOf(model.Layers.Length, layout.PipelineStages, layers);
        ModelProfile profile = ModelProfile.Of(
            model,
            system,
            layout,
            precision,
            Pass.Decode(sequences, context),
            training: false,
            fidelity,
            calibration,
            residuals);
        PipelineRun run = new()
        {
            Schedule = ScheduleKind.Decode,
            Stages = layout.PipelineStages,
            MicroBatches = groups,
            Chunks = Tokens,
            Passes = [],
            Boundary = hop ?? profile.Boundary,
        };
        var parts = profile.Parts(cut);

        // A device of an attention-parallel group holds the cache of its share of the sequences, in whole ones.
        double held = groups * Math.Ceiling(sequences / layout.AttentionParallel);
        bool both = layout.PipelineStages == 1 && model.TiedEmbeddings;
        return PipelineStudy.Of(profile, run, cut, (table, stage) => new(
            cut[stage],
            table.Work(stage),
            0,
            parts[stage].Weights - (both ? profile.Embedding.Weights : Bytes.Zero),
            Bytes.Zero,
            Bytes.Zero,
            Bytes.Zero,
            held * parts[stage].KeyValue));
    }
}
