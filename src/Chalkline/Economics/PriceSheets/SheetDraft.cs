using System.Collections.Immutable;
using Chalkline.Derivations;

namespace Chalkline.Economics.PriceSheets;

/// <summary>An entry of a price file as it stands there: plain numbers in the file's unit, nothing checked.</summary>
internal sealed record SheetDraft
{
    public required string Key { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required Source Source { get; init; }

    public string? Published { get; init; }

    public DraftPair Base { get; init; } = new(null, null, null);

    /// <summary>Seconds kept (0 when not said) and price.</summary>
    public ImmutableArray<(double Kept, double Price)> Writes { get; init; } = [];

    public ImmutableArray<(double Above, DraftPair Pair)> Tiers { get; init; } = [];

    public DraftPair? Batch { get; init; }

    public DraftPair? Flex { get; init; }

    public DraftPair? Fast { get; init; }

    public ImmutableArray<PriceUplift> Uplifts { get; init; } = [];

    public double? LongestInput { get; init; }

    public double? LongestOutput { get; init; }
}

/// <summary>The two sides of a request in the file's unit; null where the file says nothing.</summary>
internal sealed record DraftPair(double? Input, double? Output, double? Cached)
{
    public bool IsEmpty => Input is null && Output is null && Cached is null;

    public DraftPair Times(double factor) => new(Input * factor, Output * factor, Cached * factor);
}
