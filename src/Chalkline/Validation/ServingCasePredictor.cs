using System.Collections.Immutable;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>Predicts a file of operating points with the engine model.</summary>
/// <param name="rows">What predicts a row.</param>
/// <param name="fidelity">The model of time it was made with.</param>
public sealed class ServingCasePredictor(ServingPredictor rows, Fidelity fidelity) : ICasePredictor
{
    /// <inheritdoc />
    public ValidationKind Kind => ValidationKind.Serving;

    /// <inheritdoc />
    public Fidelity Fidelity => fidelity;

    /// <inheritdoc />
    public ImmutableArray<ScoredRow> Predict(string file, CancellationToken stop)
        => [.. ServingCases.Read(file).AsParallel().AsOrdered().WithCancellation(stop).Select(rows.Predict)];
}
