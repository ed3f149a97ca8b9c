using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Designs;
using Chalkline.Derivations;
using Chalkline.Scaling;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign ipp</c> found.</summary>
internal sealed record IppAnswer(ImmutableArray<IntelligencePerPicojoule> Designs, ScalingLaw Law, ImmutableArray<DesignMove> Moves)
{
    /// <summary>Whether nothing beats a design in loss and energy.</summary>
    public bool IsOnFront(IntelligencePerPicojoule design) => design.Evaluation.Lacks.Length == 0 && !Designs.Any(design.IsBeatenBy);

    /// <summary>Whether nothing beats it in speed and energy at equal loss.</summary>
    public bool IsOnSpeedFront(IntelligencePerPicojoule design) => design.Evaluation.Lacks.Length == 0 && !Designs.Any(design.IsOutrunBy);
}

/// <summary>The page of <c>chalk codesign ipp</c>.</summary>
internal static class IppReport
{
    public static Answer Of(IppAnswer answer, Derivation? work)
    {
        TableSpec table = Table(answer);
        string[] marks =
        [
            .. answer.Designs.SelectMany(design => design.Design.Hardware.Marks.Select(mark => $"- {design.Design.Id}: {mark}")),
            .. answer.Designs.Where(design => design.Design.Model.Source is { Verified: not Verification.Yes })
                .Select(design => $"- {design.Design.Id}: quality {CatalogReports.Word(design.Design.Model.Source!.Verified)} read in {design.Design.Model.Source.Where}"),
            .. answer.Designs.Where(design => design.Evaluation.OfTdp is > 1)
                .Select(design => $"- {design.Design.Id}: would draw {Percent(design.Evaluation.OfTdp!.Value)} of its TDP: it cannot run so fast"),
        ];
        return new()
        {
            Command = "codesign ipp",
            Data = table,
            Report = new()
            {
                Title = "Intelligence per picojoule",
                Lead = Lead(answer),
                Sections =
                [
                    new("Designs", [new TableBlock(table), new ChartBlock(Losses(answer)), new ChartBlock(Speeds(answer))]),
                    new($"What moves {answer.Designs[0].Design.Id}", [new TableBlock(Moves(answer)), new ChartBlock(Tornado(answer))]),
                    .. marks.Length > 0 ? [new ReportSection("What is marked", [new TextBlock(string.Join('\n', marks))])] : Array.Empty<ReportSection>(),
                ],
                Footer = $"Closed form at equal loss, rates at their peaks; energy at the package (docs/energy.md); loss by {answer.Law.Id}. Tokens a picojoule are at the "
                    + $"loss of {answer.Designs[0].Design.Id}: models of another loss are scaled along the law, an extrapolation. docs/designs.md.",
            },
            Json = writer => Write(writer, answer),
            Work = work,
        };
    }

    private static string Lead(IppAnswer answer)
    {
        IntelligencePerPicojoule[] runs = [.. answer.Designs.Where(design => design.Evaluation.Lacks.Length == 0)];
        if (runs.Length == 0)
        {
            return "No design holds its model and batch; the table says what each lacks.";
        }

        IntelligencePerPicojoule best = runs.MaxBy(design => design.Value)!;
        IntelligencePerPicojoule fast = runs.MaxBy(design => design.Evaluation.Speed.Value)!;
        return $"**{best.Design.Id}** makes the most of a joule: {Text(1 / best.AtReference.Value)} tokens at the loss of {answer.Designs[0].Design.Id}, "
            + $"{Text(answer.Designs[0].AtReference / best.AtReference)} times that design. The fastest for a user is {fast.Design.Id}, {Text(fast.Evaluation.Speed.Value)} tok/s, at "
            + $"{Text(fast.AtReference / best.AtReference)} times the energy. A front is no division: what is best hangs on the speed that is wanted.";
    }

    private static TableSpec Table(IppAnswer answer) => Tables.Of(
        "",
        ["Design", "Loss", "mJ/tok", "tok/J at equal loss", "tok/s/user", "tok/s/device", "$/Mtok", "Fronts", "Lacks"],
        answer.Designs.Select(design => (IEnumerable<TableCell>)
        [
            design.Design.Id,
            Tables.Number(Math.Round(design.Loss, 4)),
            Tables.Cell(design.Evaluation.Energy.Total, "mJ", 1),
            Tables.Number(1 / design.AtReference.Value),
            Tables.Number(design.Evaluation.Speed.Value),
            Tables.Number(design.Evaluation.PerDevice.Value),
            design.Evaluation.UsdPerMillion is { } usd ? Tables.Number(usd) : "-",
            string.Join(", ", new[] { answer.IsOnFront(design) ? "loss" : "", answer.IsOnSpeedFront(design) ? "speed" : "" }.Where(word => word.Length > 0)) is { Length: > 0 } fronts ? fronts : "-",
            design.Evaluation.Lacks.Length > 0 ? design.Evaluation.Lacks : "-",
        ]));

    private static TableSpec Moves(IppAnswer answer) => Tables.Of(
        "One change at a time; energy at equal loss and speed, times what they were.",
        ["Change", "Energy", "Speed of a user"],
        answer.Moves.Select(move => (IEnumerable<TableCell>)[move.Name, Tables.Number(move.Energy), Tables.Number(move.Speed)]));

    private static ChartSpec Losses(IppAnswer answer) => Scatter(
        answer, "Loss against energy: lower left is better", design => design.Evaluation.Energy.Total.Value, design => design.Loss,
        Axis.Log("Energy of a token", "J"), Axis.Linear("Loss", "nats/tok"), answer.IsOnFront);

    private static ChartSpec Speeds(IppAnswer answer) => Scatter(
        answer, "Speed against energy at equal loss: upper left is better", design => design.AtReference.Value, design => design.Evaluation.Speed.Value,
        Axis.Log("Energy of a token at equal loss", "J"), Axis.Log("Speed of a user", "tok/s"), answer.IsOnSpeedFront);

    private static ChartSpec Scatter(
        IppAnswer answer, string title, Func<IntelligencePerPicojoule, double> x, Func<IntelligencePerPicojoule, double> y, Axis across, Axis up,
        Func<IntelligencePerPicojoule, bool> front) => new()
        {
            Title = title,
            Subtitle = $"closed form, rates at their peaks; loss by {answer.Law.Id}",
            X = across,
            Y = up,
            Series =
            [
                new LineSeries("front", [.. answer.Designs.Where(front).OrderBy(x).Select(design => new ChartPoint(x(design), y(design)))]) { Dashed = true },
                new PointSeries("designs", [.. answer.Designs.Select(design => new ChartPoint(x(design), y(design), design.Design.Id, design.Design.Name))]),
            ],
            Legend = LegendPlace.Above,
        };

    private static ChartSpec Tornado(IppAnswer answer) => new()
    {
        Title = $"What moves the energy of {answer.Designs[0].Design.Id}",
        Subtitle = "change of energy at equal loss, one change at a time",
        X = Axis.Linear("Change of energy") with { Style = NumberStyle.Percent },
        Y = Axis.Of("", answer.Moves.Select(move => move.Name)),
        Series = [new BarSeries("energy", [.. answer.Moves.Select(move => move.Energy - 1)])],
        Legend = LegendPlace.None,
    };

    private static void Write(Utf8JsonWriter writer, IppAnswer answer)
    {
        writer.WriteString("reference", answer.Designs[0].Design.Id);
        writer.WriteString("law", answer.Law.Id);
        writer.WriteStartArray("designs");
        foreach (IntelligencePerPicojoule design in answer.Designs)
        {
            writer.WriteStartObject();
            writer.WriteString("design", design.Design.Id);
            writer.WriteString("name", design.Design.Name);
            writer.WriteNumber("loss", design.Loss);
            writer.WriteString("mark", design.Mark);
            writer.WriteNumber("joulesPerToken", design.Evaluation.Energy.Total.Value);
            writer.WriteNumber("joulesPerTokenAtReferenceLoss", design.AtReference.Value);
            writer.WriteNumber("tokensPerPicojoule", design.Value);
            writer.WriteNumber("tokensPerSecondPerUser", design.Evaluation.Speed.Value);
            writer.WriteNumber("tokensPerSecondPerDevice", design.Evaluation.PerDevice.Value);
            if (design.Evaluation.UsdPerMillion is { } usd)
            {
                writer.WriteNumber("usdPerMtok", usd);
            }

            if (design.Evaluation.OfTdp is { } tdp)
            {
                writer.WriteNumber("powerOverTdp", tdp);
            }

            writer.WriteBoolean("lossFront", answer.IsOnFront(design));
            writer.WriteBoolean("speedFront", answer.IsOnSpeedFront(design));
            writer.WriteString("lacks", design.Evaluation.Lacks);
            writer.WriteStartArray("marks");
            foreach (string mark in design.Design.Hardware.Marks)
            {
                writer.WriteStringValue(mark);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        CatalogReports.WriteRows(writer, "moves", ["change", "energy", "speed"], Moves(answer));
    }

    private static string Text(double value) => value.ToString(value >= 1000 ? "N0" : "G3", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);
}
