using Chalkline.Scaling;

namespace Chalkline.Economics.Lifecycle;

/// <summary>The cheapest size and data of the same loss under one law.</summary>
/// <param name="Law">The law.</param>
/// <param name="Loss">The loss held, nats a token.</param>
/// <param name="Point">N* and D*.</param>
/// <param name="Ledger">The life of that model, with the same RL and served tokens.</param>
/// <param name="Saving">Share of the cost of the model as it is that it saves.</param>
/// <param name="Mark">What a reader must know of the figures: recalled constants, variables outside; empty for
/// none.</param>
public sealed record LifecycleOptimum(
    ScalingLaw Law, double Loss, LawPoint Point, LifecycleLedger Ledger, double Saving, string Mark);
