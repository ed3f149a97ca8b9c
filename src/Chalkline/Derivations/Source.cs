namespace Chalkline.Derivations;

/// <summary>Where a datum comes from.</summary>
/// <param name="Where">A document, an address or a table.</param>
/// <param name="Date">Date of the document or of the reading, ISO 8601, as exact as known; empty when unknown.</param>
/// <param name="Verified">Whether the value was read in that source, or only recalled.</param>
/// <param name="Note">A qualifier the reader should see; may be empty.</param>
public sealed record Source(string Where, string Date, Verification Verified, string Note = "");

/// <summary>How far a datum was checked.</summary>
public enum Verification
{
    /// <summary>Read in the source named.</summary>
    Yes,

    /// <summary>Read, but a qualifier is an interpretation.</summary>
    Partial,

    /// <summary>Recalled or derived, not read in a primary source.</summary>
    No,
}
