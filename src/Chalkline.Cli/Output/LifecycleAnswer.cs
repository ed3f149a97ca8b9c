using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Cli.Commands;
using Chalkline.Derivations;
using Chalkline.Economics.Lifecycle;
using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Cli.Output;

/// <summary>Everything that <c>chalk lifecycle</c> shows, computed once.</summary>
internal sealed class LifecycleAnswer
{
    private const int CurvePoints = 160;

    /// <summary>Speeds of a chain that the table of rollouts holds beside that of the machine, tok/s/user.</summary>
    private static readonly double[] Speeds = [50, 150, 500, 1000, 2000];

    public LifecycleAnswer(LifecycleInputs inputs, LifecycleStudy study)
    {
        Inputs = inputs;
        Study = study;
        DataFolder data = DataFolder.Default;
        ScalingLaw[] confirmed =
        [
            .. ScalingLawCatalogue.Open(data).All.Where(
                law => law.Confirmed && law.Counts == ParameterBasis.Active && Weighs(law)),
        ];
        LifecycleStudy efficient = LifecycleStudy.Of(study.Request with
        {
            DecodePenalty = 1,
            TrainTokens = study.Ledger.PreTraining.Tokens,
            RlTokens = study.Ledger.ReinforcementLearning.Tokens,
        });
        ScalingLaw chosen = study.Request.Law;
        bool among = confirmed.Any(law => law.Id == chosen.Id);
        IEnumerable<ScalingLaw> laws = among ? confirmed : confirmed.Prepend(chosen);
        Optima =
        [
            .. laws.SelectMany(law => study.Request.DecodePenalty == 1
                ? [(1, study.Under(law))]
                : new[] { (1, efficient.Under(law)), (study.Request.DecodePenalty, study.Under(law)) }),
        ];
        Guesses = LifecycleSensitivity.Of(study, [.. confirmed.Where(law => law.Range.Parameters is not null)]);
        Curve = study.Curve(CurvePoints);
        Runs = PublishedRun.All(data);
        Volumes = TokenVolume.All(data);
    }

    public LifecycleInputs Inputs { get; }

    public LifecycleStudy Study { get; }

    /// <summary>The cheapest models of the same quality by law, decode as efficient as training and as it is.</summary>
    public ImmutableArray<(double Penalty, LifecycleOptimum Optimum)> Optima { get; }

    public ImmutableArray<Guess> Guesses { get; }

    public ImmutableArray<LifecycleLedger> Curve { get; }

    public ImmutableArray<PublishedRun> Runs { get; }

    public ImmutableArray<TokenVolume> Volumes { get; }

    /// <summary>
    /// The heuristic under the shares of the lecture and those asked for, the model as it is, and the optimum.
    /// </summary>
    public IEnumerable<(string Way, LifecycleLedger Life, string Mark)> Ways()
    {
        Quiet quiet = default;
        LifecycleRequest request = Study.Request;
        LifecycleShares[] splits = [LifecycleShares.Thirds, LifecycleShares.Quarters, request.Shares];
        foreach (LifecycleShares shares in splits.Distinct())
        {
            LifecycleBudget budget = LifecycleBudget.Of(request with { Shares = shares });
            yield return (
                $"equal cost, {shares}",
                LifecycleLedger.Of(
                    request,
                    request.Active,
                    budget.PreTraining,
                    budget.ReinforcementLearning,
                    budget.Inference,
                    ref quiet),
                "");
        }

        if (request.TrainTokens is not null || request.RlTokens is not null)
        {
            yield return ("tokens as given", Study.Ledger, "");
        }

        yield return ("cheapest, same loss", Study.Optimum.Ledger, Study.Optimum.Mark);
    }

    /// <summary>Rollouts at the machine's speed, or the one given, and at others.</summary>
    public IEnumerable<(string Speed, RolloutTime Time)> Rollouts()
    {
        if (Inputs.TimePerToken is { } known)
        {
            yield return (Inputs.TimePerTokenFrom, Of(known));
        }

        foreach (double speed in Speeds)
        {
            yield return ("", Of(new(1 / speed)));
        }

        RolloutTime Of(Seconds token)
            => new RolloutTime(Inputs.Longest, Inputs.Mean ?? Inputs.Longest, token).Checked();
    }

    /// <summary>
    /// Tokens served over tokens trained on for which a published model was the cheapest; null for none.
    /// </summary>
    public double? Implied(PublishedRun run, double penalty)
    {
        IScalingLaw law = Study.Request.Law.OfActive(LawSetting.Dense with { }, run.Total / run.Active);
        Tokens equivalent = FixedQuality.Implied(law, new(run.Active, run.Tokens));
        return equivalent > Tokens.Zero ? equivalent / (LifecycleBudget.Beta(penalty) * run.Tokens) : null;
    }

    private static bool Weighs(ScalingLaw law)
        => law.Family.At(LawSetting.Dense).Slopes(new(1e9), new(1e10)).Tokens > 0;
}
