using Chalkline.Files;

namespace Chalkline.Calibration;

/// <summary>Reads the <c>quality</c> column that all tables of measurements share.</summary>
internal static class CaseQualities
{
    /// <summary>The quality of a row and the reason for it.</summary>
    /// <exception cref="ChalkException">The cell holds none of the words.</exception>
    public static (CaseQuality Quality, string Reason) Of(CsvRow row)
    {
        string text = row.Text("quality");
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        (string word, string reason) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..].Trim());
        return word switch
        {
            "ok" => (CaseQuality.Ok, reason),
            "weak" => (CaseQuality.Weak, reason),
            "drop" => (CaseQuality.Drop, reason),
            _ => throw row.Wrong("quality", $"'{text}' is wrong", "write ok, weak: why or drop: why"),
        };
    }
}
