using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>Abnar's law of parameters against FLOP, in all parameters and the share of experts that rest.</summary>
internal sealed class SparsityFamily : ILawFamily
{
    private readonly JsonView _constants;

    public SparsityFamily(JsonView constants)
    {
        _constants = constants.Only(["a", "alpha", "b", "beta", "c", "lambda", "d", "delta", "gamma", "e"]);
        _ = At(LawSetting.Dense);
    }

    public string Form => "L = a/N^alpha + b/D^beta + c/(1-S)^lambda + d/((1-S)^delta N^gamma) + e";

    public IScalingLaw At(LawSetting setting)
    {
        double visited = 1 - setting.Sparsity;
        return new PowerLaw(
            Of("e") + (Of("c") / Math.Pow(visited, Of("lambda"))),
            new(Of("b"), Of("beta")),
            new PowerTerm(Of("a"), Of("alpha")),
            new PowerTerm(Of("d") / Math.Pow(visited, Of("delta")), Of("gamma")));
    }

    private double Of(string name) => Constant.Of(_constants, name);
}
