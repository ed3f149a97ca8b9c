using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Quantities;

namespace Chalkline.Economics.Lifecycle;

/// <summary>A published model with the data it was trained on (<c>data/lifecycle/training-tokens.csv</c>).</summary>
/// <param name="Model">Its name.</param>
/// <param name="Total">All parameters.</param>
/// <param name="Active">Parameters that multiply a token.</param>
/// <param name="Tokens">Pre-training tokens.</param>
/// <param name="Source">Where that was said.</param>
public sealed record PublishedRun(string Model, Parameters Total, Parameters Active, Tokens Tokens, Source Source)
{
    /// <summary>Reads all of a data folder.</summary>
    /// <exception cref="ChalkException">The file is missing or wrong.</exception>
    public static ImmutableArray<PublishedRun> All(DataFolder folder)
    {
        CsvTable table = CsvTable.Read(
            Path.Combine(folder.Path, "lifecycle", "training-tokens.csv"),
            ["model", "parameters", "active_parameters", "tokens", "source", "verified", "note"]);
        return [.. table.Rows.Select(row => new PublishedRun(
            row.Required("model"),
            new(LifecycleRows.Positive(row, "parameters")),
            new(LifecycleRows.Positive(row, "active_parameters")),
            new(LifecycleRows.Positive(row, "tokens")),
            LifecycleRows.Source(row, "")))];
    }
}
