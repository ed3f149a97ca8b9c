using System.Collections.Immutable;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Economics.CostSheets;

/// <summary>What tokens cost an operator.</summary>
public sealed record CostSheet
{
    /// <summary>What was asked.</summary>
    public required CostSheetRequest Request { get; init; }

    /// <summary>What one device costs.</summary>
    public required HardwareBill Bill { get; init; }

    /// <summary>The plan with that price, at which all of this is.</summary>
    public required PlanRequest Plan { get; init; }

    /// <summary>The operating point.</summary>
    public required ServingPoint Point { get; init; }

    /// <summary>The lines, input first.</summary>
    public required ImmutableArray<CostLine> Lines { get; init; }

    /// <summary>Memories that cached prompts may wait in.</summary>
    public required ImmutableArray<CacheTier> Tiers { get; init; }

    /// <summary>What the costs of those memories depend on.</summary>
    public required CacheTerms CacheTerms { get; init; }

    /// <summary>Their costs, compared over the time a token is kept: the same that <c>chalk cache</c> says.</summary>
    public required CacheStudy Cache { get; init; }

    /// <summary>Cost by length of the prompt, of those lengths that fit; rising in length.</summary>
    public required ImmutableArray<LengthCost> Lengths { get; init; }

    /// <summary>The shortest length asked for that does not fit; null when all fit.</summary>
    public required Tokens? TooLong { get; init; }

    /// <summary>Cost by batch on the same layout, rising in batch.</summary>
    public required ImmutableArray<BatchCost> Batches { get; init; }

    /// <summary>What the asked price of fast mode buys.</summary>
    public required FastMode Fast { get; init; }

    /// <summary>Time of a decode step as usual.</summary>
    public required Seconds NormalStep { get; init; }

    /// <summary>Highest speed that a smaller batch gives at any price, over the normal one.</summary>
    public required double FastLimit { get; init; }

    /// <summary>The closed form behind the balance context.</summary>
    public required RooflineStudy Closed { get; init; }

    /// <summary>Share of the dense peak that decoding uses.</summary>
    public required double DecodeUtilisation { get; init; }

    /// <summary>Share of the dense peak that prefill uses.</summary>
    public required double PrefillUtilisation { get; init; }

    /// <summary>
    /// The context at which reading the cache takes as long as computing, in closed form, attention arithmetic left out
    /// as
    /// the lecture does (eq. 1.9 and 6.3).
    /// </summary>
    public Tokens BalanceContext => (Closed.Roofline with { AttentionFlop = FlopPerToken.Zero }).BalanceContext;

    /// <summary>The first line of a kind; null when there is none.</summary>
    public CostLine? this[CostKind kind] => Lines.FirstOrDefault(line => line.Kind == kind);

    /// <summary>A line that every sheet has.</summary>
    public UsdPerToken Cost(CostKind kind) => this[kind]!.Cost;
}
