using System.Collections.Immutable;
using Chalkline.Charts;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>Cost against hold time: a line for each way that is worth drawing, the cheapest shaded below.</summary>
internal static class CacheChart
{
    private const double Least = 1;
    private const double Most = 30 * 86400;
    private const int PointsPerDecade = 12;

    public static ChartSpec Of(CacheFindings found)
    {
        CacheStudy study = found.Study;
        CacheCost[] drawn =
        [
            .. study.Ways.Where(way => IsDrawn(study, way)),
        ];
        double floor = Math.Pow(10, Math.Floor(Math.Log10(drawn.Min(way => Cost(way, Least)))));
        return new()
        {
            Title = "Cost of a token of prefix by hold time",
            Subtitle = found.Subject,
            X = Axis.Log("Hold time", "s") with { Minimum = Least, Maximum = Most },
            Y = Axis.Log("Written, held and read once", "$/Mtok") with { Minimum = floor },
            Series =
            [
                .. study.Cheapest.Where(range => range.From.Value < Most && range.To.Value > Least)
                    .Select(range => Band(range, floor, Colour(drawn, range.Way))),
                .. drawn.Select((way, colour) => Line(way, colour)),
            ],
            Lines =
            [
                .. found.Holds.Where(hold => hold.Value is > Least and < Most)
                    .Select(hold => ReferenceLine.AtX(hold.Value, $"{hold}")),
            ],
            Legend = LegendPlace.Direct,
            Footnote = "Shaded: the cheapest way. Ways that another beats at every hold time are left out.",
        };
    }

    /// <summary>Whether a way is worth a line: no other costs at most as much at every hold time.</summary>
    public static bool IsDrawn(CacheStudy study, CacheCost way) => way.HoldsNothing || study.DominatedBy(way) is null;

    private static LineSeries Line(CacheCost way, int colour) => new(
        way.Tier, [.. Grid(Least, Most, way.WearTime.Value).Select(time => new ChartPoint(time, Cost(way, time)))])
    {
        Colour = colour,
        Dashed = way.HoldsNothing,
    };

    private static BandSeries Band(CheapestRange range, double floor, int colour)
    {
        double from = Math.Max(Least, range.From.Value);
        double to = Math.Min(Most, range.To.Value);
        ImmutableArray<ChartInterval> intervals =
        [
            .. Grid(from, to, range.Way.WearTime.Value)
                .Select(time => new ChartInterval(time, floor, Cost(range.Way, time))),
        ];
        return new($"{range.Way.Tier} is the cheapest", intervals) { Colour = colour };
    }

    /// <summary>Times even on a log scale, both ends and the bend included.</summary>
    private static IEnumerable<double> Grid(double from, double to, double bend)
    {
        int steps = Math.Max(1, (int)Math.Ceiling(PointsPerDecade * Math.Log10(to / from)));
        return Enumerable.Range(0, steps + 1).Select(step => from * Math.Pow(to / from, (double)step / steps))
            .Concat(bend > from && bend < to ? [bend] : [])
            .Order();
    }

    private static int Colour(CacheCost[] drawn, CacheCost way) => Array.FindIndex(drawn, one => one.Tier == way.Tier);

    private static double Cost(CacheCost way, double time) => way.Total(new Seconds(time)).Value * 1e6;
}
