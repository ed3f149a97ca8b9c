using System.Runtime.InteropServices;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>
/// How unsure the kernels of a step are of their time: the natural logarithms of time over the lower end of its 80 %
/// interval, and of the upper end over time. Both at least 0.
/// </summary>
/// <param name="Low">Towards faster.</param>
/// <param name="High">Towards slower.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct KernelWidth(double Low, double High)
{
    /// <summary>The width of a step, its operators taken to err together.</summary>
    public static KernelWidth Of(StepStack stack)
        => new(Math.Log(stack.Time / stack.Low), Math.Log(stack.High / stack.Time));
}
