using System.Runtime.InteropServices;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Images;

/// <summary>
/// A drawn piece of a bar: its middle and thickness across the axis of categories, its ends along the other.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BarBox(double Middle, double Thickness, double From, double To);

/// <summary>Puts the lanes of a category beside each other.</summary>
internal static class BarBoxes
{
    /// <summary>Part of a category's strip that its bars take.</summary>
    private const double Filled = 0.62;

    /// <summary>Where a piece is drawn.</summary>
    public static BarBox Of(PreparedChart chart, BarPiece piece)
    {
        int lanes = Math.Max(1, BarStack.Lanes([.. chart.Series.Select(item => item.Series)]));
        double lane = Filled / lanes;
        double middle = piece.Category - (Filled / 2) + ((piece.Lane + 0.5) * lane);
        return new(middle, lane * (lanes > 1 ? 0.9 : 1), piece.From, piece.To);
    }
}
