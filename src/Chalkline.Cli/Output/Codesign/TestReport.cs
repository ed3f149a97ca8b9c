using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Designs;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>The page of <c>chalk codesign test</c>.</summary>
internal static class TestReport
{
    private static readonly string[] Names = ["old model, old machine", "new model, old machine", "old model, new machine", "new model, new machine"];

    public static Answer Of(TestAnswer answer, Derivation? work)
    {
        TwoByTwo test = answer.Result;
        TableSpec table = Table(answer);
        string marks = string.Join("; ", new[] { answer.Before, answer.After }.SelectMany(design => design.Hardware.Marks)
            .Concat(answer.After.Model.Source is { Verified: not Verification.Yes } source ? [$"quality of {answer.After.Id}: {CatalogReports.Word(source.Verified)} read in {source.Where}"] : []));
        return new()
        {
            Command = "codesign test",
            Data = table,
            Report = new()
            {
                Title = $"Is {answer.After.Id} against {answer.Before.Id} codesign?",
                Lead = $"**{test.Verdict}** At equal loss the model alone takes {Text(answer.Relative(answer.ModelAlone))} of the {Word(answer.Objective)}, the machine alone "
                    + $"{Text(answer.Relative(answer.HardwareAlone))}, both {Text(answer.Relative(answer.Both))}. Synergy: {Text(Math.Exp(test.Synergy))} times beyond the halves.",
                Sections =
                [
                    new("Two models, two machines", [new TableBlock(table), new ChartBlock(Bars(answer))]),
                    new("Gains", [new TableBlock(Gains(test))]),
                ],
                Footer = $"{answer.Objective} at equal loss: parameters grown by 1/e_N. Closed form, rates at their peaks; batch {answer.Before.Batch:N0} and context "
                    + $"{answer.Before.Context} of {answer.Before.Id}. The test is inferred from the recording. {(marks.Length > 0 ? $"Marked: {marks}. " : "")}docs/designs.md.",
            },
            Json = writer => Write(writer, answer),
            Work = work,
        };
    }

    private static TableSpec Table(TestAnswer answer) => Tables.Of(
        "",
        ["Pair", $"J, {Word(answer.Objective)}", "Times the old", "TPOT (ms)", "mJ/tok", "$/Mtok", "Lacks"],
        answer.All.Select((each, place) => (IEnumerable<TableCell>)
        [
            Names[place],
            Tables.Number(each.Of(answer.Objective)),
            Tables.Number(answer.Relative(each)),
            Tables.Cell(each.TimePerToken, "ms", 3),
            Tables.Cell(each.Energy.Total, "mJ", 2),
            each.UsdPerMillion is { } usd ? Tables.Number(usd) : "-",
            each.Lacks.Length > 0 ? each.Lacks : "-",
        ]));

    private static TableSpec Gains(TwoByTwo test) => Tables.Of(
        "",
        ["Gain", "Log", "Times", ""],
        [
            ["the model alone", Tables.Number(test.OfModel), Tables.Number(Math.Exp(test.OfModel)), test.ModelSacrifices ? "a sacrifice" : "-"],
            ["the machine alone", Tables.Number(test.OfHardware), Tables.Number(Math.Exp(test.OfHardware)), test.HardwareSacrifices ? "a sacrifice" : "-"],
            ["both", Tables.Number(test.OfBoth), Tables.Number(Math.Exp(test.OfBoth)), "-"],
            ["synergy: both beyond the halves", Tables.Number(test.Synergy), Tables.Number(Math.Exp(test.Synergy)), test.Synergy > 0 ? "the halves help each other" : "-"],
        ]);

    private static ChartSpec Bars(TestAnswer answer) => new()
    {
        Title = $"{Capital(Word(answer.Objective))} at equal loss, times the old design",
        Subtitle = $"{answer.Before.Name} against {answer.After.Name}",
        X = Axis.Linear("Times the old design") with { Minimum = 0 },
        Y = Axis.Of("", Names),
        Series = [new BarSeries("J", [.. answer.All.Select(answer.Relative)])],
        Lines = [ReferenceLine.AtX(1, "as it was")],
        Legend = LegendPlace.None,
    };

    private static void Write(Utf8JsonWriter writer, TestAnswer answer)
    {
        TwoByTwo test = answer.Result;
        writer.WriteString("before", answer.Before.Id);
        writer.WriteString("after", answer.After.Id);
        writer.WriteString("objective", answer.Objective.ToString().ToLowerInvariant());
        writer.WriteString("verdict", test.Verdict);
        writer.WriteBoolean("codesign", test.IsCodesign);
        writer.WriteBoolean("modelSacrifices", test.ModelSacrifices);
        writer.WriteBoolean("hardwareSacrifices", test.HardwareSacrifices);
        writer.WriteNumber("gainOfModel", test.OfModel);
        writer.WriteNumber("gainOfHardware", test.OfHardware);
        writer.WriteNumber("gainOfBoth", test.OfBoth);
        writer.WriteNumber("synergy", test.Synergy);
        writer.WriteStartArray("pairs");
        for (int place = 0; place < Names.Length; place++)
        {
            DesignEvaluation each = answer.All[place];
            writer.WriteStartObject();
            writer.WriteString("pair", Names[place]);
            writer.WriteNumber("value", each.Of(answer.Objective));
            writer.WriteNumber("relative", answer.Relative(each));
            writer.WriteNumber("tpotSeconds", each.TimePerToken.Value);
            writer.WriteNumber("joulesPerToken", each.Energy.Total.Value);
            writer.WriteString("lacks", each.Lacks);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Word(DesignObjective objective) => objective switch
    {
        DesignObjective.Energy => "energy (J)",
        DesignObjective.Cost => "cost ($/Mtok)",
        DesignObjective.Time => "time (s)",
        _ => "arithmetic (device s)",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
