using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving;

/// <summary>What one attention-parallel group of one pipeline stage gets of a step of the whole replica.</summary>
internal static class StepLoad
{
    /// <summary>Shares a step out.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="decode">Sequences of the replica that decode; those in flight are spread over the stages.</param>
    /// <param name="prompts">Prompts in the step.</param>
    /// <param name="promptTokens">Their new tokens, all together.</param>
    /// <param name="offset">Tokens of each that were cached before.</param>
    public static PassLoad Of(Layout layout, Pass decode, double prompts, double promptTokens, Tokens offset)
    {
        int stages = layout.PipelineStages;
        int groups = layout.AttentionParallel;
        double decoding = decode.Sequences;

        // A group that has work at all has a whole sequence: others idle beside it, and it sets the pace.
        double share = Math.Max(decoding / stages, Math.Min(decoding, groups));
        // Prompts are whole too: the fullest group has one more than the others when they do not divide evenly.
        double promptsPerGroup = (groups > 1 ? Math.Ceiling(prompts / groups) : prompts) / stages;
        return new(
            decoding > 0 ? decode with { Sequences = Math.Max(1, share / groups) } : Pass.None,
            prompts > 0 ? new(promptsPerGroup, new(promptTokens / prompts), offset) : Pass.None,
            new((share * decode.NewTokens.Value) + (promptTokens / stages)));
    }
}
