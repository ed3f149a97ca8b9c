using System.Collections.Immutable;

namespace Chalkline.Economics.PriceSheets;

/// <summary>A price file that was read: its sheets, and all that was found wrong on the way.</summary>
/// <remarks>One bad entry never spoils the others.</remarks>
public sealed record PriceSheetList
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Its form, for example <c>LiteLLM</c>.</summary>
    public required string Form { get; init; }

    /// <summary>What its prices are for.</summary>
    public required PriceUnit Unit { get; init; }

    /// <summary>
    /// How the unit was known: what the fields say, what the user said, or what was assumed from the size.
    /// </summary>
    public required string UnitKnownBy { get; init; }

    /// <summary>Its sheets, in the order of the file.</summary>
    public required ImmutableArray<PriceSheetEntry> Entries { get; init; }

    /// <summary>What was left out or put right, in the order of the file.</summary>
    public required ImmutableArray<SheetFinding> Findings { get; init; }

    /// <summary>The sheets alone.</summary>
    public IReadOnlyList<PriceSheet> Sheets => [.. Entries.Select(entry => entry.Sheet)];
}
