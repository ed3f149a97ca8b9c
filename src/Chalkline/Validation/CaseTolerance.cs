namespace Chalkline.Validation;

/// <summary>How far a prediction may be off where the file does not say, as a fraction of the measured value.</summary>
/// <remarks>The spread that measurements of the same kind show among themselves, and what their publishers state.</remarks>
public static class CaseTolerance
{
    /// <summary>The default of a metric.</summary>
    /// <param name="metric">Its column.</param>
    /// <param name="kernel">The kind of a kernel; empty for other rows.</param>
    public static double Default(string metric, string kernel = "") => metric switch
    {
        "time_us" => Kernel(kernel),
        "tpot_ms" or "itl_ms" or "decode_ms_per_step" => 0.30,
        "ttft_ms" => 0.60,
        "e2e_ms" or "prefill_ms" => 0.25,
        "mfu_pct" or "hfu_pct" => 0.20,
        "iteration_s" => 0.25,
        "activeParameters" => 0.60,
        "totalParameters" or "kvBytesPerToken" => 0.75,
        _ => 0.35,
    };

    private static double Kernel(string kind) => kind switch
    {
        "gemm" or "grouped_gemm" => 0.25,
        "moe" => 0.50,
        _ => 0.30,
    };
}
