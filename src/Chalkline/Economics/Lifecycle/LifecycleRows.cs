using Chalkline.Derivations;
using Chalkline.Files;

namespace Chalkline.Economics.Lifecycle;

/// <summary>Cells that the files of <c>data/lifecycle</c> share.</summary>
internal static class LifecycleRows
{
    /// <summary>A number above 0.</summary>
    public static double Positive(CsvRow row, string column)
        => row.Number(column, 0, above: true) ?? throw row.Wrong(column, "is empty", "write a number above 0");

    /// <summary>Where a row comes from.</summary>
    public static Source Source(CsvRow row, string date) => new(
        row.Required("source"),
        date,
        row.OneOf("verified", "yes", "partial", "no") switch
        {
            "yes" => Verification.Yes,
            "partial" => Verification.Partial,
            _ => Verification.No,
        },
        row.Text("note"));
}
