using Chalkline.Cli.Commands;
using Chalkline.Economics.CostSheets;
using Chalkline.Economics.Traffic;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>What <c>chalk price</c> found.</summary>
/// <param name="Inputs">What was asked about.</param>
/// <param name="Costs">The cost sheet.</param>
/// <param name="Traffic">What customers send.</param>
/// <param name="Proposal">Prices that pay.</param>
internal sealed record PriceAnswer(ModelInputs Inputs, CostSheet Costs, RequestMix Traffic, PriceProposal Proposal)
{
    /// <summary>The shortest usual length that was left out, because it does not fit; null when none was.</summary>
    public Tokens? LeftOut { get; init; }

    /// <summary>The traffic named; null when it was described.</summary>
    public TrafficProfile? Profile { get; init; }
}
