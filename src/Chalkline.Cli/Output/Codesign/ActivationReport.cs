using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Activations;
using Chalkline.Codesign.Grain;
using Chalkline.Codesign.Quality;
using Chalkline.Derivations;
using Chalkline.Formats;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign activation</c> found.</summary>
internal sealed record ActivationAnswer(
    string Name, ActivationSetting Setting, ActivationKind Baseline, ImmutableArray<ActivationKind> Kinds, double Batch, FunctionUnit? Unit)
{
    /// <summary>The activations whose quality is known, at a batch.</summary>
    public IEnumerable<ActivationPoint> At(double batch)
        => Kinds.Select(kind => ActivationPoint.Of(kind, Baseline, Setting, batch)).OfType<ActivationPoint>();
}

/// <summary>The page of <c>chalk codesign activation</c>.</summary>
internal static class ActivationReport
{
    private static readonly double[] Batches = [1, 2, 4, 8, 16, 32, 64, 128];

    private static readonly double[] HeadDims = [64, 128, 256];

    /// <summary>Shares of neurons that one token touches.</summary>
    private static readonly double[] Shares = [0.05, 0.1, 0.15, 0.3];

    /// <summary>Activations whose function-unit time is told.</summary>
    private static readonly string[] Timed = ["swiglu", "gelu", "relu"];

    /// <summary>Activations drawn beside the baseline.</summary>
    private static readonly string[] Drawn = ["reglu", "relu", "geglu", "gelu"];

    public static Answer Of(ActivationAnswer answer, Derivation? work)
    {
        TableSpec points = Points(answer);
        TableSpec unit = Units(answer);
        TableSpec union = Union();
        return new()
        {
            Command = "codesign activation",
            Data = points,
            Report = new()
            {
                Title = "Which activation, at equal quality?",
                Lead = Lead(answer),
                Sections =
                [
                    new($"A token of {answer.Name} at batch {answer.Batch:N0}", [new TableBlock(points), new ChartBlock(Energies(answer))]),
                    new("Does sparsity survive the batch?", [new TableBlock(union), new ChartBlock(Bytes(answer))]),
                    new("Time of the function unit over that of the matrix unit", [new TableBlock(unit)]),
                    new("The other half of the chapter: wide models for wide arrays", [new TextBlock(Wide())]),
                ],
                Footer = "Quality: T5-base on span corruption, 2020 (indicative), turned into compute at 22 % a percent of loss, compounding (Kaplan et al. "
                    + "2020, figure 5); relu2 is not in that table. The input of the second matrix has a kurtosis of 89 with SwiGLU and resists 4 bits "
                    + "(arXiv:2505.14302, second hand). Sources of quality and sparsity: partial. Tokens of a batch are taken as independent unless --correlation says otherwise (inferred). docs/activation.md.",
            },
            Work = work,
            Json = writer =>
            {
                writer.WriteString("model", answer.Name);
                writer.WriteString("accelerator", answer.Setting.Accelerator.Id);
                writer.WriteString("baseline", answer.Baseline.Id);
                writer.WriteNumber("batch", answer.Batch);
                writer.WriteNumber("feedForwardShare", answer.Setting.FeedForwardShare);
                CatalogReports.WriteRows(
                    writer, "activations",
                    ["activation", "handicap", "sparsity", "touched", "bytes", "flop", "timeMicroseconds", "joules", "crossoverBatch", "quantises"], points);
                CatalogReports.WriteRows(writer, "functionUnit", ["operation", .. Formats(answer).Select(format => format.ToString().ToLowerInvariant())], unit);
            },
        };
    }

    private static string Lead(ActivationAnswer answer)
    {
        ActivationPoint[] points = [.. answer.At(answer.Batch)];
        ActivationPoint best = points.MinBy(point => point.Energy.Value)!;
        ActivationPoint baseline = points.Single(point => point.Kind == answer.Baseline);
        string pays = answer.Kinds.FirstOrDefault(kind => kind.Id == "reglu") is { } sparse
            && ActivationPoint.Crossover(sparse, answer.Baseline, answer.Setting) is { } crossover
            ? double.IsFinite(crossover)
                ? $" ReGLU at {sparse.Sparsity:0 %} sparsity reads fewer bytes up to a batch of **{Math.Floor(crossover):N0}**; beyond it only its arithmetic is fewer."
                : " ReGLU reads fewer bytes at any batch."
            : "";
        return $"At a batch of {answer.Batch:N0} **{best.Kind.Id}** takes the least energy at equal quality, {best.Energy / baseline.Energy:0.00} of {answer.Baseline.Id}'s, "
            + $"in {best.Time / baseline.Time:0.00} of its time.{pays}";
    }

    private static TableSpec Points(ActivationAnswer answer) => Tables.Of(
        "",
        ["Activation", "Handicap", "Sparsity", "Touched", "Bytes", "FLOP", "Time (us)", "J/tok", "Pays to batch", "In 4 bits"],
        answer.Kinds.Select(kind => ActivationPoint.Of(kind, answer.Baseline, answer.Setting, answer.Batch) is { } point
            ? (IEnumerable<TableCell>)
            [
                kind.Id, Tables.Number(Math.Round(point.Handicap, 3)), Tables.Percent(kind.Sparsity), Tables.Percent(point.Touched),
                Tables.Number(Math.Round(point.BytesShare, 4)), Tables.Number(Math.Round(point.FlopShare, 4)), Tables.Cell(point.Time, "us", 1),
                Tables.Number(point.Energy.Value), Crossover(kind, answer), Quantises(kind),
            ]
            : [kind.Id, "-", Tables.Percent(kind.Sparsity), "-", "-", "-", "-", "-", "-", Quantises(kind)]));

    private static TableCell Crossover(ActivationKind kind, ActivationAnswer answer)
        => ActivationPoint.Crossover(kind, answer.Baseline, answer.Setting) switch
        {
            null => "-",
            double.PositiveInfinity => "any",
            0 => "never pays",
            double batch => Tables.Number(Math.Round(batch, 1)),
        };

    private static string Quantises(ActivationKind kind) => kind.Kurtosis switch
    {
        null => "-",
        > 10 => "no",
        _ => "yes",
    };

    private static TableSpec Union() => Tables.Of(
        "Share of neurons that a batch touches, u = 1 - (1 - a)^B, by the share that one token touches.",
        ["Touched by one token", .. Batches.Select(batch => $"B = {batch:0}")],
        Shares.Select(active => new TableCell[] { Tables.Percent(active) }
            .Concat(Batches.Select(batch => Tables.Number(Math.Round(UnionModel.Touched(active, batch), 4))))));

    private static IEnumerable<Arithmetic> Formats(ActivationAnswer answer)
        => new[] { Arithmetic.Bf16, Arithmetic.Fp8, Arithmetic.Fp4 }.Where(answer.Setting.Accelerator.Peaks.ContainsKey);

    private static TableSpec Units(ActivationAnswer answer) => Tables.Of(
        answer.Unit is { } unit ? $"{unit.Bf16Flop:0} BF16 FLOP an operation: {unit.Source.Where} ({CatalogReports.Word(unit.Source.Verified)})."
            : $"The function unit of {answer.Setting.Accelerator.Id} is not known.",
        ["Operation", .. Formats(answer).Select(format => format.ToString().ToUpperInvariant())],
        [
            .. HeadDims.Select(head => Row($"softmax, head width {head:0}", flop => FunctionUnit.Softmax(flop, head), answer)),
            .. Timed.Select(id => answer.Kinds.First(kind => kind.Id == id)).Select(kind => Row(
                $"{kind.Id}, width {answer.Setting.Width:0}", flop => FunctionUnit.Activation(flop, kind, answer.Setting.Width), answer)),
        ]);

    private static IEnumerable<TableCell> Row(string name, Func<double, double> ratio, ActivationAnswer answer)
        => new TableCell[] { name }.Concat(Formats(answer).Select(format => answer.Unit is { } unit
            ? Tables.Number(Math.Round(ratio(unit.MatrixFlop(answer.Setting.Accelerator, format)), 3)) : new TableCell("-")));

    private static string Wide()
    {
        SystolicArray array = new();
        double gain = array.Energy(128) / array.Energy(512);
        return FormattableString.Invariant(
            $"A model of 6 layers, 4288 wide, comes within 3 % of the loss of 48 layers, 1600 wide (Kaplan et al. 2020): at 22 % a percent that is a handicap of {QualityChange.ComputeFor(0.03):0.00} in compute. A systolic array of 512 in place of 128 gains {gain:0.00} in energy (chalk codesign grain): **at that extreme the wide model does not pay.**");
    }

    private static ChartSpec Energies(ActivationAnswer answer) => new()
    {
        Title = "Energy of a token at equal quality against batch",
        Subtitle = $"{answer.Name} on {answer.Setting.Accelerator.Id}, {answer.Setting.Format.Name}; over {answer.Baseline.Id}",
        X = Axis.Log("Batch", logBase: 2),
        Y = Axis.Linear($"Energy over {answer.Baseline.Id}"),
        Series =
        [
            .. Drawn.Prepend(answer.Baseline.Id).Distinct(StringComparer.Ordinal).Select(id => new LineSeries(id,
            [
                .. Batches.Select(batch => answer.At(batch).ToArray()).Zip(Batches, (points, batch) => new ChartPoint(
                    batch,
                    points.FirstOrDefault(point => point.Kind.Id == id) is { } one
                        ? one.Energy / points.Single(point => point.Kind == answer.Baseline).Energy : double.NaN)),
            ])),
        ],
        Legend = LegendPlace.Above,
    };

    private static ChartSpec Bytes(ActivationAnswer answer) => new()
    {
        Title = "Weight bytes of a step against batch",
        Subtitle = $"{answer.Setting.FeedForwardShare.ToString("0.00", CultureInfo.InvariantCulture)} of the weights in feed-forward layers; handicap of quality left out",
        X = Axis.Log("Batch", logBase: 2),
        Y = Axis.Linear("Bytes over a dense model") with { Minimum = 0 },
        Series =
        [
            .. Shares.Select(active => new LineSeries($"{active:0 %} touched by a token",
            [
                .. Batches.Select(batch => new ChartPoint(batch, 1 - answer.Setting.FeedForwardShare
                    + (answer.Setting.FeedForwardShare * UnionModel.Bytes(UnionModel.Touched(active, batch, answer.Setting.Correlation), true, answer.Setting.Predictor)))),
            ])),
        ],
        Legend = LegendPlace.Above,
    };
}
