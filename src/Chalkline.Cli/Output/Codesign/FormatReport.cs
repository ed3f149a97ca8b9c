using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.NumberFormats;
using Chalkline.Codesign.Quality;
using Chalkline.Derivations;
using Chalkline.Scaling;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>The page of <c>chalk codesign format</c>.</summary>
internal static class FormatReport
{
    /// <summary>Ratios of loss that the exchange table goes through; the first is the recording's.</summary>
    private static readonly double[] Ratios = [0.97, 0.98, 0.99, 0.995, 0.999];

    /// <summary>What costs more than so many references is not worth the room of a chart.</summary>
    private const double MostCost = 3;

    public static Answer Of(FormatAnswer answer, Derivation? work)
    {
        TableSpec recipes = Recipes(answer);
        List<ReportSection> sections =
        [
            .. answer.Result is { } result
                ? [new ReportSection("At equal loss", [new TableBlock(Result(answer, result))])]
                : Array.Empty<ReportSection>(),
            new("Among the published recipes", [new TableBlock(recipes), new ChartBlock(Front(answer))]),
            new("What a ratio of losses is in parameters", [new TableBlock(Exchange(answer.Quality))]),
            .. answer.Rules.Length > 0
                ? [new ReportSection("Is the comparison fair", [new TableBlock(Rules(answer))])]
                : Array.Empty<ReportSection>(),
        ];
        return new()
        {
            Command = "codesign format",
            Data = recipes,
            Report = new()
            {
                Title = answer.Result is null ? "What number formats cost at equal loss" : "Is this quantisation result good?",
                Lead = Lead(answer),
                Sections = [.. sections],
                Footer = $"Quality under {answer.Quality.Law.Id} at {answer.Quality.Parameters} on {answer.Quality.Tokens}"
                    + (answer.Quality.Mark.Length > 0 ? $" ({answer.Quality.Mark})" : "")
                    + $"; throughput from dense peaks of {answer.Device}. Memory: weight bits read at equal loss; compute: time of arithmetic at equal "
                    + "loss; both over the reference. docs/formats.md.",
            },
            Json = writer => Write(writer, answer),
            Work = work,
        };
    }

    private static string Lead(FormatAnswer answer)
    {
        if (answer.Result is not { } result)
        {
            FormatResult memory = answer.Known.MinBy(known => known.MemoryCost)!;
            FormatResult compute = answer.Known.MinBy(known => known.ComputeCost)!;
            return $"At equal loss **{memory.Name}** reads the fewest weight bits ({Text(memory.MemoryCost)} of the reference: decoding that memory "
                + $"binds) and **{compute.Name}** takes the least arithmetic ({Text(compute.ComputeCost)}, on {answer.Device}). Narrow "
                + "activations pay only where compute counts.";
        }

        string marks = answer.Mark.Length > 0 ? $" ({answer.Mark})" : "";
        string interval = answer.Interval is { } ends ? $" ({ends.Least} to {ends.Most} within one standard deviation)" : "";
        string overhead = result.Change.Overhead >= 0
            ? $"it needs {Percent(result.Change.Overhead)} more parameters for the same loss"
            : $"it does with {Percent(-result.Change.Overhead)} fewer parameters for the same loss";
        FormatResult[] beating = [.. answer.Known.Where(result.IsBeatenBy)];
        string place = beating.Length == 0 ? "No published recipe beats it in memory and compute at once."
            : $"It is beaten in memory and compute at once by {string.Join(", ", beating.Select(other => other.Name))}.";
        return $"It is as good as **{result.Change.Parameters * answer.Quality.Parameters}** of {answer.Quality.Parameters} in full{interval}{marks}: {overhead}. "
            + $"In training it breaks even at {Text(result.Change.BreakEven)} times the throughput and is worth {Text(result.TrainingMultiplier)} times the compute "
            + $"at {Text(result.Speed)}. {place}";
    }

    private static TableSpec Result(FormatAnswer answer, FormatResult result) => Tables.Of(
        "",
        ["Figure", "Value", "How"],
        [
            ["equivalent parameters", Tables.Cell(result.Change.Parameters * answer.Quality.Parameters), $"{answer.From}{Bracket(answer.Mark)}"],
            ["parameters more for the same loss", Tables.Percent(result.Change.Overhead), "1/e_N - 1"],
            ["loss change of such a model", Tables.Percent(answer.Quality.LossChange(result.Change)), $"{answer.Quality.Law.Id}{Bracket(answer.Quality.Mark)}"],
            ["break-even throughput", Tables.Number(result.Change.BreakEven), "1/(e_N e_D)"],
            ["throughput of the whole model", Tables.Number(result.Speed), $"{Percent(result.Share)} in {result.Format.Id} at {Text(result.FormatSpeed)} times"],
            ["compute that training is worth", Tables.Number(result.TrainingMultiplier), "S e_N e_D"],
            ["stored bits a weight", Tables.Number(result.Bits), $"{Text(result.Format.Storage.Value)} in the format, scales counted"],
            ["memory cost at equal loss", Tables.Number(result.MemoryCost), "(b/b_0)/e_N"],
            ["compute cost at equal loss", Tables.Number(result.ComputeCost), "1/(S e_N)"],
            .. result.Energy is { } energy
                ? [["training energy at equal loss", Tables.Number(result.Change.TrainingEnergy(energy)), "(e_f/e_0)/(e_N e_D)"]]
                : Array.Empty<IEnumerable<TableCell>>(),
        ]);

    private static TableSpec Recipes(FormatAnswer answer) => Tables.Of(
        "",
        ["Recipe", "Bits", "e_N", "e_D", "More params", "Breaks even", "Speed", "Memory", "Compute", "Front", "Law (read)"],
        answer.Drawn.Select(result => (IEnumerable<TableCell>)
        [
            result.Name.Contains(result.Format.Id, StringComparison.Ordinal) ? result.Name : $"{result.Name} ({result.Format.Id})",
            Tables.Number(result.Bits),
            Tables.Number(result.Change.Parameters),
            Tables.Number(result.Change.Tokens),
            Tables.Percent(result.Change.Overhead),
            Tables.Number(result.Change.BreakEven),
            Tables.Number(result.Speed),
            Tables.Number(result.MemoryCost),
            Tables.Number(result.ComputeCost),
            answer.IsOnFront(result) ? "yes" : "",
            Read(answer, result),
        ]));

    private static string Read(FormatAnswer answer, FormatResult result)
        => answer.Recipes.FirstOrDefault(recipe => recipe.Name == result.Name) is { } known
            ? $"{known.Law} ({CatalogReports.Word(known.Source.Verified)})".TrimStart()
            : "given";

    private static TableSpec Exchange(QualityChange quality) => Tables.Of(
        $"Size whose loss on {quality.Tokens} stands to that of {quality.Parameters} as 1 to the ratio.",
        ["Loss ratio", "As good as", "Smaller by", "e_N", "Compute by Kaplan's 22 % a percent", "Mark"],
        Ratios.Where(ratio => quality.Loss / ratio < quality.Law.OfActive(LawSetting.Dense, 1).Loss(new(1e3), quality.Tokens)).Select(ratio =>
        {
            Quantities.Parameters size = quality.Equivalent(ratio);
            return (IEnumerable<TableCell>)
            [
                Tables.Number(ratio),
                Tables.Cell(size),
                Tables.Number(quality.Parameters / size),
                Tables.Number(size / quality.Parameters),
                Tables.Number(QualityChange.ComputeFor((1 / ratio) - 1)),
                quality.MarkOf(size) is { Length: > 0 } mark ? mark : "-",
            ];
        }));

    private static TableSpec Rules(FormatAnswer answer) => Tables.Of(
        "",
        ["Rule", "Kept", "Why"],
        answer.Rules.Select(rule => (IEnumerable<TableCell>)[rule.Rule, Word(rule.Kept), rule.Why]));

    private static ChartSpec Front(FormatAnswer answer)
    {
        FormatResult[] drawn = [.. answer.Known.Where(result => result.MemoryCost <= MostCost && result.ComputeCost <= MostCost)];
        FormatResult[] front = [.. answer.Drawn.Where(answer.IsOnFront).OrderBy(result => result.MemoryCost)];
        return new()
        {
            Title = "What formats cost at equal loss",
            Subtitle = $"times the reference; peaks of {answer.Device}",
            X = Axis.Log("Memory: weight bits read"),
            Y = Axis.Log("Compute: time of arithmetic"),
            Series =
            [
                new LineSeries("front", [.. front.Select(result => new ChartPoint(result.MemoryCost, result.ComputeCost))]) { Dashed = true },
                new PointSeries("published", [.. drawn.Select(result => new ChartPoint(result.MemoryCost, result.ComputeCost, result.Name))]),
                .. answer.Result is { } own
                    ? [new PointSeries("yours", [new ChartPoint(own.MemoryCost, own.ComputeCost, "yours")])]
                    : Array.Empty<Series>(),
            ],
            Legend = LegendPlace.Above,
            Footnote = $"e_N of compressed models: arXiv:2502.16440, read in a summary; of training in 4 bits: arXiv:2505.14669, a transcription. Recipes beyond {MostCost} are in the table.",
        };
    }

    private static void Write(Utf8JsonWriter writer, FormatAnswer answer)
    {
        QualityChange quality = answer.Quality;
        writer.WriteNumber("parameters", quality.Parameters.Value);
        writer.WriteNumber("tokens", quality.Tokens.Value);
        writer.WriteString("law", quality.Law.Id);
        writer.WriteString("mark", quality.Mark);
        writer.WriteNumber("loss", quality.Loss);
        writer.WriteString("device", answer.Device);
        if (answer.Result is { } result)
        {
            writer.WriteStartObject("result");
            writer.WriteString("from", answer.From);
            writer.WriteString("mark", answer.Mark);
            writer.WriteNumber("equivalentParameters", result.Change.Parameters * quality.Parameters.Value);
            if (answer.Interval is { } ends)
            {
                writer.WriteNumber("equivalentParametersLow", ends.Least.Value);
                writer.WriteNumber("equivalentParametersHigh", ends.Most.Value);
            }

            writer.WriteNumber("lossChange", quality.LossChange(result.Change));
            if (result.Energy is { } energy)
            {
                writer.WriteNumber("trainingEnergy", result.Change.TrainingEnergy(energy));
            }

            writer.WriteStartArray("rules");
            foreach (FairnessRule rule in answer.Rules)
            {
                writer.WriteStartObject();
                writer.WriteString("rule", rule.Rule);
                writer.WriteString("kept", Word(rule.Kept));
                writer.WriteString("why", rule.Why);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteStartArray("recipes");
        foreach (FormatResult each in answer.Drawn)
        {
            writer.WriteStartObject();
            writer.WriteString("name", each.Name);
            writer.WriteString("format", each.Format.Id);
            writer.WriteNumber("bits", each.Bits);
            writer.WriteNumber("eN", each.Change.Parameters);
            writer.WriteNumber("eD", each.Change.Tokens);
            writer.WriteNumber("overhead", each.Change.Overhead);
            writer.WriteNumber("breakEvenThroughput", each.Change.BreakEven);
            writer.WriteNumber("throughput", each.Speed);
            writer.WriteNumber("trainingMultiplier", each.TrainingMultiplier);
            writer.WriteNumber("memoryCost", each.MemoryCost);
            writer.WriteNumber("computeCost", each.ComputeCost);
            writer.WriteBoolean("front", answer.IsOnFront(each));
            writer.WriteString("read", Read(answer, each));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("ratios");
        foreach (double ratio in Ratios)
        {
            writer.WriteStartObject();
            writer.WriteNumber("lossRatio", ratio);
            writer.WriteNumber("parameters", quality.Equivalent(ratio).Value);
            writer.WriteString("mark", quality.MarkOf(quality.Equivalent(ratio)));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Kept => "kept",
        Verdict.Broken => "broken",
        _ => "not stated",
    };

    private static string Bracket(string mark) => mark.Length > 0 ? $" ({mark})" : "";

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);
}
