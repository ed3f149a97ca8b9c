using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Hardware;

namespace Chalkline.Codesign.Activations;

/// <summary>
/// The unit that makes exponentials and reciprocals beside the matrix unit: its time over the matrix unit's is s F / q (codesign
/// notes, section 2.5).
/// </summary>
/// <param name="Devices">Devices it is in, by identifier.</param>
/// <param name="Bf16Flop">F, BF16 matrix FLOP in the time of one of its operations.</param>
/// <param name="Source">Where that was read.</param>
public sealed record FunctionUnit(ImmutableArray<string> Devices, double Bf16Flop, Source Source)
{
    /// <summary>The unit of a device, or of the device it was made from; null where it is not known.</summary>
    /// <exception cref="ChalkException">The file is wrong.</exception>
    public static FunctionUnit? Of(DataFolder data, Accelerator accelerator)
    {
        JsonView root = JsonView.Read(Path.Combine(data.Path, "activations.json"));
        return root.Required("functionUnits").Items()
            .Select(view => new FunctionUnit(
                [.. view.Required("devices").Items().Select(item => item.Text())],
                view.Required("matrixFlopPerOperation").Number(1, 1e6), FormatFile.SourceOf(view.Required("source"))))
            .FirstOrDefault(unit => unit.Devices.Contains(accelerator.Kernels ?? accelerator.Id, StringComparer.Ordinal));
    }

    /// <summary>F in another arithmetic: as much more as the peak is.</summary>
    public double MatrixFlop(Accelerator accelerator, Arithmetic arithmetic)
        => Bf16Flop * (accelerator.Peak(arithmetic) / accelerator.Peak(Arithmetic.Bf16));

    /// <summary>Softmax: an exponential a score, 4 d_head matrix FLOP a score.</summary>
    public static double Softmax(double matrixFlop, double headDim) => matrixFlop / (4 * headDim);

    /// <summary>An activation: s operations an element, two FLOP for each weight that an element meets.</summary>
    /// <param name="matrixFlop">F.</param>
    /// <param name="kind">The activation.</param>
    /// <param name="width">d, width of the residual stream.</param>
    public static double Activation(double matrixFlop, ActivationKind kind, double width)
        => kind.FunctionOps * matrixFlop / ((kind.Gated ? 6 : 4) * width);
}
