using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Engines;

/// <summary>
/// A static batch: all prompts at once, then a token for every sequence until the answers end, which they do together.
/// </summary>
/// <param name="pass">A prepared model.</param>
/// <param name="engine">The engine.</param>
/// <param name="fidelity">Which model of time.</param>
/// <param name="sequences">Sequences of one replica.</param>
/// <param name="input">Tokens of each prompt.</param>
/// <param name="output">Tokens of each answer, the first of which comes from the prefill.</param>
public sealed class StaticBatch(
    PassModel pass, EnginePreset engine, Fidelity fidelity, double sequences, Tokens input, Tokens output)
{
    /// <summary>
    /// Rows of one token that stand whole on every device: in, normed and out of the model; normed twice, after
    /// attention and out of a layer.
    /// </summary>
    private const double WholeRows = 7;

    /// <summary>Rows of its sharded parts: Q, K and V, the three once more in head order, and two of results.</summary>
    private const double ShardedRows = 8;

    /// <summary>Bytes of a score kept for the softmax: once in FP32, once in 16 bits; each is written and read.</summary>
    private const double ScoreBytes = 6;

    private const double ActivationBytes = 2;

    /// <summary>
    /// Bytes of an entry of the vocabulary for each sequence: logits in FP32 here and gathered, and what a sort for top-p
    /// needs: entries, and both sorted.
    /// </summary>
    private const double VocabularyBytes = 20;

    /// <summary>
    /// Memory that an engine with static buffers takes beside them, bytes: context and library workspaces. What the
    /// FasterTransformer guide measured at one sequence less weights, cache and buffers is 2.8 to 3.0 GB for its three
    /// smallest models.
    /// </summary>
    private const double Beside = 2.9e9;

    private readonly int _stages = pass.Layout.PipelineStages;

    /// <summary>Time from the start to the first token of every sequence.</summary>
    public Seconds Prefill
    {
        get
        {
            double part = Part(input);
            double parts = sequences / part;

            // A part leaves a stage when the next may enter; the last part still has the other stages before it.
            Seconds stage = Stage(Pass.None, Pass.Prefill(part, input, Tokens.Zero)) + Scores(part);
            return ((parts + _stages - 1) * stage) + Host;
        }
    }

    /// <summary>Mean time of a decode step.</summary>
    public Seconds DecodeStep
    {
        get
        {
            double part = Part(new(1));
            Seconds stage = Stage(Pass.Decode(part, input + (output / 2)), Pass.None);

            // The next token of a sequence needs its last one: parts keep stages busy only up to their number.
            return (Math.Max(_stages, sequences / part) * stage) + Host;
        }
    }

    /// <summary>Time of the whole.</summary>
    public Seconds Total => Prefill + (Math.Max(0, output.Value - 1) * DecodeStep);

    /// <summary>Memory of one device of the busiest stage: weights, the whole cache, and the buffers of a layer.</summary>
    public Bytes Memory
    {
        get
        {
            Footprint footprint = new(pass);
            double inGroup = Math.Ceiling(sequences / pass.Layout.AttentionParallel);
            Bytes cache = inGroup * footprint.KeyValue(input + output);
            if (!engine.StaticBuffers)
            {
                return footprint.AllWeights + cache + footprint.Workspace + CacheRoom.Outside;
            }

            Bytes layers = footprint.AllWeights - footprint.Weights.GetValueOrDefault(ModelPart.Vocabulary);
            double vocabulary = 2 * pass.Precision.Embedding.BytesPerElement * pass.Model.Vocabulary * pass.Model.Hidden;
            return layers + new Bytes(vocabulary + Beside) + cache + Buffers(inGroup);
        }
    }

    /// <summary>Whether it fits.</summary>
    public bool Fits => Memory <= pass.System.Accelerator.Memory.Usable;

    private Seconds Host => engine.Host(sequences, pass.Layout.AttentionParallel);

    /// <summary>Sequences that go through the stages together: all of them divided by the stages where that is whole.</summary>
    private double Part(Tokens tokens)
    {
        if (_stages == 1 || engine.StageTokens == 0)
        {
            return _stages == 1 ? sequences : Math.Max(1, sequences / _stages);
        }

        double part = sequences % _stages == 0 ? sequences / _stages : sequences;
        while (part * tokens.Value > engine.StageTokens && part % 2 == 0)
        {
            part /= 2;
        }

        return part;
    }

    private Seconds Stage(Pass decode, Pass prefill)
    {
        double groups = pass.Layout.AttentionParallel;
        Tokens routed = decode.AllNewTokens + prefill.AllNewTokens;
        PassTime time = pass.Time(new(Shared(decode, groups), Shared(prefill, groups), routed), fidelity);
        double kernels = 0;
        foreach (ref readonly Operator op in pass.Operators)
        {
            kernels += op.Count * op.Kernels;
        }

        return time.Estimate + (kernels * engine.LaunchGap);
    }

    private static Pass Shared(Pass all, double groups)
        => all.Sequences > 0 ? all with { Sequences = Math.Max(1, all.Sequences / groups) } : Pass.None;

    /// <summary>
    /// What scores cost that leave the chip: no causal half is spared, and each is written and read twice.
    /// </summary>
    private Seconds Scores(double prompts)
        => engine.FusedAttention
            ? Seconds.Zero
            : Layers * 2 * ScoresOf(prompts / pass.Layout.AttentionParallel)
                / (pass.Efficiency.Memory * pass.System.Accelerator.Memory.Bandwidth.Value);

    private Bytes ScoresOf(double prompts) => new(prompts * Heads / pass.Layout.TensorParallel * input.Value * input.Value * ScoreBytes);

    private double Layers => Math.Ceiling((double)pass.Model.Layers.Length / _stages);

    private double Heads => pass.Model.Layers.Max(layer => layer.Mixer is Attention attention ? attention.QueryHeads : 0);

    private double Inner
        => pass.Model.Layers.Max(layer => layer.FeedForward is DenseFeedForward dense ? dense.Intermediate : 0);

    /// <summary>Buffers for the prompts of the whole batch, which stay until the end, its mask, and its logits.</summary>
    private Bytes Buffers(double inGroup)
    {
        double shards = pass.Layout.TensorParallel;
        double rows = (WholeRows * pass.Model.Hidden) + (((ShardedRows * pass.Model.Hidden) + Inner) / shards);
        double final = (input + output).Value;
        double each = (input.Value * rows * ActivationBytes)
            + (final * final * ActivationBytes)
            + (pass.Model.Vocabulary * VocabularyBytes);
        return new Bytes(inGroup * each) + ScoresOf(inGroup);
    }
}
