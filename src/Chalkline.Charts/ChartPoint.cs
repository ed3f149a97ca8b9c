using System.Runtime.InteropServices;

namespace Chalkline.Charts;

/// <summary>A point of a line or scatter series.</summary>
/// <param name="X">Position along the horizontal axis, in its unit.</param>
/// <param name="Y">Position along the vertical axis, in its unit.</param>
/// <param name="Label">Text drawn beside the point; empty for none.</param>
/// <param name="Tooltip">Lines shown when the pointer is on the point (HTML only), beside its values; empty for
/// none.</param>
public readonly record struct ChartPoint(double X, double Y, string Label = "", string Tooltip = "")
{
    /// <summary>Both coordinates are numbers that can be drawn.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}

/// <summary>An interval over one position of the horizontal axis.</summary>
/// <param name="X">Position along the horizontal axis.</param>
/// <param name="Low">Lower end, on the vertical axis.</param>
/// <param name="High">Upper end; at least <paramref name="Low"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChartInterval(double X, double Low, double High)
{
    /// <summary>All three numbers can be drawn.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Low) && double.IsFinite(High);
}
