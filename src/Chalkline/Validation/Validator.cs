using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Serving;


namespace Chalkline.Validation;

/// <summary>Holds a table of measurements against predictions and scores them.</summary>
public static class Validator
{
    /// <summary>Why a dropped row is not scored.</summary>
    public const string Dropped = "dropped by the data";

    /// <summary>Why a row that asks for more memory than there is has no prediction.</summary>
    public const string DoesNotFit = "does not fit";

    /// <summary>Predicts and scores a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="predictor">What predicts its kind.</param>
    /// <param name="groupBy">Keys to group by; empty for the usual ones of the kind.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="ChalkException">A key is unknown, or a cell of the file is wrong.</exception>
    public static ValidationResult Run(
        CaseFile file, ICasePredictor predictor, ImmutableArray<string> groupBy, CancellationToken stop = default)
    {
        // Keys first: a slip in a word must not cost the prediction of thousands of rows.
        ImmutableArray<string> keys = groupBy.IsEmpty ? [.. file.DefaultKeys.Where(file.Keys.Contains)] : groupBy;
        string[] known = [.. file.Keys, .. predictor.Keys];
        foreach (string key in keys.Where(key => !known.Contains(key, StringComparer.Ordinal)))
        {
            throw new ChalkException(
                $"{file.Path}: rows cannot be grouped by '{key}'; choose from {string.Join(", ", known)}.");
        }

        ImmutableSortedDictionary<string, string> none =
            predictor.Keys.ToImmutableSortedDictionary(key => key, _ => CaseFile.Unknown, StringComparer.Ordinal);
        ImmutableArray<ScoredRow> rows = [.. predictor.Predict(file, stop).Select(row => Settled(file, row, none))];
        return Score(file, predictor.Fidelity, rows, keys);
    }

    /// <summary>Scores rows that are predicted already, in other groups.</summary>
    /// <param name="file">Their file.</param>
    /// <param name="result">What was found for it.</param>
    /// <param name="keys">Keys to group by; known to the file.</param>
    public static ValidationResult Regroup(CaseFile file, ValidationResult result, ImmutableArray<string> keys)
        => Score(file, result.Fidelity, result.Rows, keys);

    private static ValidationResult Score(
        CaseFile file, Fidelity fidelity, ImmutableArray<ScoredRow> rows, ImmutableArray<string> keys)
    {
        Dictionary<int, double?> own = rows.ToDictionary(row => row.Line, row => file.Tolerance(row.Line));
        double Tolerance(ScoredRow row, string metric)
            => own[row.Line] ?? CaseTolerance.Default(metric, row.Groups.GetValueOrDefault("kind", ""));
        return new()
        {
            File = file.Path,
            Kind = file.Kind,
            Fidelity = fidelity,
            GroupBy = keys,
            Rows = rows,
            Ok = ScoreTable.Of([.. rows.Where(row => row.Quality == CaseQuality.Ok)], keys, Tolerance),
            NotOk = ScoreTable.Of([.. rows.Where(row => row.Quality != CaseQuality.Ok)], keys, Tolerance),
            Tolerances = Tolerances(file.Kind, rows, Tolerance),
        };
    }

    /// <summary>A row with its groups, without values nobody can score; dropped rows are never scored.</summary>
    private static ScoredRow Settled(CaseFile file, ScoredRow row, ImmutableSortedDictionary<string, string> none)
    {
        row = row with { Groups = none.SetItems(row.Groups).SetItems(file.Groups(row.Line)) };
        if (row.Quality == CaseQuality.Drop)
        {
            return row with { Values = [], Skipped = row.Skipped == DoesNotFit ? row.Skipped : Dropped };
        }

        if (row.Skipped is not null)
        {
            return row with { Values = [] };
        }

        ImmutableArray<ScoredValue> values = [.. row.Values.Where(Scorable)];
        return values.IsEmpty
            ? row with
            {
                Values = [],
                Skipped = row.Values.IsEmpty ? "nothing measured that is predicted" : "no finite prediction",
            }
            : row with { Values = values };
    }

    private static bool Scorable(ScoredValue value)
        => double.IsFinite(value.Measured) && value.Measured > 0 && double.IsFinite(value.Predicted) && value.Predicted > 0;

    private static ImmutableArray<KeyValuePair<string, double>> Tolerances(
        ValidationKind kind, IEnumerable<ScoredRow> rows, Func<ScoredRow, string, double> tolerance) =>
    [
        .. rows.SelectMany(row => row.Values.Select(value => KeyValuePair.Create(
                kind == ValidationKind.Kernels ? row.Groups.GetValueOrDefault("kind", value.Metric) : value.Metric,
                tolerance(row, value.Metric))))
            .Distinct()
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value),
    ];
}
