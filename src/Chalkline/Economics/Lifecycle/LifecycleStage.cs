using Chalkline.Quantities;

namespace Chalkline.Economics.Lifecycle;

/// <summary>One of the three parts of a model's life.</summary>
/// <param name="Tokens">Tokens read or written in it.</param>
/// <param name="Model">FLOP that the model does.</param>
/// <param name="Cost">FLOP of training that cost as much: the model's, times eta where tokens are decoded.</param>
public sealed record LifecycleStage(Tokens Tokens, Flop Model, Flop Cost);
