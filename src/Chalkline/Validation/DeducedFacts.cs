using Chalkline.Deduction;

namespace Chalkline.Validation;

/// <summary>What a deduction from prices knows of one value beside its median and 80 % interval.</summary>
/// <param name="Architecture">What the row is a sheet of: rows of one architecture can be counted once.</param>
/// <param name="Half">Half of the posterior.</param>
/// <param name="NinetyFive">95 % of the posterior.</param>
/// <param name="LogScore">Logarithm of the posterior density at the true value, for a natural logarithm of it.</param>
/// <param name="PriorLogScore">The same of the prior.</param>
/// <param name="PriorMedian">Median before the prices.</param>
public sealed record DeducedFacts(
    string Architecture, Interval Half, Interval NinetyFive, double LogScore, double PriorLogScore, double PriorMedian);
