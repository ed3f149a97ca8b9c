using System.Collections.Immutable;

namespace Chalkline.Deduction.Points;

/// <summary>All deductions of the lecture that a price sheet allows.</summary>
/// <param name="Points">The deductions.</param>
/// <param name="Contradictions">Those that clash.</param>
/// <param name="Silent">What this sheet says nothing about, and which price would.</param>
public sealed record PointStudy(
    ImmutableArray<PointDeduction> Points, ImmutableArray<Contradiction> Contradictions, ImmutableArray<string> Silent)
{
    /// <summary>A deduction by its word; null when the sheet does not allow it.</summary>
    public PointDeduction? Find(string id) => Points.FirstOrDefault(point => point.Id == id);
}
