using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Latent attention of prompts, expanded to full heads (192 wide for keys, 128 for values in DeepSeek's models). With a
/// cache of 8 bits the expanded operands are cast in a pass of their own before they are multiplied in FP8.
/// </summary>
internal sealed class LatentKernelPrefill : AttentionKernelPrefillForm
{
    private const double ReadAndWrite = 2 + 1;

    /// <inheritdoc />
    public override string Name => "latent-prefill";

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind == KernelKind.LatentPrefill;

    /// <inheritdoc />
    protected override double CastBytes(in KernelWork work, KernelDevice device)
        => AttentionKernelShape.IsNarrow(work) && work.Activations.BytesPerElement > 1.5
            && AttentionKernelShape.Peak(device, Arithmetic.Fp8) > AttentionKernelShape.Peak(device, Arithmetic.Bf16)
            ? ReadAndWrite * work.Batch * work.Heads
                * ((work.QueryTokens * work.HeadDim) + (work.KeyTokens * (work.HeadDim + work.ValueHeadDim)))
            : 0;
}
