using System.Collections.Immutable;

namespace Chalkline.Charts;

/// <summary>The colours of every chart, chosen to stay apart for colour-blind readers and in print.</summary>
public static class Palette
{
    /// <summary>Colours of series in order, on white.</summary>
    public static ImmutableArray<string> Series { get; } =
        ["#2166ac", "#d6604d", "#1b8a72", "#c28e0e", "#7b4f9e", "#4aa3cf", "#8a6d5a", "#6b7280"];

    /// <summary>Text and bold lines, on white.</summary>
    public const string Ink = "#1f2933";

    /// <summary>Axis labels and secondary text, on white.</summary>
    public const string Soft = "#5b6672";

    /// <summary>Axis lines and reference lines, on white.</summary>
    public const string Line = "#9aa5b1";

    /// <summary>Grid lines, on white.</summary>
    public const string Grid = "#e6eaee";

    /// <summary>The paper.</summary>
    public const string Paper = "#ffffff";

    /// <summary>What each colour on white becomes on a dark page.</summary>
    public static ImmutableArray<(string Light, string Dark)> Dark { get; } =
    [
        ("#2166ac", "#6aaef0"), ("#d6604d", "#f08c78"), ("#1b8a72", "#4cc4a5"), ("#c28e0e", "#e5b84a"),
        ("#7b4f9e", "#b795dc"), ("#4aa3cf", "#8fd0ee"), ("#8a6d5a", "#c4a58f"), ("#6b7280", "#a3acb8"),
        (Ink, "#e8ecf1"), (Soft, "#a9b4c0"), (Line, "#66717d"), (Grid, "#2c343d"), (Paper, "#14181d"),
    ];

    /// <summary>The colour at a place; the palette starts again after its end.</summary>
    public static string At(int place) => Series[((place % Series.Length) + Series.Length) % Series.Length];
}
