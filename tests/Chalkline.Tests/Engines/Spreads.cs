using Chalkline.Engines;

namespace Chalkline.Tests.Engines;

/// <summary>Facts and residuals for tests of spreads.</summary>
internal static class Spreads
{
    public static ServedFacts Facts(bool over = false, double kernels = 0.1, bool experts = false) => new()
    {
        Mode = ServedMode.Aggregated,
        OverCapacity = over,
        OwnKernels = true,
        SeveralDomains = false,
        Experts = experts,
        Decode = new(kernels, 2 * kernels),
        Prefill = new(3 * kernels, 4 * kernels),
    };

    public static SpreadResidual Residual(double ratio, string collection, bool over = false, double kernels = 0.1)
        => new(ServedMetric.TimePerOutputToken, Facts(over, kernels), ratio, collection);
}
