using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Chalkline.Charts.Layout;

/// <summary>A box in pixels; y grows downwards.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Box(double Left, double Top, double Width, double Height)
{
    /// <summary>Right edge.</summary>
    public double Right => Left + Width;

    /// <summary>Lower edge.</summary>
    public double Bottom => Top + Height;

    /// <summary>Area shared with another box.</summary>
    public double Overlap(Box other)
        => Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left))
            * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));
}

/// <summary>Side of a point its label stands on.</summary>
public enum LabelSide
{
    /// <summary>To the right.</summary>
    Right,

    /// <summary>Above, to the right.</summary>
    TopRight,

    /// <summary>Above.</summary>
    Top,

    /// <summary>To the left.</summary>
    Left,

    /// <summary>Below.</summary>
    Bottom,

    /// <summary>Below, to the left.</summary>
    BottomLeft,

    /// <summary>Above, to the left.</summary>
    TopLeft,

    /// <summary>Below, to the right.</summary>
    BottomRight,
}

/// <summary>Finds room for labels so that they cover neither each other nor points, and stay in the plot.</summary>
public static class LabelPlacer
{
    /// <summary>Distance of a label from its point, pixels.</summary>
    public const double Gap = 8;

    /// <summary>How far a label on a diagonal stands above or below its point, pixels.</summary>
    public const double Lift = 12;

    /// <summary>Chooses a side for each label, greedily in the order given.</summary>
    /// <param name="plot">The plot the labels stay in.</param>
    /// <param name="labels">Place of each point and size of its label, pixels.</param>
    /// <param name="obstacles">Boxes that labels should not cover: points, and samples of lines.</param>
    public static ImmutableArray<(LabelSide Side, Box Box)> Place(
        Box plot, IReadOnlyList<(double X, double Y, double Width, double Height)> labels, IReadOnlyList<Box> obstacles)
    {
        ImmutableArray<(LabelSide Side, Box Box)>.Builder placed = ImmutableArray.CreateBuilder<(LabelSide, Box)>();
        foreach ((double x, double y, double width, double height) in labels)
        {
            (LabelSide Side, Box Box) best = default;
            double least = double.PositiveInfinity;
            foreach (LabelSide side in Enum.GetValues<LabelSide>())
            {
                Box box = At(side, x, y, width, height);
                double outside = (box.Width * box.Height) - box.Overlap(plot);
                double cost = (outside * 8)
                    + placed.Sum(other => other.Box.Overlap(box) * 4)
                    + obstacles.Sum(obstacle => obstacle.Overlap(box))
                    + ((int)side * 0.5);
                if (cost < least)
                {
                    (best, least) = ((side, box), cost);
                }
            }

            placed.Add(best);
        }

        return placed.ToImmutable();
    }

    /// <summary>
    /// Pushes labels of a column apart so that none is closer than its height to the next, within limits.
    /// </summary>
    /// <param name="wanted">Wanted middle of each label, pixels.</param>
    /// <param name="height">Height of a label, pixels.</param>
    /// <param name="top">Upper limit.</param>
    /// <param name="bottom">Lower limit.</param>
    public static ImmutableArray<double> Spread(IReadOnlyList<double> wanted, double height, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(place => wanted[place]).ThenBy(place => place)];
        double[] spread = [.. wanted];
        double floor = top;
        foreach (int place in order)
        {
            spread[place] = Math.Max(spread[place], floor);
            floor = spread[place] + height;
        }

        // What was pushed past the lower limit goes back up, taking its neighbours along.
        double ceiling = bottom;
        foreach (int place in order.Reverse())
        {
            spread[place] = Math.Min(spread[place], ceiling);
            ceiling = spread[place] - height;
        }

        return [.. spread];
    }

    private static Box At(LabelSide side, double x, double y, double width, double height) => side switch
    {
        LabelSide.Right => new(x + Gap, y - (height / 2), width, height),
        LabelSide.Left => new(x - Gap - width, y - (height / 2), width, height),
        LabelSide.Top => new(x - (width / 2), y - Gap - height, width, height),
        LabelSide.Bottom => new(x - (width / 2), y + Gap, width, height),
        LabelSide.TopRight => new(x + Gap, y - (height / 2) - Lift, width, height),
        LabelSide.BottomRight => new(x + Gap, y - (height / 2) + Lift, width, height),
        LabelSide.TopLeft => new(x - Gap - width, y - (height / 2) - Lift, width, height),
        _ => new(x - Gap - width, y - (height / 2) + Lift, width, height),
    };
}
