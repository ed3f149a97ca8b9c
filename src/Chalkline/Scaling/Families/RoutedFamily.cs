using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>Clark's law of routed models, all trained on 130 billion tokens.</summary>
internal sealed class RoutedFamily : ILawFamily
{
    private readonly (double A, double B, double C, double D) _law;
    private readonly SaturatedExperts _experts;

    public RoutedFamily(JsonView constants)
    {
        constants.Only(["a", "b", "c", "d", "Estart", "Emax"]);
        _law = (
            Constant.Of(constants, "a"),
            Constant.Of(constants, "b"),
            Constant.Of(constants, "c"),
            Constant.Of(constants, "d"));
        _experts = new(constants);
    }

    public string Form => "log10 L = a log10 N + b log10 E' + c log10 N log10 E' + d, D fixed";

    public IScalingLaw At(LawSetting setting)
        => new RoutedLaw(_law.A, _law.B, _law.C, _law.D, _experts.Of(setting.Experts));
}
