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
/// <param name="twoBatches">
/// Whether a step is two half batches, each of which computes while the other exchanges (DeepSeek-V3, arXiv:2412.19437,
/// section 3.4; SGLang calls it two-batch overlap, vLLM dual-batch overlap).
/// </param>
public sealed class PhaseRun(PassModel pass, EnginePreset engine, Fidelity fidelity, bool twoBatches)
{
    /// <summary>Sequences of a device that no batch of a search goes beyond.</summary>
    private const double MostPerGroup = 4096;

    /// <summary>
    /// Share of a device's multiprocessors that move the exchange of prompts while the others compute: 20 of 132
    /// (DeepSeek-V3, section 3.2.2).
    /// </summary>
    private const double ExchangeShare = 20.0 / 132;

    /// <summary>Time of one step of prompts and nothing else.</summary>
    /// <param name="promptsPerGroup">Prompts of each attention-parallel group, above 0.</param>
    /// <param name="fresh">Tokens of each that are to be processed.</param>
    /// <param name="prefix">Tokens of each that are cached.</param>
    public Seconds PrefillStep(double promptsPerGroup, Tokens fresh, Tokens prefix)
    {
        double prompts = promptsPerGroup * pass.Layout.AttentionParallel;
        return Kernels(prompts: true, half => StepLoad.Of(pass.Layout, Pass.None, half * prompts, half * prompts * fresh.Value, prefix))
            + engine.HostPerStep;
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
        return Quantity.Max(
            host,
            Kernels(prompts: false, half => StepLoad.Of(pass.Layout, Pass.Decode(half * sequences, context), 0, 0, default)));
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

    /// <summary>
    /// Kernels of a step. In two batches the slower of arithmetic and exchange sets the pace; an engine does without
    /// where two small batches cost more than one.
    /// </summary>
    private Seconds Kernels(bool prompts, Func<double, Operators.PassLoad> share)
    {
        (Seconds compute, Seconds exchange) = Parts(prompts, share(1));
        Seconds time = compute + exchange;
        if (twoBatches)
        {
            (compute, exchange) = Parts(prompts, share(0.5));
            compute *= prompts ? 1 / (1 - ExchangeShare) : 1;
            time = Quantity.Min(time, 2 * Quantity.Max(compute, exchange));
        }

        return pass.Layout.PipelineStages * time;
    }

    private (Seconds Compute, Seconds Exchange) Parts(bool prompts, in Operators.PassLoad load)
    {
        PassTime time = pass.Time(load, fidelity);
        Seconds saved = prompts ? ForwardedExchange.Saved(pass, load) : Seconds.Zero;
        return (time.Estimate - time.Network, time.Network - saved);
    }
}
