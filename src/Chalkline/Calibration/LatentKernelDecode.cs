using System.Collections.Immutable;
using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Latent attention of new tokens, absorbed: all heads read one latent vector of <see cref="KernelWork.HeadDim"/> per
/// token, whose first <see cref="KernelWork.ValueHeadDim"/> elements are the values too. Devices whose matrix unit
/// knows 4-bit formats multiply an 8-bit cache in FP8; older ones cast it up.
/// Devices older than FP8 have no kernel of their own for it: the general one walks a sequence uncut.
/// </summary>
internal sealed class LatentKernelDecode : AttentionKernelDecodeForm
{
    /// <summary>Heads that one unit takes in the general kernel.</summary>
    private const double HeadTile = 64;

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
        Common.Add(new("uncutNs", 1, 1000, 100, "time of a token of an uncut sequence before FP8, nanoseconds"));

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

    /// <inheritdoc />
    protected override double PathTime(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double wide = AttentionKernelShape.Peak(device, Arithmetic.Bf16);
        if (AttentionKernelShape.Peak(device, Arithmetic.Fp8) > wide)
        {
            return base.PathTime(work, device, parameters);
        }

        double waves = Math.Ceiling(work.Batch * Math.Ceiling(work.Heads / HeadTile) / device.ComputeUnits);
        return parameters[5] * Nano * waves;
    }
}
