using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Scaling;
using S = Chalkline.Economics.Lifecycle.LifecycleSymbols;

namespace Chalkline.Economics.Lifecycle;

/// <summary>
/// What a model's life costs, what the heuristic would train, and what is cheapest at the same quality.
/// </summary>
public sealed record LifecycleStudy
{
    /// <summary>What was asked.</summary>
    public required LifecycleRequest Request { get; init; }

    /// <summary>What the equal-cost heuristic says.</summary>
    public required LifecycleBudget Budget { get; init; }

    /// <summary>The life with the tokens given, or the heuristic's where none are.</summary>
    public required LifecycleLedger Ledger { get; init; }

    /// <summary>The loss of that model under the law.</summary>
    public required double Loss { get; init; }

    /// <summary>The tokens with which the law itself would train that size.</summary>
    public required LawPoint LawChinchilla { get; init; }

    /// <summary>The cheapest model of that loss.</summary>
    public required LifecycleOptimum Optimum { get; init; }

    /// <summary>D_eq of the life.</summary>
    public Tokens Equivalent
        => FixedQuality.Equivalent(Request, Ledger.ReinforcementLearning.Tokens, Ledger.Inference.Tokens);

    /// <summary>The mark of the model as it is, under the law.</summary>
    public string Mark => Request.Law.Mark(
        Request.Active, Ledger.PreTraining.Tokens, Request.Setting, Request.TotalOverActive);

    /// <summary>Studies a life.</summary>
    /// <exception cref="ChalkException">A number is out of range, or the law knows nothing of tokens.</exception>
    public static LifecycleStudy Of(LifecycleRequest request)
    {
        request.Checked();
        Quiet quiet = default;
        LifecycleBudget budget = LifecycleBudget.Of(request);
        LifecycleLedger ledger = LifecycleLedger.Of(
            request,
            request.Active,
            request.TrainTokens ?? budget.PreTraining,
            request.RlTokens ?? budget.ReinforcementLearning,
            budget.Inference,
            ref quiet);
        IScalingLaw law = LawOf(request, request.Law);
        return new()
        {
            Request = request,
            Budget = budget,
            Ledger = ledger,
            Loss = law.Loss(request.Active, ledger.PreTraining.Tokens),
            LawChinchilla = LawOptimum.OfSize(law, request.Active),
            Optimum = OptimumUnder(request, ledger, request.Law),
        };
    }

    /// <summary>The cheapest model of the same quality under another law.</summary>
    /// <exception cref="ChalkException">The law knows nothing of tokens.</exception>
    public LifecycleOptimum Under(ScalingLaw law) => OptimumUnder(Request, Ledger, law);

    /// <summary>
    /// Lives of models of the same loss, from little data to much: the curve whose bottom is the optimum.
    /// </summary>
    /// <param name="points">How many, at least 2.</param>
    public ImmutableArray<LifecycleLedger> Curve(int points)
    {
        const double Margin = 8;
        Quiet quiet = default;
        IScalingLaw law = LawOf(Request, Request.Law);
        double[] marks =
        [
            Optimum.Point.Tokens.Value, Budget.PreTraining.Value, Ledger.PreTraining.Tokens.Value,
            LawOptimum.OfLoss(law, Loss).Tokens.Value,
        ];
        double least = marks.Min() / 2;
        double growth = Math.Log(marks.Max() * Margin / least) / (points - 1);
        return
        [
            .. Enumerable.Range(0, points)
                .Select(place => new Tokens(least * Math.Exp(growth * place)))
                .Select(tokens => (Tokens: tokens, Size: law.ParametersFor(Loss, tokens)))
                .Where(point => double.IsFinite(point.Size.Value))
                .Select(point => LifecycleLedger.Of(
                    Request,
                    point.Size,
                    point.Tokens,
                    Ledger.ReinforcementLearning.Tokens,
                    Ledger.Inference.Tokens,
                    ref quiet)),
        ];
    }

    /// <summary>Shows the heuristic, the account, the over-training and the optimum.</summary>
    /// <param name="work">Where the work is shown.</param>
    public void Show<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        work.Open($"equal-cost heuristic, {Request.Shares}");
        LifecycleBudget.Of(Request, ref work);
        work.Close();
        work.Open("the account of a life");
        LifecycleLedger.Of(
            Request,
            Request.Active,
            Ledger.PreTraining.Tokens,
            Ledger.ReinforcementLearning.Tokens,
            Ledger.Inference.Tokens,
            ref work);
        work.Close();
        work.Open("over-training");
        Parameters active = work.Given(S.Active, Request.Active, name: "active");
        Tokens preTokens = work.Given(S.PreTokens, Ledger.PreTraining.Tokens, name: "preTokens");
        double chinchillaRatio = work.Given(S.ChinchillaRatio, TrainingWork.ChinchillaRatio, name: "chinchillaRatio");
        work.Step(S.OverTraining, preTokens.Value / (chinchillaRatio * active.Value));
        work.Close();
        IScalingLaw law = LawOf(Request, Request.Law);
        work.Open($"loss under {Request.Law.Id}, constants of {Request.Law.Source.Where}");
        law.Loss(Request.Active, Ledger.PreTraining.Tokens, ref work);
        work.Close();
        work.Open("the cheapest model of that loss: size is worth what it costs");
        FixedQuality.Show(law, Optimum.Point, Equivalent, ref work);
        work.Close();
    }

    private static LifecycleOptimum OptimumUnder(LifecycleRequest request, LifecycleLedger ledger, ScalingLaw law)
    {
        Quiet quiet = default;
        IScalingLaw settled = LawOf(request, law);
        double loss = settled.Loss(request.Active, ledger.PreTraining.Tokens);
        Tokens rl = ledger.ReinforcementLearning.Tokens;
        Tokens inference = ledger.Inference.Tokens;
        LawPoint best = FixedQuality.Minimise(settled, loss, FixedQuality.Equivalent(request, rl, inference));
        LifecycleLedger life = LifecycleLedger.Of(request, best.Parameters, best.Tokens, rl, inference, ref quiet);
        return new(
            law,
            loss,
            best,
            life,
            1 - (life.Cost / ledger.Cost),
            law.Mark(best.Parameters, best.Tokens, request.Setting, request.TotalOverActive));
    }

    private static IScalingLaw LawOf(LifecycleRequest request, ScalingLaw law)
    {
        IScalingLaw settled = law.OfActive(request.Setting, request.TotalOverActive);
        return settled.Slopes(request.Active, new(1e9)).Tokens != 0 ? settled : throw new ChalkException(
            $"The law {law.Id} is of one number of training tokens and cannot weigh data against size; choose "
                + "another.");
    }
}
