using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>The layout a user means who names none: the fewest devices that hold the model and its batch.</summary>
public static class SmallestLayout
{
    /// <summary>Widest tensor parallelism that is tried: wider ones repeat KV heads and wait for all-reduces.</summary>
    private const int WidestTensor = 8;

    /// <summary>
    /// Tries tensor parallelism within a domain up to 8 devices, then groups of such (attention-DP) that share the
    /// experts (EP), in powers of two. Where none of them holds the batch, the sequences' caches are divided too (CP).
    /// </summary>
    /// <exception cref="ChalkException">Nothing of the kind fits.</exception>
    public static PassModel Find(
        Model model, MachineSystem system, Precision precision, double batch, Tokens context, DeviceCalibration? calibration)
    {
        string? reason = null;
        for (int devices = 1; devices <= system.Devices; devices *= 2)
        {
            int tensor = Math.Min(devices, Math.Min(WidestTensor, system.DomainSize));
            for (; tensor >= 1; tensor /= 2)
            {
                int groups = devices / tensor;
                Layout layout = new(tensor, 1, groups, groups > 1 ? devices : 1, 1);
                if (LayoutCheck.Problem(model, system, layout) is { } problem)
                {
                    reason ??= problem;
                    continue;
                }

                PassModel pass = PassModel.Prepare(model, system, layout, precision, null, calibration);
                if (Overflow(pass, batch, context) is not { } overflow)
                {
                    return pass;
                }

                reason = overflow;
                break;
            }
        }

        bool experts = model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward);
        for (int devices = 2; devices <= system.Devices; devices *= 2)
        {
            int tensor = Math.Min(devices / 2, Math.Min(WidestTensor, system.DomainSize));
            for (; tensor >= 1; tensor /= 2)
            {
                Layout layout = new(tensor, 1, 1, experts ? devices : 1, 1) { ContextParallel = devices / tensor };
                if (LayoutCheck.Problem(model, system, layout) is null
                    && PassModel.Prepare(model, system, layout, precision, null, calibration) is var pass
                    && Overflow(pass, batch, context) is null)
                {
                    return pass;
                }
            }
        }

        throw new ChalkException(
            $"No usual layout of {model.Name} with {batch:N0} sequences of {context} fits {system.Id}: {reason}; "
            + "ask for fewer or shorter ones, a narrower format, or name the layout.");
    }

    /// <summary>What a device lacks for a batch, in words; null when it fits.</summary>
    public static string? Overflow(PassModel pass, double batch, Tokens context)
    {
        Footprint footprint = new(pass);
        Bytes needed = footprint.AllWeights + footprint.Workspace
            + (Math.Ceiling(batch / pass.Layout.AttentionParallel) * footprint.KeyValue(context));
        Bytes usable = pass.System.Accelerator.Memory.Usable;
        return needed > usable ? $"{pass.Layout} needs {needed} of a device's {usable}" : null;
    }
}
