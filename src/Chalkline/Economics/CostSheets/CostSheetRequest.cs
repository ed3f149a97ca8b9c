using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Economics.CostSheets;

/// <summary>What a cost sheet is asked for.</summary>
public sealed record CostSheetRequest
{
    /// <summary>
    /// Model, machine, lengths and service levels; its price is replaced by that of the hardware, its prompts must have
    /// no
    /// cached prefix, and its batch is pinned when it names one.
    /// </summary>
    public required PlanRequest Plan { get; init; }

    /// <summary>What a device costs.</summary>
    public required IHardwarePrice Hardware { get; init; }

    /// <summary>Share of the devices' time that is sold, above 0, at most 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Where the utilisation comes from; null when the user gave it.</summary>
    public Source? UtilisationSource { get; init; }

    /// <summary>The layout of one replica; null to search for the cheapest.</summary>
    public Layout? Layout { get; init; }

    /// <summary>Lengths of prompts to cost, rising.</summary>
    public required ImmutableArray<Tokens> Lengths { get; init; }

    /// <summary>Share of a prompt that a cache holds, from 0, below 1; whole tokens of it.</summary>
    public double HitRate { get; init; }

    /// <summary>How long prompts may be kept, rising; empty to keep none.</summary>
    public ImmutableArray<Seconds> Kept { get; init; } = [new(300), new(3600)];

    /// <summary>Memories to keep them in; empty for that of the devices alone.</summary>
    public ImmutableArray<CacheTier> Tiers { get; init; } = [];

    /// <summary>Times the normal price that the fast mode costs, at least 1.</summary>
    public double FastPrice { get; init; } = 2;

    /// <summary>The intervals of a point; null when none are stated.</summary>
    public Func<PlanRequest, ServingPoint, CostSpread?>? Spread { get; init; }

    /// <summary>Checks what does not depend on a layout.</summary>
    /// <exception cref="ChalkException">Something is impossible.</exception>
    public CostSheetRequest Checked()
    {
        string? problem = !(Utilisation is > 0 and <= 1)
            ? $"A utilisation of {Utilisation:0.###} cannot be; it lies above 0 and is at most 1, for example 0.8"
            : Plan.Workload.Prefix > Tokens.Zero
            ? $"A prefix of {Plan.Workload.Prefix} is costed as cached input; ask without it"
            : Plan.Modes.Contains(ServingMode.AttentionFeedForward)
            ? "A cost sheet is of layers that share their devices; leave the other mode out"
            : Plan.Prefill is not null ? "A cost sheet is of one machine; leave the other out"
            : !(HitRate is >= 0 and < 1) ? $"A hit rate of {HitRate:0.###} cannot be; it lies from 0 to below 1"
            : Lengths.IsDefaultOrEmpty || Lengths.Any(length => length.Value < 1)
            ? "Lengths of prompts must be 1 token or more, and there must be one"
            : Kept.Any(time => !(time.Value > 0 && double.IsFinite(time.Value)))
            ? "Prompts are kept for more than no time"
            : null;
        return problem is null ? this : throw new ChalkException(problem + ".");
    }
}
