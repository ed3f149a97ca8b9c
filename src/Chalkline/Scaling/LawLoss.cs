using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Scaling;

/// <summary>The loss when nobody asks for the work.</summary>
public static class LawLoss
{
    /// <summary>Loss, nats a token.</summary>
    /// <param name="law">The law.</param>
    /// <param name="parameters">Parameters as the law counts them, more than 0.</param>
    /// <param name="tokens">Training tokens, more than 0.</param>
    public static double Loss(this IScalingLaw law, Parameters parameters, Tokens tokens)
    {
        Quiet quiet = default;
        return law.Loss(parameters, tokens, ref quiet);
    }
}
