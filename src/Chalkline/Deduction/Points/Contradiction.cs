namespace Chalkline.Deduction.Points;

/// <summary>
/// Two deductions, or a deduction and what is known, that cannot both hold. Pointed out, never averaged.
/// </summary>
/// <param name="Between">What clashes, for example <c>context step against output over input</c>.</param>
/// <param name="Says">Why, with the numbers.</param>
/// <param name="Reference">Where the clash is discussed; empty when it is our own.</param>
public sealed record Contradiction(string Between, string Says, string Reference = "");
