using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Engines;

/// <summary>
/// A worker that does one phase alone and is always full: as many prompts as a step takes, or a batch that stays.
/// </summary>
/// <param name="pass">The prepared model of the worker.</param>
/// <param name="engine">The engine.</param>
/// <param name="fidelity">Which model of time.</param>
public sealed class PhaseRun(PassModel pass, EnginePreset engine, Fidelity fidelity)
{
    /// <summary>Sequences of a device that no batch of a search goes beyond.</summary>
    private const double MostPerGroup = 4096;

    /// <summary>Time of one step of prompts and nothing else.</summary>
    /// <param name="promptsPerGroup">Prompts of each attention-parallel group, above 0.</param>
    /// <param name="fresh">Tokens of each that are to be processed.</param>
    /// <param name="prefix">Tokens of each that are cached.</param>
    public Seconds PrefillStep(double promptsPerGroup, Tokens fresh, Tokens prefix)
    {
        double prompts = promptsPerGroup * pass.Layout.AttentionParallel;
        return Kernels(StepLoad.Of(pass.Layout, Pass.None, prompts, prompts * fresh.Value, prefix)) + engine.HostPerStep;
    }

    /// <summary>Prompt tokens a second of the worker, cached ones included: they come in and need no work.</summary>
    /// <param name="tokensPerGroup">Tokens that a group takes in a step; at least one whole prompt goes.</param>
    /// <param name="input">Tokens of a prompt.</param>
    /// <param name="prefix">Tokens of it that are cached.</param>
    public TokensPerSecond PrefillRate(double tokensPerGroup, Tokens input, Tokens prefix)
    {
        Tokens fresh = input - prefix;
        double prompts = Math.Max(1, tokensPerGroup / fresh.Value);
        return prompts * pass.Layout.AttentionParallel * input / PrefillStep(prompts, fresh, prefix);
    }

    /// <summary>Time of one decode step; the host shows only where it takes longer than the kernels.</summary>
    /// <param name="sequences">Sequences of the worker.</param>
    /// <param name="context">Mean tokens in their caches.</param>
    public Seconds DecodeStep(double sequences, Tokens context)
    {
        Seconds host = engine.HostPerStep + (sequences * engine.HostPerSequence);
        return Quantity.Max(host, Kernels(StepLoad.Of(pass.Layout, Pass.Decode(sequences, context), 0, 0, default)));
    }

    /// <summary>The most sequences of the worker whose step takes no longer than that; at least one.</summary>
    public double SequencesWithin(Seconds step, Tokens context)
    {
        double least = 1;
        double most = MostPerGroup * pass.Layout.AttentionParallel;
        while (most - least > 1e-3 * least)
        {
            double middle = Math.Sqrt(least * most);
            (least, most) = DecodeStep(middle, context) <= step ? (middle, most) : (least, middle);
        }

        return least;
    }

    private Seconds Kernels(in Operators.PassLoad load)
    {
        PassTime stage = pass.Time(load, fidelity);
        return pass.Layout.PipelineStages
            * (engine.TwoBatchOverlap ? TwoBatchOverlap.Time(pass, load, stage, fidelity) : stage.Estimate);
    }
}
