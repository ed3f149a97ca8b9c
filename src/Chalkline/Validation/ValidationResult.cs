using System.Collections.Immutable;
using Chalkline.Serving;


namespace Chalkline.Validation;

/// <summary>A table of measurements held against its predictions.</summary>
public sealed record ValidationResult
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>What its rows are.</summary>
    public required ValidationKind Kind { get; init; }

    /// <summary>What predicted them.</summary>
    public required Fidelity Fidelity { get; init; }

    /// <summary>What they are grouped by.</summary>
    public required ImmutableArray<string> GroupBy { get; init; }

    /// <summary>Every row of the file in its order, with its groups.</summary>
    public required ImmutableArray<ScoredRow> Rows { get; init; }

    /// <summary>The rows of quality <c>ok</c>.</summary>
    public required ScoreTable Ok { get; init; }

    /// <summary>The rows that are not <c>ok</c>: weak ones are scored, dropped ones never.</summary>
    public required ScoreTable NotOk { get; init; }

    /// <summary>
    /// How far predictions may be off, by metric and, for kernels, kind: what stands in the file, or the default.
    /// </summary>
    public required ImmutableArray<KeyValuePair<string, double>> Tolerances { get; init; }

    /// <summary>Rows of the file.</summary>
    public int Count => Rows.Length;

    /// <summary>Rows of which something was predicted.</summary>
    public int Predicted => Ok.Predicted + NotOk.Predicted;

    /// <summary>Predictions better than the proved limit allows, in rows of any quality; there must be none.</summary>
    public int FloorViolations => Ok.FloorViolations + NotOk.FloorViolations;

    /// <summary>Rows of any quality of which nothing was predicted, by reason; most first.</summary>
    public ImmutableArray<KeyValuePair<string, int>> Skipped =>
    [
        .. Ok.Skipped.Concat(NotOk.Skipped)
            .GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.Sum(pair => pair.Value)))
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal),
    ];
}
