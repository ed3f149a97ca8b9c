using Chalkline.Charts.Reports;
using Chalkline.Cli.Commands;
using Chalkline.Economics.Lifecycle;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The tables of <c>chalk lifecycle</c>.</summary>
internal static class LifecycleTables
{
    private const double JoulesPerGigawattHour = 3.6e12;

    public static TableSpec Inputs(LifecycleInputs inputs)
    {
        LifecycleRequest request = inputs.Request;
        List<TableCell[]> rows =
        [
            ["N, active parameters", Tables.Cell(request.Active), inputs.Model is null ? "given" : "catalogue"],
            ["traffic", Tables.Cell(request.Traffic), "given"],
            ["lifetime", Tables.Cell(request.Lifetime), inputs.LifetimeFrom],
            [
                "chance of the frontier",
                Tables.Number(request.FrontierChance),
                request.FrontierChance == 1 ? "not derated" : "given",
            ],
            ["k, FLOP a parameter and RL token", Tables.Number(request.RolloutWork.Value), inputs.RolloutFrom],
            ["eta, training MFU over decode MFU", Tables.Number(request.DecodePenalty), inputs.PenaltyFrom],
            [
                "scaling law",
                request.Law.Id,
                $"{request.Law.Source.Where}, verified: {CatalogReports.Word(request.Law.Source.Verified)}",
            ],
        ];
        if (inputs.Machine is { } machine)
        {
            rows.Add(["device", inputs.System!.Accelerator.Name, $"{machine.Peak} BF16, dense"]);
            rows.Add(["MFU of training", Tables.Percent(machine.Utilisation), inputs.UtilisationFrom]);
            if (machine.Price is { } price)
            {
                rows.Add(["price of a device", Tables.Cell(price), inputs.PriceFrom]);
            }

            if (machine.Power is { } power)
            {
                rows.Add(["power of a device", Tables.Cell(power), "catalogue"]);
            }
        }

        return Tables.Of("", ["Input", "Value", "From"], rows);
    }

    public static TableSpec Ledger(LifecycleAnswer answer)
    {
        LifecycleLedger life = answer.Study.Ledger;
        LifecycleMachine? machine = answer.Inputs.Machine;
        List<string> headings = ["Part", "Tokens", "FLOP of the model", "Cost, FLOP of training", "Share"];
        if (machine is not null)
        {
            headings.AddRange(["M device-h", "M$", "GWh"]);
        }

        return Tables.Of("", headings, [
            .. life.Stages.Select(
                part => Row(part.Name, Tables.Cell(part.Stage.Tokens), part.Stage.Model, part.Stage.Cost)),
            Row("whole life", "-", life.Model, life.Cost),
        ]);

        IEnumerable<TableCell> Row(string name, TableCell tokens, Flop model, Flop cost) =>
        [
            name,
            tokens,
            Tables.Number(model.Value) with { Text = FormattableString.Invariant($"{model.Value:0.00E+0}") },
            Tables.Number(cost.Value) with { Text = FormattableString.Invariant($"{cost.Value:0.00E+0}") },
            Tables.Percent(cost / life.Cost),
            .. machine is null ? Array.Empty<TableCell>() :
            [
                Tables.Number(machine.DeviceTime(cost).Value / 3600e6),
                machine.Money(cost) is { } money ? Tables.Number(money.Value / 1e6) : "-",
                machine.Energy(cost) is { } energy ? Tables.Number(energy.Value / JoulesPerGigawattHour) : "-",
            ],
        ];
    }

    public static TableSpec Ways(LifecycleAnswer answer) => Tables.Of(
        "",
        ["Way", "N", "D_pre", "D_RL", "D_inf", "x 20 N", "x law's", "Cost, FLOP", "Mark"],
        answer.Ways().Select(way => (IEnumerable<TableCell>)
        [
            way.Way,
            Short(way.Life.Active),
            Short(way.Life.PreTraining.Tokens),
            Short(way.Life.ReinforcementLearning.Tokens),
            Short(way.Life.Inference.Tokens),
            Tables.Number(way.Life.OverTraining),
            Tables.Number(way.Life.PreTraining.Tokens / LawTokens(answer, way.Life.Active)),
            new(FormattableString.Invariant($"{way.Life.Cost.Value:0.00E+0}"), way.Life.Cost.Value),
            way.Mark,
        ]));

    public static TableSpec Optima(LifecycleAnswer answer) => Tables.Of(
        "",
        ["Law", "eta", "N*", "D*", "C_inf/C_pre", "D*/20 N*", "Saves", "Mark"],
        answer.Optima.Select(row => (IEnumerable<TableCell>)
        [
            row.Optimum.Law.Id,
            Tables.Number(row.Penalty),
            Short(row.Optimum.Point.Parameters),
            Short(row.Optimum.Point.Tokens),
            Tables.Number(row.Optimum.Ledger.InferenceOverPreTraining),
            Tables.Number(row.Optimum.Ledger.OverTraining),
            Tables.Percent(row.Optimum.Saving),
            row.Optimum.Mark,
        ]));

    public static TableSpec Guesses(LifecycleAnswer answer) => Tables.Of(
        "",
        ["Guess", "From", "To", "D* x, from", "D* x, to", "D_pre %/%", "D* %/%", "N* %/%"],
        answer.Guesses.Select(guess => (IEnumerable<TableCell>)
        [
            guess.Name,
            guess.Low,
            guess.High,
            Tables.Number(guess.AtLow),
            Tables.Number(guess.AtHigh),
            Optional(guess.Heuristic),
            Optional(guess.OptimalTokens),
            Optional(guess.OptimalParameters),
        ]));

    public static TableSpec Implied(LifecycleAnswer answer) => Tables.Of(
        "",
        ["Model", "Active", "Trained on", "x 20 N", "D_inf/D, eta 1", "D_inf/D", "Verified", "Mark"],
        answer.Runs.Select(run => (IEnumerable<TableCell>)
        [
            run.Model,
            Short(run.Active),
            Short(run.Tokens),
            Tables.Number(run.Tokens.Value / (20 * run.Active.Value)),
            Optional(answer.Implied(run, 1)),
            Optional(answer.Implied(run, answer.Study.Request.DecodePenalty)),
            CatalogReports.Word(run.Source.Verified),
            answer.Study.Request.Law.Mark(run.Active, run.Tokens, Scaling.LawSetting.Dense, run.Total / run.Active),
        ]));

    public static TableSpec Volumes(LifecycleAnswer answer) => Tables.Of(
        "",
        ["Provider", "Date", "M tok/s", "Times this traffic", "Verified", "Source"],
        answer.Volumes.Select(volume => (IEnumerable<TableCell>)
        [
            volume.Provider,
            volume.Source.Date,
            Tables.Number(volume.Rate.Value / 1e6),
            Tables.Number(volume.Rate / answer.Study.Request.Traffic),
            CatalogReports.Word(volume.Source.Verified),
            volume.Source.Where,
        ]));

    public static TableSpec Rollouts(LifecycleAnswer answer) => Tables.Of(
        $"Longest chain {answer.Inputs.Longest}",
        ["tok/s/user", "Synchronous (s)", "Asynchronous (s)", "Waiting", "From"],
        answer.Rollouts().Select(row => (IEnumerable<TableCell>)
        [
            Tables.Number(1 / row.Time.TimePerToken.Value),
            Tables.Cell(row.Time.Synchronous, "s", 1),
            answer.Inputs.Mean is null ? "-" : Tables.Cell(row.Time.Asynchronous, "s", 1),
            answer.Inputs.Mean is null ? "-" : Tables.Percent(row.Time.Waiting),
            row.Speed,
        ]));

    public static TableSpec Reward(LifecycleAnswer answer, RewardCurve curve, LifecycleMachine machine)
    {
        double hours = machine.DeviceTime(answer.Study.Ledger.ReinforcementLearning.Cost).Value / 3600;
        double[] times = [0.25, 0.5, 1, 2, 4];
        IEnumerable<TableCell[]> rows = times.Select(factor => new[]
        {
            Tables.Number(factor), Tables.Number(factor * hours), Tables.Number(curve.At(factor * hours)),
        });
        return Tables.Of("", ["RL compute, times the life's", "Device-h", "Reward"], rows);
    }

    private static Tokens LawTokens(LifecycleAnswer answer, Parameters active)
    {
        LifecycleRequest request = answer.Study.Request;
        return Scaling.LawOptimum.OfSize(request.Law.OfActive(request.Setting, request.TotalOverActive), active).Tokens;
    }

    private static TableCell Optional(double? value) => value is { } known ? Tables.Number(known) : "-";

    private static TableCell Short(Tokens tokens)
        => new(tokens.ToString().Replace("tok", "", StringComparison.Ordinal), tokens.Value);

    private static TableCell Short(Parameters parameters)
        => new(parameters.ToString().Replace("param", "", StringComparison.Ordinal), parameters.Value);
}
