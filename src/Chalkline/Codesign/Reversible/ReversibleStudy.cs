using System.Collections.Immutable;
using Chalkline.Hardware;
using Chalkline.Training;

namespace Chalkline.Codesign.Reversible;

/// <summary>What each plan holds, allows and costs on a machine.</summary>
/// <param name="Cost">Its activations and arithmetic.</param>
/// <param name="Activations">Activation bytes of a device at the batch and sequence asked for.</param>
/// <param name="Fits">Whether they fit beside weights, gradients and optimizer.</param>
/// <param name="MostTokens">Tokens of a device that fit at once.</param>
/// <param name="Step">Time of a micro-batch's arithmetic, recomputed parts included, s.</param>
/// <param name="MemoryUsd">What holding the activations costs a million tokens, USD.</param>
/// <param name="ComputeUsd">What the arithmetic costs a million tokens, USD.</param>
public sealed record ReversiblePoint(
    ActivationCost Cost, double Activations, bool Fits, double MostTokens, double Step, double MemoryUsd, double ComputeUsd)
{
    /// <summary>Both, USD a million tokens.</summary>
    public double Usd => MemoryUsd + ComputeUsd;
}

/// <summary>Whether to keep activations or compute them again.</summary>
public sealed record ReversibleStudy
{
    /// <summary>What drivers and collectives leave of the memory.</summary>
    private const double UsableShare = 0.94;

    /// <summary>The run.</summary>
    public required TrainingJob Job { get; init; }

    /// <summary>The device.</summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>MFU of the run, above 0 to 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Price of holding a byte for a second, USD.</summary>
    public required double UsdPerByteSecond { get; init; }

    /// <summary>Price of a FLOP that is done, USD.</summary>
    public required double UsdPerFlop { get; init; }

    /// <summary>Forward and backward FLOP of a token.</summary>
    public required double FlopPerToken { get; init; }

    /// <summary>Bytes of weights, gradients and optimizer on a device.</summary>
    public double States
    {
        get
        {
            StepMemory memory = MemoryModel.Of(Job);
            return memory.Weights + memory.Gradients + memory.Optimizer;
        }
    }

    /// <summary>The plans.</summary>
    public ImmutableArray<ReversiblePoint> Points => [.. Enum.GetValues<ActivationPlan>().Select(Of)];

    /// <summary>
    /// Price of a byte and second, over that of a FLOP, from which a plan that computes again is cheaper than keeping; null where it
    /// saves nothing.
    /// </summary>
    /// <param name="plan">The plan.</param>
    public double? BreakEven(ActivationPlan plan)
    {
        ReversiblePoint kept = Of(ActivationPlan.Keep);
        ReversiblePoint other = Of(plan);

        // Bytes are held for about half a step each, in any plan: kept from forward to backward.
        double saved = (kept.Activations * kept.Step / 2) - (other.Activations * other.Step / 2);
        double spent = other.Cost.ExtraShare * FlopPerToken * Job.DeviceTokens / Devices;
        return saved > 0 && spent > 0 ? spent / saved : null;
    }

    private double Devices => (double)Job.Layout.Tensor * Job.Layout.Stages;

    private ReversiblePoint Of(ActivationPlan plan)
    {
        ActivationCost cost = ActivationCost.Of(Job, plan);
        double tokens = Job.DeviceTokens;
        double activations = cost.PerToken * tokens;
        double room = (UsableShare * Accelerator.Memory.Capacity.Value.Value) - States;
        double work = FlopPerToken * tokens / Devices;
        double step = work * (1 + cost.ExtraShare) / (Utilisation * Accelerator.Peak(Formats.Arithmetic.Bf16).Value);
        double scale = 1e6 / tokens * Devices;
        return new(
            cost, activations, activations <= room, Math.Max(0, Math.Floor(room / cost.PerToken)), step,
            activations * step / 2 * UsdPerByteSecond * scale, work * (1 + cost.ExtraShare) * UsdPerFlop * scale);
    }
}
