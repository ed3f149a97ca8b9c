using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.Trends;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign trend</c> found.</summary>
internal sealed record TrendAnswer(
    ImmutableArray<(TrendSeries Series, Trend Trend)> Trends, double Year, string TapeOut, double Coverage,
    ImmutableArray<(TrendSeries Series, double Value)> Limits, int Undated);

/// <summary>The page of <c>chalk codesign trend</c>.</summary>
internal static class TrendReport
{
    private const int Steps = 40;

    public static Answer Of(TrendAnswer answer, Derivation? work)
    {
        TableSpec table = Table(answer);
        TableSpec limits = Limits(answer);
        return new()
        {
            Command = "codesign trend",
            Data = table,
            Report = new()
            {
                Title = $"Models and devices in {answer.Year.ToString("0.0", CultureInfo.InvariantCulture)}",
                Lead = Lead(answer),
                Sections =
                [
                    new("By quantity", [new TableBlock(table)]),
                    .. answer.Limits.Length > 0 ? [new ReportSection("Odds that a limit is passed", [new TableBlock(limits)])] : Array.Empty<ReportSection>(),
                    new("Trends", [.. answer.Trends.Select(one => new ChartBlock(Chart(answer, one.Series, one.Trend)))]),
                    new("What substitutes what", [new TextBlock(
                        "Shares of a resource in use grow with its availability: between size and data the elasticity of substitution is 0.74 to 0.78 (notes, second hand), below 1, so that what is scarce "
                        + "stays dear. Forecast FLOP a byte by format: in BF16 the ridge hardly moves from A100 to B200, in the narrowest native format it doubles a generation.")]),
                ],
                Footer = $"Straight lines through logarithms; {100 * answer.Coverage:0} % intervals of one more value, as if the past went on: extrapolated where the year lies beyond the data, as it "
                    + $"does here. Dates of models are recalled (data/releases); {answer.Undated} models of the catalogue without one are left out. docs/trend.md.",
            },
            Json = writer =>
            {
                writer.WriteString("tapeOut", answer.TapeOut);
                writer.WriteNumber("year", answer.Year);
                writer.WriteNumber("coverage", answer.Coverage);
                writer.WriteNumber("modelsWithoutDate", answer.Undated);
                CatalogReports.WriteRows(writer, "trends", ["quantity", "unit", "count", "last", "perYear", "doublingYears", "low", "median", "high"], table);
                CatalogReports.WriteRows(writer, "limits", ["quantity", "limit", "probability"], limits);
            },
            Work = work,
        };
    }

    private static string Lead(TrendAnswer answer)
    {
        (TrendSeries series, Trend trend) = answer.Trends[0];
        (double low, double median, double high) = trend.At(answer.Year, answer.Coverage);
        string odds = answer.Limits.Length > 0
            ? " " + string.Join(" ", answer.Limits.Select(limit =>
                $"{Capital(limit.Series.Name)} pass {Text(limit.Value)} with **{answer.Trends.Select(one => one).First(one => one.Series.Id == limit.Series.Id).Trend.Above(limit.Value, answer.Year):0 %}**."))
            : "";
        return $"{Capital(series.Name)} grow by {trend.PerYear:0.00} a year; in {answer.Year.ToString("0.0", CultureInfo.InvariantCulture)} the median is **{Text(median)}**, {Text(low)} to {Text(high)} at {100 * answer.Coverage:0} %.{odds}";
    }

    private static TableSpec Table(TrendAnswer answer) => Tables.Of(
        "",
        ["Quantity", "Unit", "n", "Last", "A year", "Doubles in (y)", "Low", "Median", "High"],
        answer.Trends.Select(one =>
        {
            (double low, double median, double high) = one.Trend.At(answer.Year, answer.Coverage);
            return (IEnumerable<TableCell>)
            [
                one.Series.Name, one.Series.Unit, Tables.Count(one.Series.Values.Length), Cell(one.Trend.Observations[^1].Value),
                Tables.Number(Math.Round(one.Trend.PerYear, 3)), Tables.Number(Math.Round(one.Trend.Doubling, 2)), Cell(low), Cell(median), Cell(high),
            ];
        }));

    private static TableSpec Limits(TrendAnswer answer) => Tables.Of(
        "",
        ["Quantity", "Limit", "Probability of more"],
        answer.Limits.Select(limit => (IEnumerable<TableCell>)
        [
            limit.Series.Name, Cell(limit.Value), Tables.Percent(answer.Trends.First(one => one.Series.Id == limit.Series.Id).Trend.Above(limit.Value, answer.Year)),
        ]));

    private static ChartSpec Chart(TrendAnswer answer, TrendSeries series, Trend trend)
    {
        double first = Math.Floor(trend.Observations[0].Year);
        double[] years = [.. Enumerable.Range(0, Steps + 1).Select(step => first + ((answer.Year - first) * step / Steps))];
        return new()
        {
            Title = Capital(series.Name),
            Subtitle = FormattableString.Invariant($"{series.Values.Length} {series.Of}; times {trend.PerYear:0.00} a year; {100 * answer.Coverage:0} % interval of one more"),
            X = Axis.Linear("Year") with { Style = NumberStyle.Plain },
            Y = Axis.Log(Capital(series.Name), series.Unit),
            Series =
            [
                new BandSeries("interval", [.. years.Select(year => (year, ends: trend.At(year, answer.Coverage))).Select(one => new ChartInterval(one.year, one.ends.Low, one.ends.High))]),
                new LineSeries("trend", [.. years.Select(year => new ChartPoint(year, trend.At(year, answer.Coverage).Median))]),
                new PointSeries(series.Of, [.. series.Values.Select(one => new ChartPoint(one.Year, one.Value, "", one.Name))]),
            ],
            Lines = [.. answer.Limits.Where(limit => limit.Series.Id == series.Id).Select(limit => ReferenceLine.AtY(limit.Value, "limit"))],
            Legend = LegendPlace.Above,
        };
    }

    private static TableCell Cell(double value) => new(Text(value), value);

    private static string Text(double value) => Math.Abs(value) switch
    {
        >= 1e15 => (value / 1e15).ToString("G3", CultureInfo.InvariantCulture) + " P",
        >= 1e12 => (value / 1e12).ToString("G3", CultureInfo.InvariantCulture) + " T",
        >= 1e9 => (value / 1e9).ToString("G3", CultureInfo.InvariantCulture) + " G",
        >= 1e6 => (value / 1e6).ToString("G3", CultureInfo.InvariantCulture) + " M",
        >= 1e3 => (value / 1e3).ToString("G3", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
