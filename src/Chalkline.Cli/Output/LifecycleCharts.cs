using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Economics.Lifecycle;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The pictures of <c>chalk lifecycle</c>.</summary>
internal static class LifecycleCharts
{
    private const double Highest = 3;

    /// <summary>The three costs on each other against training tokens, quality held.</summary>
    public static ChartSpec Stack(LifecycleAnswer answer)
    {
        LifecycleStudy study = answer.Study;
        Flop unit = study.Ledger.Cost;

        // A small model needs data without end: what costs more than three lives is not worth the room.
        LifecycleLedger[] curve = [.. answer.Curve.Where(life => life.Cost < Highest * unit)];
        List<Series> bands = [];
        double[] below = new double[curve.Length];
        for (int part = 0; part < 3; part++)
        {
            ChartInterval[] intervals = new ChartInterval[below.Length];
            for (int place = 0; place < below.Length; place++)
            {
                LifecycleLedger life = curve[place];
                double height = life.Stages[part].Stage.Cost / unit;
                intervals[place] = new(life.PreTraining.Tokens.Value, below[place], below[place] + height);
                below[place] += height;
            }

            bands.Add(new BandSeries(study.Ledger.Stages[part].Name, [.. intervals]));
        }

        return new()
        {
            Title = "Cost of a life against training tokens, at the same quality",
            Subtitle = $"loss of {study.Request.Active} on {study.Ledger.PreTraining.Tokens} under "
                + $"{study.Request.Law.Id}, {study.Ledger.Inference.Tokens} served, eta "
                + study.Request.DecodePenalty.ToString("0.##", CultureInfo.InvariantCulture),
            X = Axis.Log("Pre-training tokens"),
            Y = Axis.Linear("Cost, times that of the model as it is") with { Minimum = 0 },
            Series = [.. bands],
            Lines =
            [
                ReferenceLine.AtX(study.Optimum.Point.Tokens.Value, $"cheapest, {study.Optimum.Point.Parameters}"),
                ReferenceLine.AtX(study.Budget.PreTraining.Value, "equal cost"),
                .. study.Request.TrainTokens is { } given
                    ? [ReferenceLine.AtX(given.Value, "as given")]
                    : Array.Empty<ReferenceLine>(),
            ],
            Legend = LegendPlace.Above,
            Footnote = study.Optimum.Mark.Length > 0 ? $"The law at the optimum: {study.Optimum.Mark}." : "",
        };
    }

    /// <summary>What the ends of every guess make of the cheapest model's tokens.</summary>
    public static ChartSpec Tornado(LifecycleAnswer answer)
    {
        ImmutableArray<Guess> guesses = answer.Guesses;
        return new()
        {
            Title = "What every guess does to the tokens of the cheapest model",
            Subtitle = $"{answer.Study.Optimum.Point.Tokens} under {answer.Study.Request.Law.Id}; quality held",
            X = Axis.Linear("Change of training tokens") with { Style = NumberStyle.Percent },
            Y = Axis.Of("", guesses.Select(Category)),
            Series =
            [
                new BarSeries("at the first value", [.. guesses.Select(guess => guess.AtLow - 1)]),
                new BarSeries("at the second value", [.. guesses.Select(guess => guess.AtHigh - 1)]),
            ],
            Legend = LegendPlace.Above,
        };
    }

    /// <summary>A guess with its ends, where they are short.</summary>
    private static string Category(Guess guess)
        => guess.Low.Length > 6 ? guess.Name : $"{guess.Name}, {guess.Low} to {guess.High}";
}
