using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>Krajewski's law of fine-grained experts.</summary>
internal sealed class GranularityFamily : ILawFamily
{
    private readonly JsonView _constants;

    public GranularityFamily(JsonView constants)
    {
        _constants = constants.Only(["c", "g", "gamma", "a", "alpha", "b", "beta"]);
        _ = At(LawSetting.Dense);
    }

    public string Form => "L = c + (g/G^gamma + a)/N^alpha + b/D^beta";

    public IScalingLaw At(LawSetting setting) => new PowerLaw(
        Of("c"),
        new(Of("b"), Of("beta")),
        new PowerTerm((Of("g") / Math.Pow(setting.Granularity, Of("gamma"))) + Of("a"), Of("alpha")));

    private double Of(string name) => Constant.Of(_constants, name);
}
