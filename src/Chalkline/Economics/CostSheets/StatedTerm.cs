using Chalkline.Derivations;

namespace Chalkline.Economics.CostSheets;

/// <summary>Terms that no source was read for.</summary>
public static class StatedTerm
{
    private static readonly Source Stated = new("stated, no source", "", Verification.No);

    /// <summary>The mark of a term that was left as it is stated here; null for one that the user gave.</summary>
    /// <param name="value">The term.</param>
    /// <param name="byDefault">What it is when nobody gives it.</param>
    public static Source? Of(double value, double byDefault) => value == byDefault ? Stated : null;
}
