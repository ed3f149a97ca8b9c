using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Economics.Lifecycle;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk lifecycle</c>.</summary>
internal static class LifecycleReport
{
    public static Answer Of(LifecycleAnswer answer, Derivation? work)
    {
        TableSpec ways = LifecycleTables.Ways(answer);
        List<ReportSection> sections =
        [
            new("What it rests on", [new TableBlock(LifecycleTables.Inputs(answer.Inputs))]),
            new("The life", [new TableBlock(LifecycleTables.Ledger(answer))]),
            new("How many tokens", [new TableBlock(ways), new ChartBlock(LifecycleCharts.Stack(answer))]),
            new(
                "The cheapest model of the same quality, by law",
                [new TableBlock(LifecycleTables.Optima(answer)), Optimum(answer)]),
            new(
                "What every guess is worth",
                [
                    new TableBlock(LifecycleTables.Guesses(answer)),
                    new ChartBlock(LifecycleCharts.Tornado(answer)),
                    Held(),
                ]),
            new("What published models give away", [new TableBlock(LifecycleTables.Implied(answer)), Implied(answer)]),
            new("Volumes that providers state", [new TableBlock(LifecycleTables.Volumes(answer))]),
            new("Rollouts of an RL step", [new TableBlock(LifecycleTables.Rollouts(answer)), Rollouts(answer)]),
        ];
        if (answer.Inputs is { Reward: { } reward, Machine: { } machine })
        {
            sections.Add(new(
                "Reward against RL compute",
                [new TableBlock(LifecycleTables.Reward(answer, reward, machine)), Reward()]));
        }

        return new()
        {
            Command = "lifecycle",
            Data = ways,
            Report = new()
            {
                Title = $"The life of {answer.Inputs.Name}",
                Lead = Lead(answer),
                Sections = [.. sections],
                Footer = "Costs are FLOP of training: a decoded FLOP counts eta times. Parameters are active ones. "
                    + "Equations, laws and their ranges: docs/lifecycle.md.",
            },
            Json = writer => LifecycleJson.Write(writer, answer),
            Work = work,
        };
    }

    private static string Lead(LifecycleAnswer answer)
    {
        LifecycleStudy study = answer.Study;
        LifecycleOptimum best = study.Optimum;
        string mark = best.Mark.Length > 0 ? $" ({best.Mark})" : "";
        double times = study.Budget.PreTraining.Value / (20 * study.Request.Active.Value);
        return $"It serves {study.Ledger.Inference.Tokens} in its life. At equal cost ({study.Request.Shares}) it "
            + $"should "
            + $"be trained on {study.Budget.PreTraining} and see {study.Budget.ReinforcementLearning} in RL: "
            + $"{Short(times)} times Chinchilla's 20 tokens a parameter. Under {best.Law.Id}{mark} the same loss is "
            + $"cheapest with {best.Point.Parameters} on {best.Point.Tokens}, {Short(best.Ledger.OverTraining)} times "
            + $"Chinchilla, and saves {Short(100 * best.Saving)} % of the life.";
    }

    private static string Short(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static TextBlock Optimum(LifecycleAnswer answer) => new(
        $"Quality is that of {answer.Study.Request.Active} on {answer.Study.Ledger.PreTraining.Tokens}, under each "
            + $"law; RL "
            + "and served tokens stay. Equal cost is exact only by chance: the condition is epsilon_N/epsilon_D = 1 + "
            + "D_eq/D. A mark 'outside' names the variables beyond the runs that a law was fitted to: such a figure is "
            + "extrapolated.");

    private static TextBlock Held() => new(
        "Ends: tokens of the cheapest model of the same quality, times those of the answer. Elasticities are exact: "
            + "percent for a percent of the guess, at the answer.");

    private static TextBlock Implied(LifecycleAnswer answer) => new(
        "Tokens served for each token trained on if the model's size was the cheapest for its quality under "
            + $"{answer.Study.Request.Law.Id}, with decoding as efficient as training, and with eta. A dash: even a "
            + $"model "
            + "never served should have had more data. Models of experts are held against a law of dense ones by their "
            + "active parameters.");

    private static TextBlock Rollouts(LifecycleAnswer answer) => new(
        "Synchronous: a step waits for its longest chain. Asynchronous: places are refilled, a step takes the mean "
            + "chain"
            + (answer.Inputs.Mean is null ? "; give --mean-chain for it." : " and trains on older weights."));

    private static TextBlock Reward() => new(
        "R(C) = R0 + (A - R0)/(1 + (C_mid/C)^B), arXiv:2510.13786. The parameters are yours: fitted values of the "
            + "final recipe are not published.");
}
