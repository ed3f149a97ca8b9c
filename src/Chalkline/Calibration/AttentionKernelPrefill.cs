namespace Chalkline.Calibration;

/// <summary>Causal attention of prompts with grouped, multi-query or full heads.</summary>
internal sealed class AttentionKernelPrefill : AttentionKernelPrefillForm
{
    /// <inheritdoc />
    public override string Name => "attention-prefill";

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind == KernelKind.AttentionPrefill;
}
