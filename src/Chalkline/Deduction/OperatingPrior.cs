using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>How models are served, before any price is seen: medians and spreads of what was measured.</summary>
/// <remarks>
/// All are log-normal. Sources: prefill MFU of dense models near a half, and of a model of sparsity 18 a third with
/// cache hits counted as work, a sixth without (DeepSeek, day 6 of open-source week: 73,700 input tokens/s an H800
/// node, 56 % of them hits), which is the exponent; bandwidth 60 to 75 % of peak (data/measurements/kernels.csv);
/// step overhead 40 us a layer and 15 us an all-reduce (data/measurements/serving.csv, closed loop); context 4,989
/// tokens at DeepSeek, shorter in chats; 20 to 22 tokens/s a user there, 50 to 100 at others. Demand is a guess: no
/// provider states it.
/// </remarks>
internal static class OperatingPrior
{
    private static readonly (double Median, double Spread) PrefillUtilisation = (0.5, 0.3);
    private static readonly (double Median, double Spread) BandwidthUtilisation = (0.6, 0.25);
    private static readonly (double Median, double Spread) Context = (2000, 0.7);
    private static readonly (double Median, double Spread) StepTarget = (0.030, 0.5);
    private static readonly (double Median, double Spread) Overhead = (0.008, 0.5);
    private static readonly (double Median, double Spread) Demand = (128, 1.0);

    /// <summary>Mean and standard deviation of the exponent by which MFU falls with sparsity.</summary>
    private static readonly (double Mean, double Spread) SparsityExponent = (0.35, 0.08);

    /// <summary>How often the cache is kept in eight bits.</summary>
    private const double EightBitCache = 0.5;

    /// <summary>Draws how a model is served, and on what: a device that suits it rather than one that does not.</summary>
    /// <remarks>
    /// The odds of a device go with one over the square of what a token costs on it. At a power of 0 operators would
    /// take any, at infinity always the cheapest. 2 is a round number: with it architectures left out are deduced a
    /// little better than without (median factor of active parameters 1.53 against 1.61 over 58 architectures), and
    /// large models are not laid to devices that nobody would hold them on.
    /// </remarks>
    public static OperatingPoint Draw(
        Fleet fleet, Parameters active, Parameters total, BytesPerToken keyValue, ref DrawStream draws, out int device)
    {
        double chosen = draws.Uniform();
        double dear = draws.Normal();
        OperatingPoint point = new()
        {
            Peak = default,
            Bandwidth = default,
            Capacity = default,
            WeightWidth = default,
            Price = default,
            CacheWidth = draws.Uniform() < EightBitCache ? 0.5 : 1,
            PrefillUtilisation = Math.Min(0.8, LogNormal(PrefillUtilisation, ref draws)),
            SparsityExponent = SparsityExponent.Mean + (SparsityExponent.Spread * draws.Normal()),
            BandwidthUtilisation = Math.Min(0.95, LogNormal(BandwidthUtilisation, ref draws)),
            Context = new(LogNormal(Context, ref draws)),
            StepTarget = new(LogNormal(StepTarget, ref draws)),
            Overhead = new(LogNormal(Overhead, ref draws)),
            Demand = LogNormal(Demand, ref draws),
        };
        Span<double> odds = stackalloc double[fleet.Devices.Length];
        double sum = 0;
        for (int i = 0; i < odds.Length; i++)
        {
            FleetDevice on = fleet.Devices[i];
            TokenCost cost = TokenCostModel.Of(active, total, keyValue, On(point, on, dear));
            double blend = (3 * cost.Input.Value) + cost.Output.Value;
            sum += odds[i] = on.Share / (blend * blend);
        }

        double left = chosen * sum;
        device = 0;
        while (device < odds.Length - 1 && left > odds[device])
        {
            left -= odds[device++];
        }

        return On(point, fleet.Devices[device], dear);
    }

    private static OperatingPoint On(in OperatingPoint point, FleetDevice on, double dear) => point with
    {
        Peak = on.Peak,
        Bandwidth = on.Bandwidth,
        Capacity = on.Capacity,
        WeightWidth = on.Width,
        Price = new(on.Price.Value * Math.Exp(on.PriceSpread * dear)),
    };

    private static double LogNormal((double Median, double Spread) of, ref DrawStream draws)
        => of.Median * Math.Exp(of.Spread * draws.Normal());
}
