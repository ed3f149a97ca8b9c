using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Quantities;

namespace Chalkline.Economics.Lifecycle;

/// <summary>
/// Tokens a provider says it processed, input and output together (<c>data/lifecycle/token-volumes.csv</c>).
/// </summary>
/// <param name="Provider">Who.</param>
/// <param name="Tokens">How many.</param>
/// <param name="Period">In what time.</param>
/// <param name="Source">Who said so, and when.</param>
public sealed record TokenVolume(string Provider, Tokens Tokens, Seconds Period, Source Source)
{
    /// <summary>Mean rate.</summary>
    public TokensPerSecond Rate => Tokens / Period;

    /// <summary>Reads all of a data folder.</summary>
    /// <exception cref="ChalkException">The file is missing or wrong.</exception>
    public static ImmutableArray<TokenVolume> All(DataFolder folder)
    {
        CsvTable table = CsvTable.Read(
            Path.Combine(folder.Path, "lifecycle", "token-volumes.csv"),
            ["provider", "date", "tokens", "days", "source", "verified", "note"]);
        return [.. table.Rows.Select(row => new TokenVolume(
            row.Required("provider"),
            new(LifecycleRows.Positive(row, "tokens")),
            new(86400 * LifecycleRows.Positive(row, "days")),
            LifecycleRows.Source(row, row.Required("date"))))];
    }
}
