using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Flexibility;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>The page of <c>chalk codesign flexibility</c>.</summary>
internal static class FlexibilityReport
{
    private const int Steps = 100;

    /// <summary>Gains of specialising that the table goes through: the recording's range, and beyond it.</summary>
    private static readonly double[] Gains = [1.1, 1.2, 1.35, 1.5, 2, 3];

    public static Answer Of(FlexibleFleet fleet, Derivation? work)
    {
        TableSpec gains = Table(fleet);
        return new()
        {
            Command = "codesign flexibility",
            Data = gains,
            Report = new()
            {
                Title = "How much of a fleet to keep flexible",
                Lead = Lead(fleet),
                Sections =
                [
                    new("By the gain of specialised hardware", [new TableBlock(gains)]),
                    new("Value by flexible share", [new ChartBlock(Values(fleet))]),
                    new("The share by the odds", [new ChartBlock(Odds(fleet))]),
                ],
                Footer = "V(x) = e (1 - x) + x + q v ln(1 + (x + (1 - x)/k)/s). The form is inferred, no source claims it: it is a "
                    + "proposal to reason with. What the words mean: docs/codesign.md.",
            },
            Json = writer => Write(writer, fleet),
            Work = work,
        };
    }

    private static string Lead(FlexibleFleet fleet)
    {
        double best = fleet.Best;
        double stake = fleet.Chance * fleet.Value;
        string begins = double.IsFinite(fleet.BreakEvenStake)
            ? $"Flexible devices begin to pay at a stake of {Text(fleet.BreakEvenStake)} fleets (chance times value); this one is {Text(stake)}."
            : "Specialised hardware is as good at the unforeseen, so no stake makes flexible devices pay.";
        string found = best <= 0
            ? "Keep none of the fleet flexible: the odds do not pay for the standard work given up."
            : best >= 1 ? "Keep all of the fleet flexible."
            : $"Keep **{Percent(best)} of the fleet flexible**. While nothing unforeseen comes that costs {Percent(fleet.Premium(best))} of the "
                + $"standard work of an all-specialised fleet; in expectation the fleet is worth {Percent((fleet.Total(best) / fleet.Total(0)) - 1)} more than that.";
        return $"{found} {begins}";
    }

    private static TableSpec Table(FlexibleFleet fleet) => Tables.Of(
        "",
        ["Gain of specialising", "Flexible share", "Cost of the insurance", "Worth against none", "Pays from a stake of"],
        Gains.Append(fleet.Speed).Distinct().Order().Select(gain => fleet with { Speed = gain }).Select(other => (IEnumerable<TableCell>)
        [
            Tables.Number(other.Speed),
            Tables.Percent(other.Best),
            Tables.Percent(other.Premium(other.Best)),
            Tables.Percent((other.Total(other.Best) / other.Total(0)) - 1),
            Tables.Number(other.BreakEvenStake),
        ]));

    private static ChartSpec Values(FlexibleFleet fleet)
    {
        double[] shares = [.. Enumerable.Range(0, Steps + 1).Select(step => step / (double)Steps)];
        return new()
        {
            Title = "What a fleet is worth by its flexible share",
            Subtitle = $"gain {Text(fleet.Speed)}, chance {Percent(fleet.Chance)}, value {Text(fleet.Value)}; inferred form",
            X = Axis.Linear("Flexible share") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
            Y = Axis.Linear("Work, all-flexible fleets") with { Minimum = 0 },
            Series =
            [
                new LineSeries("total", [.. shares.Select(share => new ChartPoint(share, fleet.Total(share)))]) { Bold = true },
                new LineSeries("standard", [.. shares.Select(share => new ChartPoint(share, fleet.Standard(share)))]),
                new LineSeries("unforeseen", [.. shares.Select(share => new ChartPoint(share, fleet.Unforeseen(share)))]),
            ],
            Lines = [ReferenceLine.AtX(fleet.Best, "best")],
            Legend = LegendPlace.Above,
        };
    }

    private static ChartSpec Odds(FlexibleFleet fleet)
    {
        double most = Math.Max(0.3, 3 * fleet.Chance * fleet.Value);
        return new()
        {
            Title = "The best share against the stake",
            Subtitle = "stake: chance that the unforeseen matters, times its value in fleets; inferred form",
            X = Axis.Linear("Stake (chance times value)") with { Minimum = 0 },
            Y = Axis.Linear("Best flexible share") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
            Series =
            [
                .. Gains.Select(gain => new LineSeries(
                    $"gain {Text(gain)}",
                    [
                        .. Enumerable.Range(0, Steps + 1).Select(step => most * step / Steps).Select(stake => new ChartPoint(
                            stake, (fleet with { Speed = gain, Chance = 1, Value = stake }).Best)),
                    ])),
            ],
            Lines = [ReferenceLine.AtX(fleet.Chance * fleet.Value, "yours")],
            Legend = LegendPlace.Above,
        };
    }

    private static void Write(Utf8JsonWriter writer, FlexibleFleet fleet)
    {
        writer.WriteNumber("gain", fleet.Speed);
        writer.WriteNumber("chance", fleet.Chance);
        writer.WriteNumber("value", fleet.Value);
        CommonJson.Finite(writer, "slowdown", fleet.Slowdown);
        writer.WriteNumber("scale", fleet.Scale);
        writer.WriteString("basis", "inferred");
        writer.WriteNumber("flexibleShare", fleet.Best);
        writer.WriteNumber("insuranceCost", fleet.Premium(fleet.Best));
        writer.WriteNumber("worthAgainstNone", (fleet.Total(fleet.Best) / fleet.Total(0)) - 1);
        CommonJson.Finite(writer, "breakEvenStake", fleet.BreakEvenStake);
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
