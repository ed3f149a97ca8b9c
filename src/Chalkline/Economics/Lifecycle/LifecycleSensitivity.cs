using System.Collections.Immutable;
using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Economics.Lifecycle;

/// <summary>What the answer owes to each guess: exact elasticities, and the ends of what is plausible.</summary>
/// <remarks>
/// The quality is that of the model as it is and stays: a guess moves what is cheapest for it. Half and twice are a
/// factor the lecture itself leaves open (5 to 10 models share the traffic); eta from 2 to 5 is decode at a half to a
/// fifth of training's utilisation (lecture, chapter 5 and card 24), k from 2 to 6 is eq. 5.3.
/// </remarks>
public static class LifecycleSensitivity
{
    private const double LeastChance = 0.5;
    private const double LeastPenalty = 2;
    private const double MostPenalty = 5;
    private const double LeastWork = 2;
    private const double MostWork = 6;

    /// <summary>The guesses, widest first.</summary>
    /// <param name="study">The answer.</param>
    /// <param name="others">Laws that could stand in the place of the one taken.</param>
    /// <exception cref="ChalkException">A law knows nothing of tokens.</exception>
    public static ImmutableArray<Guess> Of(LifecycleStudy study, IReadOnlyList<ScalingLaw> others)
    {
        LifecycleRequest request = study.Request;
        double rl = LifecycleBudget.Alpha(request.RolloutWork, request.DecodePenalty)
            * study.Ledger.ReinforcementLearning.Tokens / study.Equivalent;

        // RL tokens that the heuristic gives follow the traffic and shrink as k grows; tokens given stay.
        bool given = request.RlTokens is not null;
        double served = given ? 1 - rl : 1;
        IScalingLaw law = request.Law.OfActive(request.Setting, request.TotalOverActive);
        (double size, double data) = FixedQuality.Elasticity(law, study.Optimum.Point);
        Guess?[] guesses =
        [
            Each("k of RL", ("2", "6"), given ? rl : 0, 0, With(
                work => request with { RolloutWork = new(work) }, LeastWork, MostWork)),
            Each("eta of decoding", ("2", "5"), 1, 1, With(
                eta => request with { DecodePenalty = eta }, LeastPenalty, MostPenalty)),
            Each("traffic", ("half", "twice"), served, 1, With(
                times => request with { Traffic = times * request.Traffic }, 0.5, 2)),
            Each("lifetime", ("half", "twice"), served, 1, With(
                times => request with { Lifetime = times * request.Lifetime }, 0.5, 2)),
            Each("frontier chance", ("0.5", "1"), served, 1, With(
                chance => request with { FrontierChance = chance }, LeastChance, 1)),
            OfLaws(study, others),
        ];
        return [.. guesses.OfType<Guess>().OrderByDescending(guess => guess.Swing)];

        Guess Each(
            string name,
            (string Low, string High) ends,
            double ofEquivalent,
            double ofBudget,
            (LifecycleRequest Low, LifecycleRequest High) changed) => new(
            name,
            ends.Low,
            ends.High,
            Ratio(study, law, changed.Low),
            Ratio(study, law, changed.High),
            ofBudget,
            ofEquivalent == 0 ? 0 : ofEquivalent * data,
            ofEquivalent == 0 ? 0 : ofEquivalent * size);

        static (LifecycleRequest Low, LifecycleRequest High) With(
            Func<double, LifecycleRequest> changed, double low, double high) => (changed(low), changed(high));
    }

    private static double Ratio(LifecycleStudy study, IScalingLaw law, LifecycleRequest changed)
    {
        LifecycleBudget budget = LifecycleBudget.Of(changed);
        Tokens equivalent = FixedQuality.Equivalent(
            changed, changed.RlTokens ?? budget.ReinforcementLearning, budget.Inference);
        return FixedQuality.Minimise(law, study.Loss, equivalent).Tokens / study.Optimum.Point.Tokens;
    }

    private static Guess? OfLaws(LifecycleStudy study, IReadOnlyList<ScalingLaw> others)
    {
        LifecycleOptimum[] found = [.. others.Select(study.Under).OrderBy(optimum => optimum.Point.Tokens.Value)];
        return found.Length == 0 ? null : new(
            "scaling law",
            found[0].Law.Id,
            found[^1].Law.Id,
            found[0].Point.Tokens / study.Optimum.Point.Tokens,
            found[^1].Point.Tokens / study.Optimum.Point.Tokens,
            null,
            null,
            null);
    }
}
