using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Commands;
using Chalkline.Codesign.Sensitivities;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk sensitivity</c>.</summary>
internal static class SensitivityReport
{
    private static readonly (Figure Figure, string Kind, string Word)[] Words =
    [
        (Figure.Peak, "hardware", "arithmetic peak"),
        (Figure.MemoryBandwidth, "hardware", "memory bandwidth"),
        (Figure.ScaleUp, "hardware", "scale-up bandwidth"),
        (Figure.ScaleOut, "hardware", "scale-out bandwidth"),
        (Figure.LinkLatency, "hardware", "latency of links"),
        (Figure.Launch, "hardware", "start of a kernel"),
        (Figure.Price, "hardware", "price of a device"),
        (Figure.Power, "hardware", "static power"),
        (Figure.MemoryEnergy, "hardware", "energy of a bit of memory"),
        (Figure.ArithmeticEnergy, "hardware", "energy of arithmetic"),
        (Figure.WeightBits, "format", "bits of a weight"),
        (Figure.CacheBytes, "format", "bytes of a cache entry"),
        (Figure.Layers, "model", "layers"),
        (Figure.FeedForwardWidth, "model", "width of feed-forward layers"),
        (Figure.Vocabulary, "model", "vocabulary"),
        (Figure.Context, "workload", "context"),
        (Figure.Batch, "workload", "batch"),
    ];

    public static Answer Of(
        SensitivityCommand.Subject subject, TokenSensitivity sensitivity, SensitivityCommand.FoundThreshold? found, Derivation? work)
    {
        TableSpec table = Tables.Of(
            "",
            ["Figure", "Of", "Elasticity", "Ten percent more gives"],
            sensitivity.Elasticities.Select(one => (IEnumerable<TableCell>)
            [
                Word(one.Figure), Kind(one.Figure), Tables.Number(Math.Round(one.Elasticity, 4)), Percent(Math.Pow(1.1, one.Elasticity) - 1),
            ]));
        return new()
        {
            Command = "sensitivity",
            Data = table,
            Report = new()
            {
                Title = $"What {Name(sensitivity.Objective)} hangs on: {subject.Inputs.Subject}",
                Lead = Lead(subject, sensitivity, found),
                Sections =
                [
                    .. found is null ? Array.Empty<ReportSection>() : [new ReportSection("Where it stops binding", [new TableBlock(Threshold(found))])],
                    new("By figure", [new TableBlock(table), new ChartBlock(Tornado(subject, sensitivity))]),
                    .. sensitivity.Slopes.Kinks.Length > 0
                        ? [new ReportSection("Kinks", [new TextBlock(Kinks(sensitivity.Slopes.Kinks))])]
                        : Array.Empty<ReportSection>(),
                ],
                Footer = "Exact derivatives of the operator fidelity at this point, layout and arithmetic held; a percent of the figure, all else as it is. "
                    + "Ten percent is extrapolated along them. docs/sensitivity.md.",
            },
            Json = writer => Write(writer, subject, sensitivity, found),
            Work = work,
        };
    }

    private static string Lead(
        SensitivityCommand.Subject subject, TokenSensitivity sensitivity, SensitivityCommand.FoundThreshold? found)
    {
        (Figure Figure, double Elasticity) most = sensitivity.Elasticities.First(one => one.Figure is not Figure.Price);
        string at = $"Decoding {subject.Batch:N0} sequences of {subject.Context} as {subject.Pass.Layout} with {subject.Inputs.Formats}: "
            + $"**{Value(sensitivity)}**. {Capital(Word(most.Figure))} matters most: a percent more gives {most.Elasticity:+0.##;-0.##} %. Memory holds up "
            + $"{Percent(sensitivity.Slopes.MemoryShare).TrimStart('+')} of the step, links take {Percent(sensitivity.Slopes.NetworkShare).TrimStart('+')}.";
        return found is null ? at : $"{Found(found)} {at}";
    }

    private static string Found(SensitivityCommand.FoundThreshold found) => found.Threshold switch
    {
        { HeldBefore: true } => $"{Capital(found.Condition)} holds already at {found.Field} of {found.Now}.",
        { Factor: { } factor } => $"{Capital(found.Condition)} holds from a **{found.Field} of {found.Then}** on, {factor.ToString("0.###", CultureInfo.InvariantCulture)} times the {found.Now} there is.",
        { Stopped.Length: > 0 } => $"No value that {found.Field} may have brings about {found.Condition}; the next one is refused: {found.Threshold.Stopped}",
        _ => $"No {found.Field} from 1/{Chalkline.Codesign.Sensitivities.Threshold.Furthest:0} to {Chalkline.Codesign.Sensitivities.Threshold.Furthest:N0} times the {found.Now} there is brings about {found.Condition}.",
    };

    private static TableSpec Threshold(SensitivityCommand.FoundThreshold found) => Tables.Of(
        "",
        ["Figure", "Condition", "Now", "Holds at", "Times"],
        [
            [
                found.Field, found.Condition, found.Now, found.Threshold.Factor is null ? "nowhere tried" : found.Then,
                found.Threshold.Factor is { } factor ? Tables.Number(factor) : "-",
            ],
        ]);

    private static string Kinks(ImmutableArray<string> operators)
        => "Arithmetic and memory take the same time, within 2 %, in "
            + string.Join(", ", operators.Distinct(StringComparer.Ordinal))
            + ": a small change there swaps what binds, and the derivative on the other side is another.";

    private static ChartSpec Tornado(SensitivityCommand.Subject subject, TokenSensitivity sensitivity) => new()
    {
        Title = $"Elasticity of {Name(sensitivity.Objective)}",
        Subtitle = $"{subject.Inputs.Subject}, batch {subject.Batch:N0}, context {subject.Context}, {subject.Inputs.Formats}",
        X = Axis.Linear("Percent for a percent of the figure"),
        Y = Axis.Of("", sensitivity.Elasticities.Select(one => Word(one.Figure))),
        Series = [new BarSeries("elasticity", [.. sensitivity.Elasticities.Select(one => one.Elasticity)])],
        Legend = LegendPlace.None,
    };

    private static void Write(
        Utf8JsonWriter writer, SensitivityCommand.Subject subject, TokenSensitivity sensitivity, SensitivityCommand.FoundThreshold? found)
    {
        CommonJson.Subject(writer, subject.Inputs);
        writer.WriteString("layout", subject.Pass.Layout.ToString());
        writer.WriteNumber("batch", subject.Batch);
        writer.WriteNumber("contextTokens", subject.Context.Value);
        writer.WriteString("objective", Name(sensitivity.Objective));
        writer.WriteNumber("value", sensitivity.Value);
        writer.WriteNumber("memoryShare", sensitivity.Slopes.MemoryShare);
        writer.WriteNumber("networkShare", sensitivity.Slopes.NetworkShare);
        writer.WriteStartArray("elasticities");
        foreach ((Figure figure, double elasticity) in sensitivity.Elasticities)
        {
            writer.WriteStartObject();
            writer.WriteString("figure", Word(figure));
            writer.WriteString("of", Kind(figure));
            writer.WriteNumber("elasticity", elasticity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("kinks");
        foreach (string name in sensitivity.Slopes.Kinks)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        if (found is not null)
        {
            writer.WriteStartObject("threshold");
            writer.WriteString("field", found.Field);
            writer.WriteString("condition", found.Condition);
            writer.WriteBoolean("heldBefore", found.Threshold.HeldBefore);
            if (found.Threshold.Factor is { } factor)
            {
                writer.WriteNumber("factor", factor);
            }
            else
            {
                writer.WriteNull("factor");
            }

            writer.WriteString("now", found.Now);
            writer.WriteString("then", found.Then);
            writer.WriteString("stopped", found.Threshold.Stopped);
            writer.WriteEndObject();
        }
    }

    private static string Word(Figure figure) => Words.Single(word => word.Figure == figure).Word;

    private static string Kind(Figure figure) => Words.Single(word => word.Figure == figure).Kind;

    private static string Name(Objective objective) => objective switch
    {
        Objective.Cost => "$/Mtok",
        Objective.Energy => "J/tok",
        Objective.Speed => "tok/s/user",
        _ => "tok/s/device",
    };

    private static string Value(TokenSensitivity sensitivity)
        => $"{sensitivity.Value.ToString("G4", CultureInfo.InvariantCulture)} {Name(sensitivity.Objective)}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Percent(double share) => share.ToString("+0.## %;-0.## %;0 %", CultureInfo.InvariantCulture);
}
