using System.Collections.Immutable;

namespace Chalkline.Validation;

/// <summary>What the floor check found.</summary>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Findings">Every measured time with its floor, in the rows' order.</param>
/// <param name="Skips">Rows without a finding, in order, with the reason.</param>
public sealed record FloorResult(int Rows, ImmutableArray<FloorFinding> Findings, ImmutableArray<FloorSkip> Skips)
{
    /// <summary>Rows of which at least one measured time was held against a floor.</summary>
    public int Checked => Rows - Skips.Length;

    /// <summary>Times under their floor, in order.</summary>
    public IEnumerable<FloorFinding> Under => Findings.Where(finding => finding.Verdict != FloorVerdict.Above);

    /// <summary>Times under their floor that nothing excuses; there should be none.</summary>
    public IEnumerable<FloorFinding> Unexplained
        => Findings.Where(finding => finding.Verdict == FloorVerdict.Unexplained);
}
