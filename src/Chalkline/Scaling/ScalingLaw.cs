using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Scaling;

/// <summary>A published law: its constants, where they come from, and where they hold.</summary>
public sealed record ScalingLaw
{
    /// <summary>Its identifier, the name of its file.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in words.</summary>
    public required string Name { get; init; }

    /// <summary>Other names.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Where the constants come from, and whether they were read there.</summary>
    public required Source Source { get; init; }

    /// <summary>Which parameters it counts.</summary>
    public required ParameterBasis Counts { get; init; }

    /// <summary>Where the models lie that it was fitted to.</summary>
    public required LawRange Range { get; init; }

    /// <summary>Its form with its constants.</summary>
    public required ILawFamily Family { get; init; }

    /// <summary>Whether its constants were read in their source; one that was not is never a default.</summary>
    public bool Confirmed => Source.Verified == Verification.Yes;

    /// <summary>The law of active parameters and tokens at a setting.</summary>
    /// <param name="setting">Experts, granularity, sparsity, bits.</param>
    /// <param name="totalOverActive">All parameters over active ones, from 1; 1 for a dense model.</param>
    /// <exception cref="ChalkException">The setting is out of range.</exception>
    public IScalingLaw OfActive(LawSetting setting, double totalOverActive)
    {
        IScalingLaw law = Family.At(setting.Checked());
        return Counts == ParameterBasis.Total && totalOverActive != 1 ? new EffectiveLaw(law, totalOverActive, 1) : law;
    }

    /// <summary>
    /// The mark a figure of it bears at a point: unconfirmed constants, variables outside; empty for none.
    /// </summary>
    /// <param name="active">Active parameters.</param>
    /// <param name="tokens">Training tokens.</param>
    /// <param name="setting">Experts, granularity, sparsity, bits.</param>
    /// <param name="totalOverActive">All parameters over active ones.</param>
    public string Mark(Parameters active, Tokens tokens, LawSetting setting, double totalOverActive)
    {
        string outside = Range.Outside(
            Counts == ParameterBasis.Total ? totalOverActive * active : active, tokens, setting.Experts);
        string[] marks =
        [
            .. Confirmed ? Array.Empty<string>() : [Source.Verified == Verification.Partial ? "inferred" : "recalled"],
            .. outside.Length > 0 ? [$"outside: {outside}"]
                : Range is { Parameters: null, Tokens: null } ? ["range not known"] : Array.Empty<string>(),
        ];
        return string.Join("; ", marks);
    }
}
