using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Economics;

/// <summary>What a provider asks for a model's tokens, at one date.</summary>
public sealed record PriceSheet
{
    /// <summary>Who sells, for example <c>deepinfra</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The name under which the model is sold, without the provider.</summary>
    public required string Model { get; init; }

    /// <summary>A token of the prompt that no cache holds; more than 0.</summary>
    public required UsdPerToken Input { get; init; }

    /// <summary>A token written; more than 0.</summary>
    public required UsdPerToken Output { get; init; }

    /// <summary>A token of the prompt read from a cache; null when the sheet names none.</summary>
    public UsdPerToken? CachedInput { get; init; }

    /// <summary>What keeping a prompt costs, shortest first; empty when writing is not priced apart.</summary>
    public ImmutableArray<CacheWritePrice> CacheWrites { get; init; } = [];

    /// <summary>Other prices for longer prompts, shortest first; empty when all lengths cost the same.</summary>
    public ImmutableArray<ContextTier> ContextTiers { get; init; } = [];

    /// <summary>Prices when the answer may wait for hours; null when there are none.</summary>
    public PricePair? Batch { get; init; }

    /// <summary>
    /// Prices when the answer may be slow or be put off, but comes on the same day; null when there are none.
    /// </summary>
    public PricePair? Flex { get; init; }

    /// <summary>Prices when the answer comes first or faster; null when there are none.</summary>
    public PricePair? Fast { get; init; }

    /// <summary>Factors on all prices, for example for processing in one region; empty when there are none.</summary>
    public ImmutableArray<PriceUplift> Uplifts { get; init; } = [];

    /// <summary>The longest prompt taken; null when the sheet does not say.</summary>
    public Tokens? LongestInput { get; init; }

    /// <summary>The longest answer given; null when the sheet does not say.</summary>
    public Tokens? LongestOutput { get; init; }

    /// <summary>Where and when the prices were read.</summary>
    public required Source Source { get; init; }

    /// <summary>Output over input price.</summary>
    public double OutputOverInput => Output / Input;

    /// <summary>The sheet's name: <c>provider/model</c>.</summary>
    public string Name => $"{Provider}/{Model}";
}
