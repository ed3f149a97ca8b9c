using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>Ludziejewski's joint law of dense and MoE models, in active parameters, tokens and experts.</summary>
internal sealed class JointExpertsFamily : ILawFamily
{
    private readonly JsonView _constants;
    private readonly SaturatedExperts _experts;

    public JointExpertsFamily(JsonView constants)
    {
        _constants = constants.Only(
            ["a", "alpha", "delta", "gamma", "b", "beta", "omega", "zeta", "c", "Estart", "Emax"]);
        _experts = new(constants);
        _ = At(LawSetting.Dense);
    }

    public string Form => "L = a E'^delta N^(alpha + gamma ln E') + b E'^omega D^(beta + zeta ln E') + c";

    public IScalingLaw At(LawSetting setting)
    {
        double experts = _experts.Of(setting.Experts);
        double log = Math.Log(experts);

        // The paper writes its exponents negative; a term c / x^p has them positive.
        return new PowerLaw(
            Of("c"),
            new(Of("b") * Math.Pow(experts, Of("omega")), -(Of("beta") + (Of("zeta") * log))),
            new PowerTerm(Of("a") * Math.Pow(experts, Of("delta")), -(Of("alpha") + (Of("gamma") * log))));
    }

    private double Of(string name) => Constant.Of(_constants, name);
}
