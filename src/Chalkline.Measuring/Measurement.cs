using System.Collections.Immutable;

namespace Chalkline.Measuring;

/// <summary>A machine, measured.</summary>
/// <param name="Device">The figures of its device.</param>
/// <param name="Kernels">Every kernel that was timed.</param>
/// <param name="Remarks">What was not measured and why, a sentence each.</param>
public sealed record Measurement(
    MeasuredDevice Device, ImmutableArray<MeasuredKernel> Kernels, ImmutableArray<string> Remarks);
