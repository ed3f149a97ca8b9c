using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>
/// Kumar's law of precision on a law of full precision: narrow training makes parameters count for less, quantising
/// afterwards adds to the loss.
/// </summary>
internal sealed class PrecisionFamily : ILawFamily
{
    private readonly JsonView _constants;
    private readonly ILawFamily _base;

    public PrecisionFamily(JsonView constants, ILawFamily full)
    {
        _constants = constants.Only(
            ["gammaWeights", "gammaActivations", "gammaKv", "cAfter", "gammaTokens", "gammaParameters", "gammaAfter"]);
        _base = full;
        _ = At(LawSetting.Dense with { WeightBits = 8, ActivationBits = 8, KeyValueBits = 8, BitsAfterTraining = 8 });
    }

    public string Form => "L(N prod_i (1 - e^(-P_i/gamma_i)), D) + C D^gammaD/N^gammaN e^(-P_after/gamma_after)";

    public IScalingLaw At(LawSetting setting)
    {
        double efficiency = Counted(setting.WeightBits, "gammaWeights")
            * Counted(setting.ActivationBits, "gammaActivations")
            * Counted(setting.KeyValueBits, "gammaKv");
        IScalingLaw full = _base.At(setting);
        IScalingLaw trained = efficiency < 1 ? new EffectiveLaw(full, efficiency, 1) : full;
        return setting.BitsAfterTraining is { } after
            ? new PenaltyLaw(
                trained, Of("cAfter") * Math.Exp(-after / Of("gammaAfter")), Of("gammaTokens"), Of("gammaParameters"))
            : trained;
    }

    private double Counted(double? bits, string gamma) => bits is { } known ? 1 - Math.Exp(-known / Of(gamma)) : 1;

    private double Of(string name) => Constant.Of(_constants, name);
}
