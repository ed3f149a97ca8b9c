using Chalkline.Catalog;
using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>
/// What a parameter and a token count for in each of several formats or recipes, on a law of full precision.
/// </summary>
internal sealed class RecipeFamily : ILawFamily
{
    private readonly Dictionary<string, (double Parameters, double Tokens)> _recipes = new(StringComparer.Ordinal);
    private readonly ILawFamily _base;

    public RecipeFamily(JsonView constants, ILawFamily full)
    {
        _base = full;
        foreach ((string name, JsonView recipe) in constants.Fields())
        {
            recipe.Only(["eN", "eD"]);
            _recipes[name] = (
                recipe.Required("eN").Number(1e-3, 10), recipe.Optional("eD")?.Number(1e-3, 10) ?? 1);
        }
    }

    public string Form => "L(eN N, eD D)";

    /// <summary>The recipes known.</summary>
    public IEnumerable<string> Recipes => _recipes.Keys;

    public IScalingLaw At(LawSetting setting)
    {
        if (setting.Recipe is not { } wanted)
        {
            return _base.At(setting);
        }

        string name = NameResolver.Match(wanted, _recipes.Keys) ?? throw new ChalkException(
            $"'{wanted}' is not a recipe of the law; it knows {string.Join(", ", _recipes.Keys)}.");
        return new EffectiveLaw(_base.At(setting), _recipes[name].Parameters, _recipes[name].Tokens);
    }
}
