using System.Collections.Immutable;
using System.Globalization;

namespace Chalkline.Measuring;

/// <summary>A machine, measured.</summary>
/// <param name="Device">The figures of its device.</param>
/// <param name="Kernels">Every kernel that was timed.</param>
/// <param name="Remarks">What was not measured and why, a sentence each.</param>
public sealed record Measurement(
    MeasuredDevice Device, ImmutableArray<MeasuredKernel> Kernels, ImmutableArray<string> Remarks)
{
    /// <summary>Slow runs over fast ones, in the middle of the kernels: above this the figures deserve little trust.</summary>
    private const double CalmRatio = 1.5;

    /// <summary>
    /// The remarks, and behind them a warning where the runs of most kernels differed by much, as they do beside other
    /// programs.
    /// </summary>
    public IEnumerable<string> Advice
    {
        get
        {
            double ratio = Timing.Of(Kernels.Select(kernel => kernel.Timing.High / kernel.Timing.Low)).Median;
            return ratio <= CalmRatio
                ? Remarks
                : [.. Remarks, string.Create(
                    CultureInfo.InvariantCulture,
                    $"Slow runs took {ratio:0.0} times as long as fast ones: stop other programs and measure again.")];
        }
    }
}
