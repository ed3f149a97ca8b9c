using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Scaling;
using S = Chalkline.Economics.Lifecycle.LifecycleSymbols;

namespace Chalkline.Economics.Lifecycle;

/// <summary>The equal-cost heuristic: tokens that make the three parts cost what their shares say.</summary>
/// <remarks>
/// It rests on costs that trade against each other lying near equality at their minimum, as x + 1/x does (lecture, eq.
/// 5.1); it is no optimum. <see cref="FixedQuality"/> has that.
/// </remarks>
/// <param name="PreTraining">D_pre.</param>
/// <param name="ReinforcementLearning">D_RL.</param>
/// <param name="Inference">D_inf.</param>
public sealed record LifecycleBudget(Tokens PreTraining, Tokens ReinforcementLearning, Tokens Inference)
{
    /// <summary>What the heuristic says, whatever tokens the request gives.</summary>
    public static LifecycleBudget Of(LifecycleRequest request)
    {
        Quiet quiet = default;
        return Of(request, ref quiet);
    }

    /// <summary>What the heuristic says, with its work.</summary>
    /// <param name="request">Traffic, life, k, eta and shares.</param>
    /// <param name="work">Where the work is shown.</param>
    public static LifecycleBudget Of<TWork>(LifecycleRequest request, ref TWork work)
        where TWork : struct, IWork
    {
        TokensPerSecond traffic = work.Given(S.Traffic, request.Traffic, name: "traffic");
        Seconds lifetime = work.Given(S.Lifetime, request.Lifetime, name: "lifetime");
        double chance = work.Given(S.Chance, request.FrontierChance, name: "chance");
        Tokens inferenceTokens = work.Step(S.InferenceTokens, traffic * lifetime * chance);
        double preShare = work.Given(S.PreShare, request.Shares.PreTraining, name: "preShare");
        double rlShare = work.Given(S.RlShare, request.Shares.ReinforcementLearning, name: "rlShare");
        double inferenceShare = work.Given(S.InferenceShare, request.Shares.Inference, name: "inferenceShare");
        double penalty = work.Given(S.Penalty, request.DecodePenalty, name: "penalty");
        FlopPerParameterToken trainingWork = work.Given(
            S.TrainingWork, TrainingWork.PerParameterToken, name: "trainingWork");
        FlopPerParameterToken rolloutWork = work.Given(S.RolloutWork, request.RolloutWork, name: "rolloutWork");
        FlopPerParameterToken forwardWork = work.Given(S.ForwardWork, TrainingWork.Forward, name: "forwardWork");
        double beta = work.Step(S.Beta, forwardWork * penalty / trainingWork);
        double alpha = work.Step(S.Alpha, rolloutWork * penalty / trainingWork);
        Tokens preTokens = work.Step(S.PreTokens, preShare / inferenceShare * beta * inferenceTokens);
        Tokens rlTokens = work.Step(S.RlTokens, rlShare / preShare * preTokens / alpha);
        return new(preTokens, rlTokens, inferenceTokens);
    }

    /// <summary>alpha of eq. 5.7: k eta / 6, pre-training tokens for each RL token at equal cost.</summary>
    public static double Alpha(FlopPerParameterToken rolloutWork, double penalty)
        => rolloutWork * penalty / TrainingWork.PerParameterToken;

    /// <summary>beta of eq. 5.7: 2 eta / 6, pre-training tokens for each token served at equal cost.</summary>
    public static double Beta(double penalty) => Alpha(TrainingWork.Forward, penalty);
}
