using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>Kaplan's joint form.</summary>
internal sealed class KaplanFamily : ILawFamily
{
    private readonly KaplanLaw _law;

    public KaplanFamily(JsonView constants)
    {
        constants.Only(["Nc", "alphaN", "Dc", "alphaD"]);
        _law = new(
            Constant.Of(constants, "Nc"),
            Constant.Of(constants, "alphaN"),
            Constant.Of(constants, "Dc"),
            Constant.Of(constants, "alphaD"));
    }

    public string Form => "L = [(Nc/N)^(alphaN/alphaD) + Dc/D]^alphaD";

    public IScalingLaw At(LawSetting setting) => _law;
}
