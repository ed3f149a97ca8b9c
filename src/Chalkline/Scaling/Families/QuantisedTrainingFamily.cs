using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>Loss that quantisation-aware training adds to a law of full precision.</summary>
internal sealed class QuantisedTrainingFamily : ILawFamily
{
    private readonly JsonView _constants;
    private readonly ILawFamily _base;

    public QuantisedTrainingFamily(JsonView constants, ILawFamily full)
    {
        _constants = constants.Only(["k", "gammaTokens", "gammaParameters", "gammaGroup"]);
        _base = full;
        _ = At(LawSetting.Dense);
    }

    public string Form => "L(N, D) + k D^gammaD (log2 G)^gammaG / N^gammaN";

    public IScalingLaw At(LawSetting setting) => new PenaltyLaw(
        _base.At(setting),
        Of("k") * Math.Pow(Math.Log2(setting.GroupSize), Of("gammaGroup")),
        Of("gammaTokens"),
        Of("gammaParameters"));

    private double Of(string name) => Constant.Of(_constants, name);
}
