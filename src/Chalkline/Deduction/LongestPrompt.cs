using Chalkline.Economics;
using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>
/// What the longest prompt of a sheet says of a model. It is the model's own context, which goes with its sizes, or one
/// that somebody cut short: an operator who spares memory, a catalogue that fills in 4,096. A cut one says nothing.
/// </summary>
/// <remarks>
/// <code>
/// p = (1 - cut) p_own + cut p_cut
/// own: ln (longest prompt) = a + b ln N_act + c ln N_tot/N_act + d ln kappa + provider + error
/// cut: ln (longest prompt) = mean + error
/// </code>
/// How often prompts are cut and to what is counted on sheets of open models, of which the configuration gives the
/// context: one in five.
/// </remarks>
internal sealed class LongestPrompt
{
    /// <summary>
    /// A prompt below this share of the model's own context is cut: 128,000 for 131,072 and 1,000,000 for 1,048,576 are
    /// other ways of writing it.
    /// </summary>
    private const double Whole = 0.9;

    /// <summary>Prior rows: half of one for each kind.</summary>
    private const double PriorRows = 1;

    /// <summary>The least spread of cut prompts: they are powers of two.</summary>
    private const double LeastSpread = 0.7;

    /// <summary>Contexts are measured from 100,000 tokens, for scale.</summary>
    private static readonly double Reference = Math.Log(1e5);

    private static readonly Coefficient[] Expected = [new(0, 10), new(0, 0.3), new(0, 0.3), new(0, 0.3)];

    private readonly PriceFit _own;
    private readonly double _mean;
    private readonly double _spread;

    private LongestPrompt(PriceFit own, double cut, double mean, double spread)
    {
        _own = own;
        Cut = cut;
        _mean = mean;
        _spread = spread;
    }

    /// <summary>How often a sheet's longest prompt is not the model's own, architectures counted as in the lines.</summary>
    public double Cut { get; }

    /// <summary>What ln N_act, ln N_tot/N_act and ln kappa of a model do to a prompt that is its own.</summary>
    public ReadOnlySpan<double> Slopes => _own.Coefficients.AsSpan(1);

    /// <summary>Fits what sheets say.</summary>
    /// <param name="sheets">Sheets of open models.</param>
    /// <param name="architectures">A number for the architecture of each.</param>
    /// <param name="weights">What each counts.</param>
    /// <returns>Null when too few name a prompt, or sizes do not explain it better than a constant does.</returns>
    public static LongestPrompt? Of(
        IReadOnlyList<KnownSheet> sheets, IReadOnlyList<int> architectures, IReadOnlyList<double> weights)
    {
        List<PriceRow> own = [];
        double cut = 0, whole = 0, first = 0, second = 0;
        for (int i = 0; i < sheets.Count; i++)
        {
            if (sheets[i].Sheet.LongestInput is not { Value: > 0 } longest)
            {
                continue;
            }

            double far = Math.Log(longest.Value) - Reference;
            if (IsCut(longest, sheets[i].Context))
            {
                cut += weights[i];
                first += weights[i] * far;
                second += weights[i] * far * far;
                continue;
            }

            whole += weights[i];
            KnownArchitecture model = sheets[i].Architecture;
            double[] sizes =
            [
                1,
                Math.Log(model.Active.Value),
                Math.Log(model.Total.Value / model.Active.Value),
                Math.Log(model.KeyValue.Value),
            ];
            own.Add(new(sizes, far, architectures[i], sheets[i].Sheet.Provider));
        }

        if (PriceFit.Useful(own, Expected) is not { } line)
        {
            return null;
        }

        double mean = cut > 0 ? first / cut : 0;
        double variance = cut > 0 ? (second / cut) - (mean * mean) : 0;
        return new(
            line, (cut + (PriorRows / 2)) / (cut + whole + PriorRows), mean,
            Math.Max(LeastSpread, Math.Sqrt(Math.Max(0, variance))));
    }

    /// <summary>Whether somebody cut a model's context short; false when the context is not known.</summary>
    public static bool IsCut(Tokens longest, Tokens? context) => longest.Value < Whole * context?.Value;

    /// <summary>Logarithm of the likelihood of every draw.</summary>
    public double[] LogLikelihood(PriceSheet sheet, Tokens longest, ParticleSet set)
    {
        double far = Math.Log(longest.Value) - Reference;
        Channel own = Channel.Of(
            _own, sheet.Provider, far, [1, 0, 0, 0], drawn: 3, operating: 0, rounding: 0);
        double cut = Cut * Math.Exp(new Channel(far - _mean, [1], _spread).LogDensity([0]));
        double[] into = new double[set.Count];
        for (int i = 0; i < into.Length; i++)
        {
            double density = Math.Exp(own.LogDensity(
                [set.Active[i], set.Total[i] - set.Active[i], set.KeyValue[i]]));
            into[i] = Math.Log(((1 - Cut) * density) + cut);
        }

        return into;
    }
}
