using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>What <c>chalk cache</c> found.</summary>
internal sealed record CacheFindings
{
    /// <summary>Model and machine in a line.</summary>
    public required string Subject { get; init; }

    /// <summary>The model; null when only its figures were given.</summary>
    public string? Model { get; init; }

    /// <summary>The machine; null when only its figures were given.</summary>
    public string? System { get; init; }

    /// <summary>What the costs depend on.</summary>
    public required CacheTerms Terms { get; init; }

    /// <summary>The devices.</summary>
    public required ImmutableArray<CacheTier> Tiers { get; init; }

    /// <summary>All ways compared.</summary>
    public required CacheStudy Study { get; init; }

    /// <summary>Computing the cache again.</summary>
    public required CacheCost Compute { get; init; }

    /// <summary>How that was worked out, in words.</summary>
    public required string ComputeHow { get; init; }

    /// <summary>The same at other lengths of the prefix; empty where length does not matter.</summary>
    public ImmutableArray<Rematerialisation> Prefixes { get; init; } = [];

    /// <summary>Tokens of the prefix; null where length does not matter.</summary>
    public Tokens? Prefix { get; init; }

    /// <summary>The hold times asked for.</summary>
    public required ImmutableArray<Seconds> Holds { get; init; }

    /// <summary>A provider's prices; null when none were given.</summary>
    public CacheOffer? Offer { get; init; }

    /// <summary>The gaps between uses; null when none were given.</summary>
    public GapDistribution? Gaps { get; init; }

    /// <summary>The gaps as they were written.</summary>
    public string GapsText { get; init; } = "";

    /// <summary>Inputs that are no part of a tier, with their sources.</summary>
    public required ImmutableArray<CacheInput> Inputs { get; init; }

    /// <summary>The tier of a way; null for computing.</summary>
    public CacheTier? TierOf(CacheCost way) => Tiers.FirstOrDefault(tier => tier.Id == way.Tier);

    /// <summary>
    /// What a byte and hour in the memory of the accelerator costs; null when it is not among the tiers.
    /// </summary>
    public UsdPerByteHour? OnDeviceRoom
        => Tiers.FirstOrDefault(tier => tier.InPlace) is { } tier ? Terms.Rate.Value / tier.Capacity.Value : null;

    /// <summary>What drains how fast, for the durations offered.</summary>
    public IEnumerable<(string Tier, Seconds DrainTime)> Drains => Tiers.Select(tier => (tier.Id, tier.DrainTime));
}

/// <summary>An input on the page.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, for people.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record CacheInput(string Name, string Value, Source Source);
