using System.Collections.Immutable;
using Chalkline.Derivations;

namespace Chalkline.Deduction.Points;

/// <summary>One deduction of the lecture: one price, one equation, one number, and what had to be assumed.</summary>
/// <param name="Id">A stable word, for example <c>kv-from-step</c>.</param>
/// <param name="Title">What is deduced.</param>
/// <param name="Value">The number.</param>
/// <param name="Reading">What it says, in a sentence.</param>
/// <param name="Reference">Equation and chapter.</param>
/// <param name="Assumptions">What had to be assumed.</param>
public sealed record PointDeduction(
    string Id, string Title, Measure Value, string Reading, string Reference, ImmutableArray<string> Assumptions);
