using System.Globalization;
using Chalkline.Derivations;

namespace Chalkline.Deduction.Points;

/// <summary>Ratios and counts as people read them: three digits, whole from a hundred.</summary>
internal static class Rounded
{
    public static Measure Of(double value) => Measure.Of(value) with
    {
        Text = value.ToString(value >= 100 ? "N0" : "G3", CultureInfo.InvariantCulture),
    };
}
