using Chalkline.Operators;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>
/// Times the steps of one replica: kernels from a prepared model, host time from the engine. Steps that are nearly
/// alike (within about 2 % in each dimension) are timed once, so that thousands of steps of a run cost little.
/// Steps of decoding are captured as graphs where the engine has one; others are launched kernel by kernel.
/// </summary>
/// <param name="pass">The prepared model.</param>
/// <param name="engine">The engine.</param>
/// <param name="fidelity">Which model of time.</param>
/// <param name="speculation">Speculation, or null.</param>
internal class StepTimer(PassModel pass, EnginePreset engine, Fidelity fidelity, Speculation? speculation)
{
    /// <summary>Buckets for each doubling of a size.</summary>
    private const double Fineness = 24;

    /// <summary>Buckets of evenness, a share.</summary>
    private const double Shares = 64;

    private readonly Dictionary<(int Decode, int Context, int Prompt, int Prompts, int Offset, int Even), StepTime> _known = [];
    private readonly int _stages = pass.Layout.PipelineStages;
    private readonly double _launching = pass.Layout.PipelineStages * pass.Launches * engine.HostPerLaunch.Value;

    /// <summary>Time of a step of the whole replica, s.</summary>
    /// <param name="decoding">Sequences that get a token.</param>
    /// <param name="context">Mean tokens in their caches.</param>
    /// <param name="promptTokens">Prompt tokens in the step, all prompts together.</param>
    /// <param name="prompts">Prompts they belong to.</param>
    /// <param name="offset">Mean tokens of those prompts that were cached before.</param>
    public double Step(double decoding, double context, double promptTokens, double prompts, double offset)
        => Of(decoding, context, promptTokens, prompts, offset).Time;

    /// <summary>The same, with what the busiest device does in it.</summary>
    /// <param name="decoding">Sequences that get a token: those of the fullest group times the groups.</param>
    /// <param name="context">Mean tokens in their caches.</param>
    /// <param name="promptTokens">Prompt tokens in the step, those of the fullest group times the groups.</param>
    /// <param name="prompts">Prompts they belong to.</param>
    /// <param name="offset">Mean tokens of those prompts that were cached before.</param>
    /// <param name="evenness">
    /// New tokens of all groups over those of the fullest times the groups, in (0, 1]: what really meets in the experts.
    /// </param>
    public StepTime Of(
        double decoding, double context, double promptTokens, double prompts, double offset, double evenness = 1)
    {
        double host = Host(decoding + prompts);
        if (prompts > 0)
        {
            // What decodes beside prompts is not filled up; it is still no faster than alone.
            StepTime mixed = Lookup(decoding, context, promptTokens, prompts, offset, evenness);
            double least = decoding > 0 ? Of(decoding, context, 0, 0, 0, evenness).Time - Host(decoding) : 0;
            return mixed with { Time = Math.Max(Math.Max(mixed.Time, _launching), least) + host };
        }

        bool captured = Fill(ref decoding, ref context);
        StepTime step = Lookup(decoding, context, 0, 0, 0, evenness);
        return step with { Time = (captured ? step.Time : Math.Max(step.Time, _launching)) + host };
    }

    /// <summary>The kernels of a step, of nearly these sizes.</summary>
    protected virtual StepTime Lookup(
        double decoding, double context, double promptTokens, double prompts, double offset, double evenness)
    {
        int even = (int)Math.Max(1, Math.Round(Shares * evenness));
        (int, int, int, int, int, int) key =
            (Bucket(decoding), Bucket(context), Bucket(promptTokens), (int)prompts, Bucket(offset), even);
        if (!_known.TryGetValue(key, out StepTime kernels))
        {
            kernels = Kernels(Middle(key.Item1), Middle(key.Item2), Middle(key.Item3), prompts, Middle(key.Item5), even / Shares);
            _known.Add(key, kernels);
        }

        return kernels;
    }

    /// <summary>Exposed host time of a step, s.</summary>
    public double Host(double sequences) => engine.Host(sequences, pass.Layout.AttentionParallel).Value;

    /// <summary>
    /// Fills the batch of each group up to the next captured size; the cache that is read stays what it was. False when
    /// no captured graph is large enough.
    /// </summary>
    private bool Fill(ref double decoding, ref double context)
    {
        double parts = (double)_stages * pass.Layout.AttentionParallel;
        double mine = Math.Ceiling(decoding / parts);
        foreach (int size in engine.Captured)
        {
            if (size >= mine)
            {
                context *= decoding / (size * parts);
                decoding = size * parts;
                return true;
            }
        }

        return false;
    }

    /// <summary>A step's kernels; every device of every stage is as busy as the busiest.</summary>
    private StepTime Kernels(
        double decoding, double context, double promptTokens, double prompts, double offset, double evenness)
    {
        double width = speculation?.Width ?? 1;
        PassLoad load = StepLoad.Of(pass.Layout, new(decoding, new(width), new(context)), prompts, promptTokens, new(offset));
        load = load with { RoutedTokens = evenness * load.RoutedTokens };
        PassTime stage = pass.Time(load, fidelity);
        double times = _stages * (speculation is null || decoding <= 0 ? 1 : 1 + (speculation.Drafts * speculation.DraftShare));
        return new(
            times * (engine.TwoBatchOverlap ? TwoBatchOverlap.Time(pass, load, stage, fidelity) : stage.Estimate).Value,
            times * stage.Compute.Value,
            times * (stage.Cost.Memory / pass.System.Accelerator.Memory.Bandwidth.Value).Value,
            times * stage.Network.Value);
    }

    private static int Bucket(double size) => size <= 0 ? -1 : (int)Math.Round(Fineness * Math.Log2(size));

    private static double Middle(int bucket) => bucket < 0 ? 0 : Math.Pow(2, bucket / Fineness);
}
