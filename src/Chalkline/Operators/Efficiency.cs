using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Operators;

/// <summary>
/// The stated efficiencies of the <c>operator</c> fidelity: one set for every device and model, so that nothing is
/// fitted to a row. The <c>chalk</c> fidelity uses <see cref="Ideal"/>.
/// </summary>
/// <param name="Compute">Share of the dense peak a matrix multiplication reaches, in (0, 1].</param>
/// <param name="Memory">Share of the memory bandwidth a kernel reaches, in (0, 1].</param>
/// <param name="Network">Share of a link's bandwidth a collective reaches, in (0, 1].</param>
/// <param name="Launch">Fixed time of every kernel: start, ramp and drain.</param>
public sealed record Efficiency(double Compute, double Memory, double Network, Seconds Launch)
{
    /// <summary>
    /// 75 % of peak, 75 % of bandwidth and 3 us a kernel: within 7 to 10 % (median) of the BF16 GEMMs measured on A100,
    /// H100, B200 and GB200; 75 % of the link is what NCCL moves at 512 MiB on NVLink 3 to 5.
    /// </summary>
    public static Efficiency Stated { get; } = new(0.75, 0.75, 0.75, new(3e-6));

    /// <summary>Everything perfect and free to start.</summary>
    public static Efficiency Ideal { get; } = new(1, 1, 1, Seconds.Zero);

    /// <summary>Where the stated figures come from.</summary>
    public static Source Source { get; } = new(
        "aiconfigurator collected kernels (Apache-2.0), GEMM and NCCL rows; roofline fit over A100, H100, B200, GB200",
        "2026-08",
        Verification.Partial,
        "median error 7 to 10 %, 90th percentile 13 to 23 % on BF16 GEMM");
}
