using Chalkline.Derivations;

namespace Chalkline.Scaling;

/// <summary>Symbols of scaling laws.</summary>
internal static class ScalingSymbols
{
    private const string Hoffmann = "arXiv:2203.15556, section 3.3";

    public static readonly Symbol Size = new("size", "N", "N", "parameters as the law counts them");
    public static readonly Symbol Data = new("data", "D", "D", "training tokens");
    public static readonly Symbol Irreducible = new("irreducible", "E", "E", "loss that nothing goes below");
    public static readonly Symbol Before = new("before", "L_0", "L_0", "loss counted so far");
    public static readonly Symbol SizeCoefficient = new("coefficient", "A", "A", "coefficient of parameters");
    public static readonly Symbol SizeExponent = new("exponent", "alpha", @"\alpha", "exponent of parameters");
    public static readonly Symbol OfSize = new("ofSize", "L_N", "L_N", "loss for want of parameters", Hoffmann);
    public static readonly Symbol DataCoefficient = new("dataCoefficient", "B", "B", "coefficient of tokens");
    public static readonly Symbol DataExponent = new("dataExponent", "beta", @"\beta", "exponent of tokens");
    public static readonly Symbol OfData = new("ofData", "L_D", "L_D", "loss for want of tokens", Hoffmann);
    public static readonly Symbol Loss = new("loss", "L", "L", "loss, nats a token");
    public static readonly Symbol RealSize = new("real", "N_real", @"N_{\text{real}}", "parameters of the model");
    public static readonly Symbol RealData = new("read", "D_real", @"D_{\text{real}}", "training tokens");
    public static readonly Symbol ParameterEfficiency = new("ofParameter", "e_N", "e_N", "what a parameter counts for");
    public static readonly Symbol TokenEfficiency = new("ofToken", "e_D", "e_D", "what a token counts for");
    public static readonly Symbol EffectiveSize = new("counted", "N'", "N'", "effective parameters");
    public static readonly Symbol EffectiveData = new("learned", "D'", "D'", "effective tokens");
    public static readonly Symbol Penalty = new("added", "delta", @"\delta", "loss that quantisation adds");
    public static readonly Symbol SizeScale = new("sizeScale", "N_c", "N_c", "scale of parameters");
    public static readonly Symbol DataScale = new("dataScale", "D_c", "D_c", "scale of tokens");
    public static readonly Symbol ExponentRatio = new("exponentRatio", "r", "r", "alpha_N / alpha_D");
    public static readonly Symbol JointExponent = new("jointExponent", "alpha_D", @"\alpha_D", "exponent of tokens");
    public static readonly Symbol KaplanLoss = new("loss", "L", "L", "loss, nats a token", "arXiv:2001.08361, eq. 1.5");
    public static readonly Symbol RoutedSize = new(
        "logSize", "log N", @"\log N", "log10 of the parameters without experts");
    public static readonly Symbol RoutedExperts = new(
        "logExperts", "log E'", @"\log \hat{E}", "log10 of the saturated experts");
    public static readonly Symbol RoutedFactors = new("a", "a", "a", "slope of parameters");
    public static readonly Symbol RoutedB = new("b", "b", "b", "slope of experts");
    public static readonly Symbol RoutedC = new("c", "c", "c", "their interaction");
    public static readonly Symbol RoutedD = new("d", "d", "d", "offset");
    public static readonly Symbol RoutedLoss = new("loss", "L", "L", "loss, nats a token", "arXiv:2202.01169, table 3");
}
