using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Operators;

/// <summary>What one device group gets to do in a pass: decode and prefill side by side (either may be empty).</summary>
/// <param name="Decode">Sequences that get one token each.</param>
/// <param name="Prefill">Sequences with prompts.</param>
/// <param name="RoutedTokens">
/// New tokens of all attention-parallel groups that meet in the experts: what decides how many experts are touched.
/// </param>
public readonly record struct PassLoad(Pass Decode, Pass Prefill, Tokens RoutedTokens)
{
    /// <summary>New tokens of the group.</summary>
    public Tokens NewTokens => Decode.AllNewTokens + Prefill.AllNewTokens;

    /// <summary>Tokens whose logits are wanted: one a sequence.</summary>
    public Tokens Logits => new(Decode.Sequences + Prefill.Sequences);

    /// <summary>The load of one attention-parallel group out of <paramref name="groups"/> that share the sequences evenly.</summary>
    public static PassLoad Split(Pass decode, Pass prefill, int groups)
        => new(decode.Share(1.0 / groups), prefill.Share(1.0 / groups), decode.AllNewTokens + prefill.AllNewTokens);
}
