using Chalkline.Quantities;
using Chalkline.Scaling;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Scaling;

/// <summary>The laws of the data folder, by short names.</summary>
internal static class Laws
{
    public static ScalingLawCatalogue Catalogue { get; } = ScalingLawCatalogue.Open(HardwareData.Folder);

    public static IScalingLaw Epoch { get; } = At("besiroglu-2024");

    public static IScalingLaw Hoffmann { get; } = At("hoffmann-2022");

    public static IScalingLaw Sardana { get; } = At("sardana-2024");

    public static IScalingLaw At(string name, LawSetting? setting = null, double totalOverActive = 1)
        => Catalogue.Find(name).OfActive(setting ?? LawSetting.Dense, totalOverActive);

    public static double Loss(this IScalingLaw law, double parameters, double tokens)
        => law.Loss(new Parameters(parameters), new Tokens(tokens));
}
