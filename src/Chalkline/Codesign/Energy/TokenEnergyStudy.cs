using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Codesign.Energy;

/// <summary>Traffic of decoding, prefill and training, from the models of time that the project has.</summary>
public static class TokenEnergyStudy
{
    /// <summary>Forward, and twice as much backward.</summary>
    private const double TrainingPasses = 3;

    /// <summary>Bytes a parameter that an optimizer step reads and writes: weights, gradients, master copy and moments.</summary>
    private const double OptimizerBytes = 2 * (2 + 4 + 12);

    /// <summary>Decoding a token for every sequence of a batch.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="batch">Sequences of a replica, at least 1.</param>
    /// <param name="context">Tokens each holds.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    public static TokenTraffic Decode(PassModel pass, double batch, Tokens context, Fidelity fidelity)
    {
        PassLoad load = StepLoad.Of(pass.Layout, Pass.Decode(batch, context), 0, 0, default);
        return TokenTraffic.Of(pass, load, fidelity, batch, pass.Layout.PipelineStages * pass.Time(load, fidelity).Estimate);
    }

    /// <summary>Reading prompts; energy is for each of their tokens.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="prompts">Prompts of a pass.</param>
    /// <param name="input">Tokens of each.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    public static TokenTraffic Prefill(PassModel pass, double prompts, Tokens input, Fidelity fidelity)
    {
        PassLoad load = StepLoad.Of(pass.Layout, Pass.None, prompts, prompts * input.Value, default);
        return TokenTraffic.Of(
            pass, load, fidelity, prompts * input.Value, pass.Layout.PipelineStages * pass.Time(load, fidelity).Estimate);
    }

    /// <summary>
    /// Training: three times the arithmetic and traffic of a prefill of the same sequences, gradients exchanged once a step,
    /// and the optimizer's bytes shared by the tokens of a step.
    /// </summary>
    /// <remarks>A chalk-level account: nothing is recomputed, time is arithmetic's over the utilisation.</remarks>
    /// <param name="pass">A prepared model in the training format.</param>
    /// <param name="sequence">Tokens of a sequence.</param>
    /// <param name="stepTokens">Tokens of an optimizer step.</param>
    /// <param name="utilisation">MFU of the run, above 0 to 1.</param>
    public static TokenTraffic Training(PassModel pass, Tokens sequence, double stepTokens, double utilisation)
    {
        TokenTraffic forward = Prefill(pass, 1, sequence, Fidelity.Operator);
        double parameters = ParameterCount.Count(pass.Model).Total.Value;
        Flop work = TrainingPasses * forward.Flop;
        double peak = pass.System.Accelerator.Peak(forward.WeightArithmetic).Value;
        return forward with
        {
            WeightFlop = TrainingPasses * forward.WeightFlop,
            AttentionFlop = TrainingPasses * forward.AttentionFlop,
            Weights = (TrainingPasses * forward.Weights) + new Bytes(OptimizerBytes * parameters / stepTokens),
            Cache = default,
            Activations = TrainingPasses * forward.Activations,
            ScaleUp = TrainingPasses * forward.ScaleUp,
            ScaleOut = (TrainingPasses * forward.ScaleOut) + new Bytes(2 * 2 * parameters / stepTokens),
            DeviceTime = new(work.Value / (utilisation * peak)),
        };
    }
}
