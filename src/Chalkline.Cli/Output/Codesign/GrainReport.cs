using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Grain;
using Chalkline.Derivations;
using Chalkline.Formats;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign grain</c> found.</summary>
internal sealed record GrainAnswer(
    string Model, FormatAnatomy Format, SystolicArray Array, ImmutableArray<MatrixShape> Shapes, ImmutableArray<double> Sides,
    ImmutableArray<InstructionGrain> Instructions)
{
    /// <summary>Cost of splitting in multiplexers; inferred.</summary>
    public const double SplitCost = 0.02;

    /// <summary>The side of highest efficiency over the shapes.</summary>
    public double Best => Sides.MaxBy(side => Array.Efficiency(Shapes, side));

    /// <summary>Share of the array that the shapes use, weighted by their work.</summary>
    public double Use(double side) => Shapes.Sum(shape => shape.Work) / Shapes.Sum(shape => shape.Work / Array.Use(shape, side));
}

/// <summary>The page of <c>chalk codesign grain</c>.</summary>
internal static class GrainReport
{
    private static readonly double[] Cheaper = [1, 2, 4, 8, 16];

    public static Answer Of(GrainAnswer answer, Derivation? work)
    {
        TableSpec sides = Sides(answer);
        TableSpec shapes = Shapes(answer);
        TableSpec instructions = Instructions(answer);
        return new()
        {
            Command = "codesign grain",
            Data = sides,
            Report = new()
            {
                Title = "How coarse should the unit be?",
                Lead = Lead(answer),
                Sections =
                [
                    new("By side of the array", [new TableBlock(sides), new ChartBlock(Curve(answer))]),
                    new("Share of the array that each product uses", [new TableBlock(shapes)]),
                    new("What an instruction costs beside its arithmetic", [new TableBlock(instructions), new ChartBlock(Overheads(answer))]),
                    new("Finer than instructions", [new TextBlock(FormattableString.Invariant(
                        $"A four-input look-up table takes about 32 gates where a four-way AND takes 3 (Pope): an FPGA costs {InstructionGrain.LookUpTable:0.0} times. Measured at 90 nm: area 18 to 35 times, delay 3 to 4, power 14 (Kuon and Rose 2007). A multiply-accumulate of 4 bits is 16 AND gates; reading its three operands from 8 entries takes 96."))]),
                ],
                Footer = FormattableString.Invariant($"Energies a multiply-accumulate: {answer.Array.Mac:0.####} pJ, {answer.Array.Register:0.####} pJ a register bit, illustrative unless you set them. Utilisation is standard; the combined form and the {100 * GrainAnswer.SplitCost:0} % for splitting are inferred. docs/grain.md."),
            },
            Json = writer =>
            {
                writer.WriteString("model", answer.Model);
                writer.WriteString("format", answer.Format.Id);
                writer.WriteNumber("bestSide", answer.Best);
                CatalogReports.WriteRows(writer, "sides", ["side", "picojoulesPerMac", "doublingSaves", "use", "efficiency", "splittable"], sides);
                CatalogReports.WriteRows(writer, "shapes", ["product", "rows", "inner", "columns", "workShare", .. Shown(answer).Select(side => $"use{side:0}")], shapes);
                CatalogReports.WriteRows(writer, "instructions", ["instruction", "gain", .. Cheaper.Select(times => $"overheadAt{times:0}")], instructions);
            },
            Work = work,
        };
    }

    private static string Lead(GrainAnswer answer)
    {
        double best = answer.Best;
        double next = 1 - (answer.Array.Energy(2 * best) / answer.Array.Energy(best));
        return $"For the products of {answer.Model} in {answer.Format.Id} an array of **{best:0} x {best:0}** is best: {Percent(answer.Array.Efficiency(answer.Shapes, best))} of its energy is useful arithmetic, "
            + $"{Percent(answer.Use(best))} of it at work. Doubling it would save {Percent(next)} a multiply-accumulate and lose more to padding; one that splits reaches "
            + $"{Percent(answer.Sides.Max(side => answer.Array.Splittable(answer.Shapes, side, GrainAnswer.SplitCost)))}.";
    }

    private static TableSpec Sides(GrainAnswer answer) => Tables.Of(
        "",
        ["Side", "pJ/MAC", "Doubling saves", "In use", "Useful energy", "If it splits"],
        answer.Sides.Select(side => (IEnumerable<TableCell>)
        [
            Tables.Count(side),
            Tables.Number(Math.Round(answer.Array.Energy(side), 4)),
            Tables.Percent(1 - (answer.Array.Energy(2 * side) / answer.Array.Energy(side))),
            Tables.Percent(answer.Use(side)),
            Tables.Percent(answer.Array.Efficiency(answer.Shapes, side)),
            Tables.Percent(answer.Array.Splittable(answer.Shapes, side, GrainAnswer.SplitCost)),
        ]));

    private static IEnumerable<double> Shown(GrainAnswer answer) => answer.Sides.Where(side => side is >= 64 and <= 1024);

    private static TableSpec Shapes(GrainAnswer answer) => Tables.Of(
        "",
        ["Product", "M", "K", "N", "Of the work", .. Shown(answer).Select(side => $"{side:0}")],
        answer.Shapes.Select(shape => new[]
        {
            (TableCell)shape.Name, Tables.Count(shape.Rows), Tables.Count(shape.Inner), Tables.Count(shape.Columns),
            Tables.Percent(shape.Work / answer.Shapes.Sum(one => one.Work)),
        }.Concat(Shown(answer).Select(side => Tables.Percent(answer.Array.Use(shape, side))))));

    private static TableSpec Instructions(GrainAnswer answer) => Tables.Of(
        "Overhead over useful arithmetic, and as arithmetic gets cheaper with precision while the overhead stays (Dally, 45 nm estimate, second hand).",
        ["Instruction", "Most that removing it gains", .. Cheaper.Select(times => times == 1 ? "Today" : $"1/{times:0}")],
        answer.Instructions.Select(grain => new TableCell[] { grain.Name, new(grain.Gain.ToString("0.## 'x'", CultureInfo.InvariantCulture), grain.Gain) }
            .Concat(Cheaper.Select(times => new TableCell(Percent(grain.At(times)), grain.At(times))))));

    private static ChartSpec Curve(GrainAnswer answer) => new()
    {
        Title = "Useful share of the energy by side of the array",
        Subtitle = $"{answer.Model}, {answer.Format.Id}",
        X = Axis.Log("Side of the array", logBase: 2),
        Y = Axis.Linear("Share") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
        Series =
        [
            new LineSeries("useful energy", [.. answer.Sides.Select(side => new ChartPoint(side, answer.Array.Efficiency(answer.Shapes, side)))]) { Bold = true },
            new LineSeries("if it splits", [.. answer.Sides.Select(side => new ChartPoint(side, answer.Array.Splittable(answer.Shapes, side, GrainAnswer.SplitCost)))]),
            new LineSeries("in use", [.. answer.Sides.Select(side => new ChartPoint(side, answer.Use(side)))]),
        ],
        Lines = [ReferenceLine.AtX(answer.Best, "best")],
        Legend = LegendPlace.Above,
    };

    private static ChartSpec Overheads(GrainAnswer answer) => new()
    {
        Title = "What removing an instruction's overhead would gain, as arithmetic gets cheaper",
        X = Axis.Log("Arithmetic cheaper by", logBase: 2),
        Y = Axis.Log("Gain"),
        Series = [.. answer.Instructions.Select(grain => new LineSeries(grain.Name, [.. Cheaper.Select(times => new ChartPoint(times, 1 + grain.At(times)))]))],
        Legend = LegendPlace.Above,
    };

    private static string Percent(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);
}
