using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Latent attention of new tokens, absorbed: all heads read one latent vector of <see cref="KernelWork.HeadDim"/> per
/// token, whose first <see cref="KernelWork.ValueHeadDim"/> elements are the values too. Devices whose matrix unit
/// knows 4-bit formats multiply an 8-bit cache in FP8; older ones cast it up.
/// </summary>
internal sealed class LatentKernelDecode : AttentionKernelDecodeForm
{
    /// <inheritdoc />
    public override string Name => "latent-decode";

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind == KernelKind.LatentDecode;

    /// <inheritdoc />
    protected override double CachedWidth(in KernelWork work) => work.HeadDim;

    /// <inheritdoc />
    protected override double ProductPeak(in KernelWork work, KernelDevice device)
    {
        double narrow = AttentionKernelShape.Peak(device, Arithmetic.Fp8);
        bool multipliesNarrow = AttentionKernelShape.IsNarrow(work)
            && AttentionKernelShape.Peak(device, Arithmetic.Fp4) > narrow;
        return multipliesNarrow ? narrow : AttentionKernelShape.Peak(device, Arithmetic.Bf16);
    }
}
