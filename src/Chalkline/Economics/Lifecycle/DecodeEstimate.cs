using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Economics.Lifecycle;

/// <summary>The cheapest decoding of a model on a machine, of the layouts and batches tried.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Batch">Sequences of a replica.</param>
/// <param name="TimePerToken">Time of a pass: what a chain of thought waits for each token.</param>
/// <param name="DeviceTime">Time of one device for a token.</param>
public sealed record DecodeEstimate(Layout Layout, double Batch, Seconds TimePerToken, Seconds DeviceTime)
{
    private const int LargestBatch = 8192;

    /// <summary>Doubles the batch over the smallest layouts that hold it, by fitted kernels.</summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine.</param>
    /// <param name="precision">Formats.</param>
    /// <param name="context">Tokens a sequence holds.</param>
    /// <param name="calibration">Kernel times on the machine.</param>
    /// <exception cref="ChalkException">Not even one sequence fits.</exception>
    public static DecodeEstimate Of(
        Model model, MachineSystem system, Precision precision, Tokens context, DeviceCalibration calibration)
    {
        List<DecodeEstimate> found = [];
        for (int batch = 1; batch <= LargestBatch; batch *= 2)
        {
            try
            {
                PassModel pass = SmallestLayout.Find(model, system, precision, batch, context, calibration);
                PassLoad load = PassLoad.Split(Pass.Decode(batch, context), Pass.None, pass.Layout.AttentionParallel);
                Seconds time = pass.Time(load, Fidelity.Calibrated).Estimate;
                found.Add(new(pass.Layout, batch, time, pass.Layout.Devices * time / batch));
            }
            catch (ChalkException)
            {
                break;
            }
        }

        return found.Count == 0 ? throw TooSmall(model, system) : found.MinBy(estimate => estimate.DeviceTime)!;
    }

    private static ChalkException TooSmall(Model model, MachineSystem system) => new(
        $"No usual layout of {model.Name} decodes on {system.Id}; name more of it, such as {system.Id}x4, or "
            + "give --decode-mfu.");

    /// <summary>
    /// eta: device time of a FLOP decoded over that of a FLOP trained, 2 N a token against a machine that trains.
    /// </summary>
    /// <param name="active">N.</param>
    /// <param name="machine">The machine that trains.</param>
    public double Penalty(Parameters active, LifecycleMachine machine)
        => DeviceTime / machine.DeviceTime(Scaling.TrainingWork.Forward * active * new Tokens(1));
}
