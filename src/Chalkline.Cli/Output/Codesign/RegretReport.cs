using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Regret;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign regret</c> found.</summary>
internal sealed record RegretAnswer(RegretStudy Study, ScenarioSet Set, string Per, AreaSplit Split, double Training, double Engineering);

/// <summary>The page of <c>chalk codesign regret</c>.</summary>
internal static class RegretReport
{
    private const int Steps = 100;

    /// <summary>Shares of the work that a unit may find, and how much faster it may be.</summary>
    private static readonly double[] Shares = [0.99, 0.95, 0.9, 0.75, 0.5, 0.25];
    private static readonly double[] Speedups = [2, 5, 10, 100];

    /// <summary>SRAM of a Dojo D1 die, bytes: 354 cores of 1.25 MB (Hot Chips 2021).</summary>
    private const double DojoSram = 354 * 1.25e6;

    public static Answer Of(RegretAnswer answer, Derivation? work)
    {
        TableSpec matrix = Matrix(answer.Study);
        return new()
        {
            Command = "codesign regret",
            Data = matrix,
            Report = new()
            {
                Title = "Can you codesign too much?",
                Lead = Lead(answer),
                Sections =
                [
                    new($"What each keeps of the best, per {answer.Per}: {answer.Set.Name}", [new TableBlock(matrix), new ChartBlock(Bars(answer.Study))]),
                    new("Odds at which specialists pay", [new TableBlock(Odds(answer))]),
                    new("A die between arithmetic and bytes", [new TableBlock(Split(answer)), new ChartBlock(Hedge(answer))]),
                    new("A unit for part of the work", [new TableBlock(Units(answer.Engineering))]),
                    new(
                        "An over-specialised machine",
                        [new TextBlock($"A Tesla D1 die holds {DojoSram / 1e6:0.#} MB of SRAM and no memory: a model of 70 billion weights in FP8 takes "
                            + $"{Math.Ceiling(70e9 / DojoSram):0} dies for the weights alone.")]),
                ],
                Footer = $"A device does the slower of its peak and its bandwidth times the intensity, and nothing where memory does not hold it. Probabilities: "
                    + $"{answer.Set.Source.Where} ({Mark(answer.Set.Source.Verified)}). docs/designs.md.",
            },
            Json = writer => Write(writer, answer),
            Work = work,
        };
    }

    private static string Lead(RegretAnswer answer)
    {
        RegretStudy study = answer.Study;
        (double share, double kept) = answer.Split.Hedge;
        string expected = double.IsFinite(study.ExpectedLog(study.BestExpected))
            ? $"**{study.Designs[study.BestExpected]}** is the best guess, {Percent(Math.Exp(study.ExpectedLog(study.BestExpected)))} of the best in the geometric mean"
            : "No device can do all that may come";
        return $"{expected}; **{study.Designs[study.Minimax]}** has the best worst case, {Percent(study.Worst(study.Minimax))}. On one die, the hedge between "
            + $"pre-training and decoding gives {Percent(share)} of the area to arithmetic and keeps {Percent(kept)} of either specialist.";
    }

    private static TableSpec Matrix(RegretStudy study) => Tables.Of(
        "Performance over the best in the column; the geometric mean by probability, and the worst.",
        ["Device", .. study.Scenarios.Select((scenario, place) => $"{scenario} ({Percent(study.Probabilities[place])})"), "Mean", "Worst"],
        Enumerable.Range(0, study.Designs.Length).Select(design => new TableCell[] { study.Designs[design] }
            .Concat(Enumerable.Range(0, study.Scenarios.Length).Select(scenario => Tables.Percent(study.Ratio(design, scenario))))
            .Concat([Tables.Percent(Math.Exp(study.ExpectedLog(design))), Tables.Percent(study.Worst(design))])));

    private static TableSpec Odds(RegretAnswer answer)
    {
        RegretStudy study = answer.Study;
        return Tables.Of(
            "Probability of a scenario from which its specialist is expected to beat the hedge, the others keeping their shares"
                + (answer.Engineering > 0 ? $"; the specialist bears {Percent(answer.Engineering)} of engineering." : "."),
            ["Scenario", "Specialist", "Hedge", "Pays from"],
            Enumerable.Range(0, study.Scenarios.Length).Select(scenario => (IEnumerable<TableCell>)
            [
                study.Scenarios[scenario],
                study.Designs[study.Specialist(scenario)],
                study.Designs[study.Minimax],
                PaysFrom(study, scenario, answer.Engineering),
            ]));
    }

    private static TableCell PaysFrom(RegretStudy study, int scenario, double engineering)
    {
        int specialist = study.Specialist(scenario);
        return specialist == study.Minimax ? "is the hedge"
            : study.BreakEven(specialist, study.Minimax, scenario, engineering) is { } odds ? Tables.Percent(odds)
            : study.Ratio(specialist, scenario) / (1 + engineering) > study.Ratio(study.Minimax, scenario) ? "whatever the odds" : "never";
    }

    private static TableSpec Units(double engineering) => Tables.Of(
        "Speed of the whole by the share of its time that the unit takes over (Amdahl), and the share from which it earns its design"
            + $" ({Percent(engineering)} of the machines' cost).",
        ["Faster at it", .. Shares.Select(share => $"{share:0 %} of it"), "Pays from"],
        Speedups.Select(times => new TableCell[] { Tables.Number(times) }
            .Concat(Shares.Select(share => Tables.Number(Math.Round(Amdahl.Speed(share, times), 2))))
            .Append(Tables.Percent(Amdahl.PaysFrom(times, engineering)))));

    private static TableSpec Split(RegretAnswer answer)
    {
        AreaSplit split = answer.Split;
        (double share, double kept) = split.Hedge;
        double decoder = split.Intensity / (split.Balance + split.Intensity);
        double guess = split.BestExpected(answer.Training);
        return Tables.Of(
            "Performance, in dies that only compute.",
            ["Die", "Share of arithmetic", "Pre-training", "Decoding"],
            [
                Row("specialist of pre-training", 1),
                Row("specialist of decoding", decoder),
                Row($"hedge: keeps {Percent(kept)} of either", share),
                Row($"best guess at {Percent(answer.Training)} pre-training", guess),
            ]);

        IEnumerable<TableCell> Row(string name, double at)
            => [name, Tables.Percent(at), Tables.Number(AreaSplit.Training(at)), Tables.Number(split.Decoding(at))];
    }

    private static ChartSpec Bars(RegretStudy study) => new()
    {
        Title = "What each device keeps of the best",
        X = Axis.Linear("Of the best in the scenario") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
        Y = Axis.Of("", study.Designs),
        Series =
        [
            .. study.Scenarios.Select((scenario, place) => new BarSeries(
                scenario, [.. Enumerable.Range(0, study.Designs.Length).Select(design => study.Ratio(design, place))]) { SideBySide = true }),
        ],
        Legend = LegendPlace.Above,
    };

    private static ChartSpec Hedge(RegretAnswer answer)
    {
        AreaSplit split = answer.Split;
        double decoder = split.Decoding(split.Intensity / (split.Balance + split.Intensity));
        double[] shares = [.. Enumerable.Range(0, Steps + 1).Select(step => step / (double)Steps)];
        return new()
        {
            Title = "What a die keeps of either specialist",
            Subtitle = FormattableString.Invariant($"balanced at {split.Balance:0.#} FLOP/B, decoding at {split.Intensity:0.#} FLOP/B"),
            X = Axis.Linear("Share of the area that computes") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
            Y = Axis.Linear("Of the specialist") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
            Series =
            [
                new LineSeries("pre-training", [.. shares.Select(share => new ChartPoint(share, AreaSplit.Training(share)))]),
                new LineSeries("decoding", [.. shares.Select(share => new ChartPoint(share, split.Decoding(share) / decoder))]),
            ],
            Lines = [ReferenceLine.AtX(split.Hedge.Share, "hedge")],
            Legend = LegendPlace.Above,
        };
    }

    private static void Write(Utf8JsonWriter writer, RegretAnswer answer)
    {
        RegretStudy study = answer.Study;
        writer.WriteString("scenarios", answer.Set.Id);
        writer.WriteString("probabilitiesFrom", answer.Set.Source.Where);
        writer.WriteString("per", answer.Per);
        writer.WriteString("bestExpected", study.Designs[study.BestExpected]);
        writer.WriteString("minimax", study.Designs[study.Minimax]);
        writer.WriteNumber("minimaxRatio", study.Worst(study.Minimax));
        writer.WriteNumber("engineeringShare", answer.Engineering);
        writer.WriteStartArray("odds");
        for (int scenario = 0; scenario < study.Scenarios.Length; scenario++)
        {
            writer.WriteStartObject();
            writer.WriteString("scenario", study.Scenarios[scenario]);
            writer.WriteString("specialist", study.Designs[study.Specialist(scenario)]);
            CommonJson.Finite(
                writer, "paysFrom", study.BreakEven(study.Specialist(scenario), study.Minimax, scenario, answer.Engineering) ?? double.NaN);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("designs");
        for (int design = 0; design < study.Designs.Length; design++)
        {
            writer.WriteStartObject();
            writer.WriteString("design", study.Designs[design]);
            writer.WriteNumber("worst", study.Worst(design));
            CommonJson.Finite(writer, "expectedLog", study.ExpectedLog(design));
            writer.WriteStartArray("ratios");
            for (int scenario = 0; scenario < study.Scenarios.Length; scenario++)
            {
                writer.WriteStartObject();
                writer.WriteString("scenario", study.Scenarios[scenario]);
                writer.WriteNumber("probability", study.Probabilities[scenario]);
                writer.WriteNumber("ratio", study.Ratio(design, scenario));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("hedge");
        writer.WriteNumber("balanceFlopPerByte", answer.Split.Balance);
        writer.WriteNumber("intensityFlopPerByte", answer.Split.Intensity);
        writer.WriteNumber("shareOfArithmetic", answer.Split.Hedge.Share);
        writer.WriteNumber("kept", answer.Split.Hedge.Kept);
        writer.WriteNumber("bestExpectedShare", answer.Split.BestExpected(answer.Training));
        writer.WriteEndObject();
        writer.WriteNumber("dojoDiesFor70BFp8", Math.Ceiling(70e9 / DojoSram));
    }

    private static string Mark(Verification verified) => verified == Verification.Yes ? "read" : "not confirmed";

    private static string Percent(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);
}
