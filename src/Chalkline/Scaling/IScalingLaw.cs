using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Scaling;

/// <summary>Loss of a model by its parameters and the tokens it was trained on, with everything else settled.</summary>
public interface IScalingLaw
{
    /// <summary>The loss that no size and no data go below, nats a token; 0 when the law has none.</summary>
    double Floor { get; }

    /// <summary>Loss, nats a token.</summary>
    /// <param name="parameters">Parameters as the law counts them, more than 0.</param>
    /// <param name="tokens">Training tokens, more than 0.</param>
    /// <param name="work">Where the work is shown.</param>
    double Loss<TWork>(Parameters parameters, Tokens tokens, ref TWork work)
        where TWork : struct, IWork;

    /// <summary>
    /// What a relative growth is worth: epsilon_N = -dL/d ln N and epsilon_D = -dL/d ln D, nats a token. They are all
    /// that an optimum needs to know of a law.
    /// </summary>
    /// <param name="parameters">Parameters as the law counts them, more than 0.</param>
    /// <param name="tokens">Training tokens, more than 0.</param>
    LossSlopes Slopes(Parameters parameters, Tokens tokens);

    /// <summary>Fewest tokens that reach a loss; infinite when no number does.</summary>
    /// <param name="loss">The loss, nats a token.</param>
    /// <param name="parameters">Parameters as the law counts them.</param>
    Tokens TokensFor(double loss, Parameters parameters) => LawInverse.Tokens(this, loss, parameters);

    /// <summary>Fewest parameters that reach a loss; infinite when no number does.</summary>
    /// <param name="loss">The loss, nats a token.</param>
    /// <param name="tokens">Training tokens.</param>
    Parameters ParametersFor(double loss, Tokens tokens) => LawInverse.Parameters(this, loss, tokens);
}
