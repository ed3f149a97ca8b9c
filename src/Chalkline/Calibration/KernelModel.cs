using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>
/// An equation for the time of one family of kernels, with a few physical parameters: shares of a datasheet's peak and
/// bandwidth, fixed times, tile sizes. Never a parameter of a model, a shape or a row.
/// </summary>
public abstract class KernelModel
{
    /// <summary>Name in calibration files, for example <c>gemm-fp8-block</c>; lower case with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>Its parameters, in the order <see cref="Time"/> takes them.</summary>
    public abstract ImmutableArray<KernelParameter> Parameters { get; }

    /// <summary>Whether this equation is the one for a kernel; exactly one family covers any kernel.</summary>
    public abstract bool Covers(in KernelWork work);

    /// <summary>Time of a kernel, s. Allocates nothing.</summary>
    /// <param name="work">The kernel; covered by this family.</param>
    /// <param name="device">The device it runs on.</param>
    /// <param name="parameters">Values of <see cref="Parameters"/>.</param>
    public abstract double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters);

    /// <summary>
    /// A time no implementation can beat: least arithmetic at full peak or least bytes at full bandwidth, s.
    /// </summary>
    public abstract double Floor(in KernelWork work, KernelDevice device);
}

/// <summary>A parameter of a kernel family.</summary>
/// <param name="Name">Name in calibration files, lower camel case, with the unit when it has one: <c>launchUs</c>.</param>
/// <param name="Least">Smallest physical value, above 0.</param>
/// <param name="Most">Largest physical value.</param>
/// <param name="Start">Where a fit starts.</param>
/// <param name="Meaning">What it is, one phrase.</param>
public sealed record KernelParameter(string Name, double Least, double Most, double Start, string Meaning);
