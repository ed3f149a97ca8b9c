using Chalkline.Derivations;

namespace Chalkline.Codesign.Regret;

/// <summary>
/// A die of which a share f computes and the rest brings bytes, balanced at one intensity; it may be asked for arithmetic alone
/// (pre-training), or for decoding at a lower intensity (codesign notes, section 6, 9:34).
/// </summary>
/// <param name="Balance">FLOP a byte at which equal shares of both keep each other busy; above 0.</param>
/// <param name="Intensity">FLOP a byte of decoding; above 0.</param>
public sealed record AreaSplit(double Balance, double Intensity)
{
    private static readonly Symbol BalanceSymbol = new("balance", "I_0", "I_0", "intensity of balance, FLOP/B");
    private static readonly Symbol IntensitySymbol = new("intensity", "I", "I", "intensity of decoding, FLOP/B");
    private static readonly Symbol RatioSymbol = new("ratio", "r", "r", "bytes' worth of area");
    private static readonly Symbol SpecialistSymbol = new("specialist", "d*", "d^*", "decoding of its specialist");
    private static readonly Symbol HedgeSymbol = new("hedge", "f*", "f^*", "share of arithmetic with the best worst case", "codesign recording, 9:34");
    private static readonly Symbol KeptSymbol = new("kept", "k", "k", "what the hedge keeps of either specialist");

    /// <summary>Pre-training: arithmetic alone.</summary>
    public static double Training(double share) => share;

    /// <summary>Decoding: the slower of arithmetic and bytes.</summary>
    public double Decoding(double share) => Math.Min(share, (1 - share) * Intensity / Balance);

    /// <summary>Share with the best worst case, and what it keeps of either specialist.</summary>
    public (double Share, double Kept) Hedge
    {
        get
        {
            Quiet quiet = default;
            return HedgeOf(ref quiet);
        }
    }

    /// <summary>The hedge, with the work shown: f/1 = (1 - f) r / d*, d* = r/(1 + r).</summary>
    public (double Share, double Kept) HedgeOf<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        double balance = work.Given(BalanceSymbol, Balance, name: "balance");
        double intensity = work.Given(IntensitySymbol, Intensity, name: "intensity");
        double ratio = work.Step(RatioSymbol, intensity / balance);
        double specialist = work.Step(SpecialistSymbol, ratio / (1 + ratio));
        double hedge = work.Step(HedgeSymbol, (1 + ratio) / (2 + ratio));
        double kept = work.Step(KeptSymbol, (1 - hedge) * ratio / specialist);
        return (hedge, kept);
    }

    /// <summary>Share with the best expected logarithm, when pre-training has a probability.</summary>
    public double BestExpected(double training)
    {
        double best = 0;
        double most = double.NegativeInfinity;
        for (int step = 1; step < 10_000; step++)
        {
            double share = step / 10_000.0;
            double value = (training * Math.Log(Training(share))) + ((1 - training) * Math.Log(Decoding(share)));
            if (value > most)
            {
                (best, most) = (share, value);
            }
        }

        return best;
    }
}
