using System.Collections.Immutable;
using Chalkline.Serving;


namespace Chalkline.Validation;

/// <summary>Predicts the measured rows of one kind of table.</summary>
/// <remarks>
/// What it may leave empty: <see cref="ScoredRow.Groups"/>, to which the validator adds the columns of the file, and
/// the ends of an interval (<see cref="double.NaN"/>) where its fidelity states none.
/// </remarks>
public interface ICasePredictor
{
    /// <summary>The kind of table it reads.</summary>
    ValidationKind Kind { get; }

    /// <summary>The model of time it uses.</summary>
    Fidelity Fidelity { get; }

    /// <summary>What its rows can be grouped by beside the columns of their file: facts of the prediction itself.</summary>
    ImmutableArray<string> Keys => [];

    /// <summary>Predicts every row of a file, in its order: a row that cannot be predicted says why.</summary>
    /// <param name="file">The table.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="ChalkException">A column is missing, or a cell is wrong.</exception>
    ImmutableArray<ScoredRow> Predict(CaseFile file, CancellationToken stop);
}
