using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Deduction;

namespace Chalkline.Cli.Output;

/// <summary>Words, units and cells of deduced quantities.</summary>
internal static class DeducedNames
{
    /// <summary>The quantities, the word that <c>--given</c> takes, the words of a heading, and the unit.</summary>
    public static readonly (DeducedQuantity Quantity, string Word, string Heading, string Unit)[] All =
    [
        (DeducedQuantity.ActiveParameters, "active", "Active parameters", "params"),
        (DeducedQuantity.TotalParameters, "total", "Total parameters", "params"),
        (DeducedQuantity.KvBytesPerToken, "kv", "KV bytes a token (BF16)", "B/tok"),
        (DeducedQuantity.Sparsity, "sparsity", "Total over active", ""),
        (DeducedQuantity.Batch, "batch", "Decode batch", "sequences"),
        (DeducedQuantity.DecodeOverPrefillMfu, "decode-mfu", "Decode over prefill MFU", ""),
        (DeducedQuantity.PriceOverCost, "markup", "Price over cost", ""),
        (DeducedQuantity.TokensPerSecondPerDevice, "device-speed", "Tokens/s a device", "tok/s"),
        (DeducedQuantity.TokensPerSecondPerUser, "speed", "Tokens/s a stream", "tok/s"),
    ];

    public static (string Word, string Heading, string Unit) Of(DeducedQuantity quantity)
    {
        (_, string word, string heading, string unit) = All.Single(row => row.Quantity == quantity);
        return (word, heading, unit);
    }

    /// <summary>A value as people read it.</summary>
    public static string Text(DeducedQuantity quantity, double value) => quantity switch
    {
        DeducedQuantity.ActiveParameters or DeducedQuantity.TotalParameters => Short(value),
        DeducedQuantity.KvBytesPerToken => $"{Short(value)}B",
        _ => value >= 100 ? value.ToString("N0", CultureInfo.InvariantCulture)
            : value.ToString("G3", CultureInfo.InvariantCulture),
    };

    public static TableCell Cell(DeducedQuantity quantity, double value) => new(Text(quantity, value), value);

    public static string Text(DeducedQuantity quantity, Interval interval)
        => $"{Text(quantity, interval.Low)} - {Text(quantity, interval.High)}";

    private static string Short(double value)
    {
        (double scale, string prefix) = value switch
        {
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "G"),
            >= 1e6 => (1e6, "M"),
            >= 1e3 => (1e3, "k"),
            _ => (1, ""),
        };
        double shown = value / scale;
        string text = shown >= 100 ? shown.ToString("0", CultureInfo.InvariantCulture)
            : shown.ToString("G3", CultureInfo.InvariantCulture);
        return $"{text} {prefix}";
    }
}
