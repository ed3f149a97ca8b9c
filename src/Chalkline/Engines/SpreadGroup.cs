using System.Collections.Immutable;

namespace Chalkline.Engines;

/// <summary>
/// How far measurements lie from predictions that share facts. Ratios are measured over predicted.
/// </summary>
/// <param name="Facts">What they share: the first so many words of <see cref="ServedFacts.Words"/>; none for all.</param>
/// <param name="Rows">Measured rows.</param>
/// <param name="Evidence">
/// Independent collections that the ratios rest on, those borrowed from the wider group included: rows of one model on one
/// machine from one source are one collection.
/// </param>
/// <param name="Low">A tenth of the ratios lies below.</param>
/// <param name="Middle">Half of them.</param>
/// <param name="High">A tenth lies above.</param>
/// <param name="Kernels">Median width of the kernels' own intervals behind the rows.</param>
public sealed record SpreadGroup(
    ImmutableArray<string> Facts, int Rows, double Evidence, double Low, double Middle, double High, KernelWidth Kernels)
{
    /// <summary>The factors of an 80 % interval of a prediction with kernels of some width.</summary>
    /// <remarks>
    /// The deviations hold the kernels' errors already, as large as they were on the rows; what the kernels at hand are
    /// less sure of adds to them as an independent error does, in quadrature.
    /// </remarks>
    public (double Low, double High) Factors(KernelWidth kernels)
    {
        double wider = SpreadStatistics.Widening(Evidence);
        double middle = Math.Log(Middle);
        double below = Math.Sqrt(
            Square(wider * (middle - Math.Log(Low))) + Excess(kernels.Low, Kernels.Low));
        double above = Math.Sqrt(
            Square(wider * (Math.Log(High) - middle)) + Excess(kernels.High, Kernels.High));

        // It reaches to the estimate itself: what was measured may all lie on one side of it for a reason that another
        // model, machine or source does not share.
        return (Math.Min(1, Math.Exp(middle - below)), Math.Max(1, Math.Exp(middle + above)));
    }

    private static double Square(double value) => value * value;

    private static double Excess(double here, double there) => Math.Max(0, Square(here) - Square(there));
}
