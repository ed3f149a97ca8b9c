using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Attention of new tokens over a cache of grouped, multi-query or full heads; the products run in
/// BF16.
/// </summary>
internal sealed class AttentionKernelDecode : AttentionKernelDecodeForm
{
    /// <inheritdoc />
    public override string Name => "attention-decode";

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind == KernelKind.AttentionDecode;

    /// <inheritdoc />
    protected override double CachedWidth(in KernelWork work) => work.HeadDim + work.ValueHeadDim;

    /// <inheritdoc />
    protected override double ProductPeak(in KernelWork work, KernelDevice device)
        => AttentionKernelShape.Peak(device, Arithmetic.Bf16);
}
