using System.Collections.Immutable;
using Chalkline.Derivations;
using MathNet.Numerics.Distributions;

namespace Chalkline.Codesign.Trends;

/// <summary>A dated value.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Year">When, years with a fraction.</param>
/// <param name="Value">The value; more than 0.</param>
public sealed record Observation(string Name, double Year, double Value)
{
    /// <summary>Reads <c>2024</c>, <c>2024-07</c>, <c>2024-07-23</c> or <c>2026-H2</c> as years; the middle where a part is not known.</summary>
    public static double YearOf(string date)
    {
        double year = double.Parse(date[..4], System.Globalization.CultureInfo.InvariantCulture);
        return date.Length < 7 ? year + 0.5
            : date[5] == 'H' ? year + (date[6] == '1' ? 0.25 : 0.75)
            : year + ((double.Parse(date[5..7], System.Globalization.CultureInfo.InvariantCulture) - 0.5) / 12);
    }
}

/// <summary>
/// A straight line through the logarithms of dated values, with the interval of one more value (codesign notes, section 6, 6:45: the
/// method is inferred there): y +- t s sqrt(1 + 1/n + (x - mean)^2/Sxx).
/// </summary>
public sealed record Trend
{
    private static readonly Symbol CountSymbol = new("count", "n", "n", "observations");
    private static readonly Symbol MeanSymbol = new("mean", "x_mean", @"\bar{x}", "mean year");
    private static readonly Symbol SpreadSymbol = new("spread", "S_xx", "S_{xx}", "sum of squares of years about it");
    private static readonly Symbol LevelSymbol = new("level", "y_mean", @"\bar{y}", "mean logarithm");
    private static readonly Symbol SlopeSymbol = new("slope", "b", "b", "growth of the logarithm a year");
    private static readonly Symbol ErrorSymbol = new("error", "s", "s", "residual standard deviation");
    private static readonly Symbol YearSymbol = new("year", "x", "x", "year asked for");
    private static readonly Symbol QuantileSymbol = new("quantile", "t", "t", "quantile of Student's t, n - 2 degrees");
    private static readonly Symbol MiddleSymbol = new("middle", "y", "y", "logarithm at that year");
    private static readonly Symbol HalfSymbol = new("half", "h", "h", "half width of the interval");

    private readonly double _meanYear;
    private readonly double _meanLog;
    private readonly double _spread;

    private Trend(ImmutableArray<Observation> observations, double meanYear, double meanLog, double spread, double slope, double error)
    {
        (Observations, _meanYear, _meanLog, _spread, Slope, Error) = (observations, meanYear, meanLog, spread, slope, error);
    }

    /// <summary>The values it was fitted to, oldest first.</summary>
    public ImmutableArray<Observation> Observations { get; }

    /// <summary>Growth of the natural logarithm a year.</summary>
    public double Slope { get; }

    /// <summary>Residual standard deviation of the logarithm.</summary>
    public double Error { get; }

    /// <summary>Growth a year, as a factor.</summary>
    public double PerYear => Math.Exp(Slope);

    /// <summary>Years in which it doubles, or halves where it falls.</summary>
    public double Doubling => Math.Log(2) / Math.Abs(Slope);

    /// <summary>Fits a trend.</summary>
    /// <exception cref="ChalkException">There are fewer than four values, or all are of one date.</exception>
    public static Trend Fit(string what, IEnumerable<Observation> observations)
    {
        ImmutableArray<Observation> all = [.. observations.OrderBy(one => one.Year).ThenBy(one => one.Name, StringComparer.Ordinal)];
        if (all.Length < 4)
        {
            throw new ChalkException($"A trend of {what} has {all.Length} dated values; it needs at least 4.");
        }

        double mean = all.Average(one => one.Year);
        double level = all.Average(one => Math.Log(one.Value));
        double spread = all.Sum(one => (one.Year - mean) * (one.Year - mean));
        if (spread <= 0)
        {
            throw new ChalkException($"A trend of {what} has values of one date only; it needs several.");
        }

        double slope = all.Sum(one => (one.Year - mean) * Math.Log(one.Value)) / spread;
        double squares = all.Sum(one => Math.Pow(Math.Log(one.Value) - level - (slope * (one.Year - mean)), 2));
        return new(all, mean, level, spread, slope, Math.Sqrt(squares / (all.Length - 2)));
    }

    /// <summary>The median and the ends of the interval of one more value.</summary>
    /// <param name="year">When.</param>
    /// <param name="coverage">Share of values inside, above 0 and below 1.</param>
    public (double Low, double Median, double High) At(double year, double coverage = 0.8)
    {
        Quiet quiet = default;
        return At(year, coverage, ref quiet);
    }

    /// <summary>The interval, with the work shown.</summary>
    public (double Low, double Median, double High) At<TWork>(double year, double coverage, ref TWork work)
        where TWork : struct, IWork
    {
        double count = work.Given(CountSymbol, (double)Observations.Length, name: "count");
        double mean = work.Given(MeanSymbol, _meanYear, name: "mean");
        double spread = work.Given(SpreadSymbol, _spread, name: "spread");
        double level = work.Given(LevelSymbol, _meanLog, name: "level");
        double slope = work.Given(SlopeSymbol, Slope, name: "slope");
        double error = work.Given(ErrorSymbol, Error, name: "error");
        work.Given(YearSymbol, year);
        double quantile = work.Given(QuantileSymbol, StudentT.InvCDF(0, 1, Observations.Length - 2, (1 + coverage) / 2), name: "quantile");
        double middle = work.Step(MiddleSymbol, level + (slope * (year - mean)));
        double half = work.Step(HalfSymbol, quantile * error * Math.Sqrt(1 + (1 / count) + ((year - mean) * (year - mean) / spread)));
        return (Math.Exp(middle - half), Math.Exp(middle), Math.Exp(middle + half));
    }

    /// <summary>Probability that one more value at a year is above a limit.</summary>
    public double Above(double limit, double year)
    {
        double middle = _meanLog + (Slope * (year - _meanYear));
        double scale = Error * Math.Sqrt(1 + (1.0 / Observations.Length) + ((year - _meanYear) * (year - _meanYear) / _spread));
        return scale > 0 ? 1 - StudentT.CDF(middle, scale, Observations.Length - 2, Math.Log(limit)) : Math.Exp(middle) > limit ? 1 : 0;
    }
}
