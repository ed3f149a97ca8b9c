using System.Collections.Immutable;

namespace Chalkline.Codesign.Quality;

/// <summary>A rule of fair comparison (codesign notes, section 5: inferred there from the recording), and whether it is kept.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Kept">Whether a comparison keeps it.</param>
/// <param name="Why">By what, or what is missing.</param>
public sealed record FairnessRule(string Rule, Verdict Kept, string Why)
{
    /// <summary>The eight rules for a comparison.</summary>
    /// <param name="facts">What is known of it.</param>
    public static ImmutableArray<FairnessRule> Of(ComparisonFacts facts) =>
    [
        new("fix quality, vary cost", Verdict.Kept, "every figure is at equal loss"),
        new(
            "count scales, layers left wide and the share in the format",
            facts.ShareGiven ? Verdict.Kept : Verdict.NotStated,
            facts.ShareGiven ? "scales are in the bits, the share in the format is given" : "scales are in the bits; --share says what is left wide"),
        new("state tokens a parameter", Verdict.Kept, FormattableString.Invariant($"{facts.TokensPerParameter:G4} tokens a parameter")),
        new(
            "turn scores into parameters or compute",
            Verdict.Kept,
            facts.FromScore ? "through two baselines of known size" : "through the scaling law"),
        new(
            "draw the front with baselines of several sizes", facts.Baselines > 1 ? Verdict.Kept : Verdict.NotStated,
            facts.Baselines > 1 ? $"{facts.Baselines} recipes and sizes are drawn" : "give --anchors of the paper's own baselines"),
        new(
            "tell measured from peak throughput",
            facts.SpeedMeasured is { } measured ? measured ? Verdict.Kept : Verdict.Broken : Verdict.NotStated,
            facts.SpeedMeasured switch
            {
                true => "the throughput is measured",
                false => "the throughput is that of peaks; end to end it is 1.2 to 1.6 where peaks say 2 to 3",
                null => "no throughput is given",
            }),
        new(
            "name the boundary of energy", facts.EnergyBoundary.Length > 0 ? Verdict.Kept : Verdict.NotStated,
            facts.EnergyBoundary.Length > 0 ? facts.EnergyBoundary : "give --energy-ratio and say of what with --boundary"),
        new(
            "give intervals", facts.HasInterval ? Verdict.Kept : Verdict.NotStated,
            facts.HasInterval ? "the error of the loss is carried through" : "give --error, the error of the ratio"),
    ];
}

/// <summary>Whether a rule is kept.</summary>
public enum Verdict
{
    /// <summary>It is.</summary>
    Kept,

    /// <summary>Nothing says so.</summary>
    NotStated,

    /// <summary>It is not.</summary>
    Broken,
}

/// <summary>What is known of a comparison.</summary>
/// <param name="TokensPerParameter">D/N.</param>
/// <param name="ShareGiven">Whether the share of the model in the format is given.</param>
/// <param name="FromScore">Whether quality came as a score.</param>
/// <param name="Baselines">Baselines it is drawn among.</param>
/// <param name="SpeedMeasured">Whether the throughput is measured; null when none is given.</param>
/// <param name="EnergyBoundary">What the energy is of; empty when not said.</param>
/// <param name="HasInterval">Whether an error was given.</param>
public sealed record ComparisonFacts(
    double TokensPerParameter, bool ShareGiven, bool FromScore, int Baselines, bool? SpeedMeasured, string EnergyBoundary, bool HasInterval);
