using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Scaling;
using S = Chalkline.Economics.Lifecycle.LifecycleSymbols;

namespace Chalkline.Economics.Lifecycle;

/// <summary>Pre-training, RL and inference of a model in one account (lecture, eqs 5.2 to 5.4).</summary>
/// <param name="Active">N, active parameters.</param>
/// <param name="PreTraining">Pre-training.</param>
/// <param name="ReinforcementLearning">RL.</param>
/// <param name="Inference">Inference over the life.</param>
public sealed record LifecycleLedger(
    Parameters Active, LifecycleStage PreTraining, LifecycleStage ReinforcementLearning, LifecycleStage Inference)
{
    /// <summary>The cost of the life in FLOP of training.</summary>
    public Flop Cost => PreTraining.Cost + ReinforcementLearning.Cost + Inference.Cost;

    /// <summary>FLOP that the model does in its life.</summary>
    public Flop Model => PreTraining.Model + ReinforcementLearning.Model + Inference.Model;

    /// <summary>Cost of inference over that of pre-training.</summary>
    public double InferenceOverPreTraining => Inference.Cost / PreTraining.Cost;

    /// <summary>Times Chinchilla's 20 tokens a parameter (lecture, eq. 5.9).</summary>
    public double OverTraining => PreTraining.Tokens.Value / (TrainingWork.ChinchillaRatio * Active.Value);

    /// <summary>The three with their names, in the order of a life.</summary>
    public IReadOnlyList<(string Name, LifecycleStage Stage)> Stages =>
        [("pre-training", PreTraining), ("RL", ReinforcementLearning), ("inference", Inference)];

    /// <summary>The account of given tokens.</summary>
    /// <param name="request">Size, k and eta.</param>
    /// <param name="active">N, which may differ from the request's.</param>
    /// <param name="pre">Tokens of pre-training.</param>
    /// <param name="rl">Tokens of RL.</param>
    /// <param name="inference">Tokens served.</param>
    /// <param name="work">Where the work is shown.</param>
    public static LifecycleLedger Of<TWork>(
        LifecycleRequest request, Parameters active, Tokens pre, Tokens rl, Tokens inference, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(S.Active, active);
        double penalty = work.Given(S.Penalty, request.DecodePenalty, name: "penalty");
        FlopPerParameterToken trainingWork = work.Given(
            S.TrainingWork, TrainingWork.PerParameterToken, name: "trainingWork");
        FlopPerParameterToken rolloutWork = work.Given(S.RolloutWork, request.RolloutWork, name: "rolloutWork");
        FlopPerParameterToken forwardWork = work.Given(S.ForwardWork, TrainingWork.Forward, name: "forwardWork");
        Tokens preTokens = work.Given(S.PreTokens, pre, name: "preTokens");
        Tokens rlTokens = work.Given(S.RlTokens, rl, name: "rlTokens");
        Tokens inferenceTokens = work.Given(S.InferenceTokens, inference, name: "inferenceTokens");
        Flop preCost = work.Step(S.PreCost, trainingWork * active * preTokens);
        Flop rlCost = work.Step(S.RlCost, rolloutWork * active * rlTokens * penalty);
        Flop inferenceCost = work.Step(S.InferenceCost, forwardWork * active * inferenceTokens * penalty);
        work.Step(S.LifetimeCost, preCost + rlCost + inferenceCost);
        return new(
            active,
            new(preTokens, preCost, preCost),
            new(rlTokens, rolloutWork * active * rlTokens, rlCost),
            new(inferenceTokens, forwardWork * active * inferenceTokens, inferenceCost));
    }
}
