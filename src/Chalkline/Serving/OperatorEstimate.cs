using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>All runs of one operator in one pass, on one device.</summary>
/// <param name="Cost">What they do and how long they take.</param>
/// <param name="Low">Lower end of the 80 % interval of the time; the time itself where nothing is known.</param>
/// <param name="High">Upper end.</param>
public readonly record struct OperatorEstimate(OperatorCost Cost, Seconds Low, Seconds High);
