using Chalkline.Calibration;
using Chalkline.Layouts;

namespace Chalkline.Validation;

/// <summary>What in a serving row most likely explains a large error: facts of the row, the plainest first.</summary>
internal static class ServingRemark
{
    /// <summary>A first token this late, in ms, and this many times later than predicted waited for something else.</summary>
    private const double LateMilliseconds = 5000;

    private const double LateFactor = 10;

    /// <summary>Requests in flight that cannot queue for long.</summary>
    private const double Few = 64;

    /// <summary>The likely reason; empty when none is known.</summary>
    /// <param name="row">The row.</param>
    /// <param name="firstToken">Predicted TTFT, ms; null when it is not.</param>
    /// <param name="layout">Layout of the devices that decode; null when unknown.</param>
    /// <param name="calibration">What the kernels are timed by; null when they are not calibrated.</param>
    public static string Of(ServingCase row, double? firstToken, Layout? layout, DeviceCalibration? calibration)
    {
        if (row.TimeToFirstToken > LateMilliseconds && row.TimeToFirstToken > LateFactor * firstToken)
        {
            return row.Concurrency <= Few ? "seconds to a first token with few requests in flight: start-up within the run"
                : row.Mode == CaseMode.Disaggregated
                    ? "seconds more than the first wave and the load of the prefill workers explain: start-up, or settings not recorded"
                    : "prompts wait for longer than the engine's limits explain: settings of the run are not recorded";
        }

        return row.Speculation == Known.Unknown ? "speculation not recorded"
            : calibration is { } device && !device.Families.Any(family => family.OwnRows)
                ? "no kernels measured on the device: the trend over others"
            : layout is { PipelineStages: > 1 } ? "pipeline stages are taken as evenly filled"
            : layout is { AttentionParallel: > 1 } ? "attention-parallel groups are taken as evenly filled"
            : "";
    }
}
