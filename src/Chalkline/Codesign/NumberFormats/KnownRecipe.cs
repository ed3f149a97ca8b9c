using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Codesign.Quality;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Scaling;

namespace Chalkline.Codesign.NumberFormats;

/// <summary>A published recipe: a format with what its parameters and tokens count for.</summary>
/// <param name="Name">Recipe of its law, for example <c>w4a4</c>.</param>
/// <param name="Format">The format; BF16 for the reference.</param>
/// <param name="Both">Whether activations are narrow too.</param>
/// <param name="Change">e_N and e_D.</param>
/// <param name="Law">Law that lists it; empty for the reference.</param>
/// <param name="Source">Where they come from.</param>
public sealed record KnownRecipe(string Name, FormatAnatomy Format, bool Both, IsoLoss Change, string Law, Source Source)
{
    /// <summary>The reference: BF16 that counts in full.</summary>
    public const string Reference = "bf16";

    /// <summary>Stored bits of a weight.</summary>
    public double Bits => Format.Storage.Value;

    /// <summary>
    /// Throughput of matrix products over BF16's on a device: the ratio of its peaks, 1 where weights alone are narrow.
    /// </summary>
    public double Speed(Accelerator accelerator)
        => Both ? accelerator.Peak(Format.Arithmetic) / accelerator.Peak(Arithmetic.Bf16) : 1;

    /// <summary>The reference and every recipe that a format of the catalogue names.</summary>
    /// <exception cref="ChalkException">A file is wrong, or names a law or recipe there is not.</exception>
    public static ImmutableArray<KnownRecipe> All(FormatCatalogue formats, ScalingLawCatalogue laws)
    {
        FormatAnatomy full = formats.Find(Reference);
        return
        [
            new(Reference, full, true, new(1, 1), "", full.Source),
            .. from format in formats.All
               from recipe in format.Recipes
               let law = laws.Find(recipe.Law)
               select new KnownRecipe(recipe.Recipe, format, recipe.Both, Efficiencies(law, recipe.Recipe), law.Id, law.Source),
        ];
    }

    /// <summary>What a parameter and a token count for in a recipe.</summary>
    private static IsoLoss Efficiencies(ScalingLaw law, string recipe)
        => law.OfActive(LawSetting.Dense with { Recipe = recipe }, 1) is EffectiveLaw effective
            ? new(effective.ParameterEfficiency, effective.TokenEfficiency)
            : throw new ChalkException($"{law.Id}: '{recipe}' is no recipe of effective parameters.");
}
