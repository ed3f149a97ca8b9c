using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>A line of a table of price sheets with the truth beside it.</summary>
/// <remarks>A cell that cannot be used is left out; the line says why when nothing can be done with it.</remarks>
internal sealed record KnownSheetRow
{
    /// <summary>Line of the file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Identifier of the row.</summary>
    public required string Id { get; init; }

    /// <summary>The prices; null when they are missing or wrong.</summary>
    public Economics.PriceSheet? Sheet { get; init; }

    /// <summary>The word for the architecture; empty when the row has none.</summary>
    public required string Architecture { get; init; }

    /// <summary>True active parameters; null when the cell is empty or wrong.</summary>
    public Parameters? Active { get; init; }

    /// <summary>True total parameters; null when the cell is empty or wrong.</summary>
    public Parameters? Total { get; init; }

    /// <summary>True KV bytes of a token in BF16; null when the cell is empty or wrong.</summary>
    public BytesPerToken? KeyValue { get; init; }

    /// <summary>Whether it is a fast tier.</summary>
    public bool Fast { get; init; }

    /// <summary>Why the row cannot be used; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The row as a known sheet; null when prices or a size are missing.</summary>
    public KnownSheet? Known
        => Sheet is { } sheet && Active is { } active && Total is { } total && KeyValue is { } cache
        ? new(sheet, new(Architecture, active, total, cache), Fast)
        : null;
}
