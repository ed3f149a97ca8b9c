using Chalkline.Files;

namespace Chalkline.Scaling.Families;

/// <summary>Hoffmann's form and its refits.</summary>
internal sealed class DenseFamily : ILawFamily
{
    private readonly PowerLaw _law;

    public DenseFamily(JsonView constants)
    {
        constants.Only(["E", "A", "B", "alpha", "beta"]);
        _law = new(
            Constant.Of(constants, "E"),
            new(Constant.Of(constants, "B"), Constant.Of(constants, "beta")),
            new PowerTerm(Constant.Of(constants, "A"), Constant.Of(constants, "alpha")));
    }

    public string Form => "L = E + A/N^alpha + B/D^beta";

    public IScalingLaw At(LawSetting setting) => _law;
}
