namespace Chalkline.Calibration;

/// <summary>
/// How the tokens of a layer spread over its experts and over the devices that hold them. Allocates nothing.
/// </summary>
/// <remarks>
/// The popularity of the experts is uniform, or drawn from a bounded power law: density x^-exponent for x from 1 to 0.8
/// times the tokens (at least <see cref="LeastSpan"/>), as public collections of kernel times draw it. No expert is
/// visited twice by a token. Which experts share a device is chance.
/// </remarks>
/// <param name="Experts">Experts of the layer, on all devices; 1 or more.</param>
/// <param name="ExpertsPerToken">Experts each token visits; from above 0 to <paramref name="Experts"/>.</param>
/// <param name="Ranks">Groups of devices that hold different experts; from 1 to <paramref name="Experts"/>.</param>
/// <param name="Skew">Exponent of the power law; 0 for uniform popularity.</param>
public readonly record struct ExpertRouting(double Experts, double ExpertsPerToken, double Ranks, double Skew)
{
    /// <summary>Most popular over least popular expert for few tokens.</summary>
    public const double LeastSpan = 50;

    private const int Points = 32;

    /// <summary>Points at which the popularity is read where the most popular experts have copies.</summary>
    private const int FinePoints = 512;

    /// <summary>
    /// Of the experts, second copies of those asked for most, from 0 to half of them: each takes half of its expert's
    /// visits. They change nothing where all are asked for alike.
    /// </summary>
    public double Copies { get; init; }

    /// <summary>Visits of a mean expert.</summary>
    public double Load(double tokens) => tokens * ExpertsPerToken / Experts;

    /// <summary>
    /// Experts that at least one of the tokens visits, as a share of all, when every token draws for itself.
    /// </summary>
    public double Touched(double tokens)
    {
        double mean = Math.Min(1, ExpertsPerToken / Experts);
        if (Skew <= 0)
        {
            return Met(mean, tokens);
        }

        (ExpertRoutingLaw law, double scale) = Law(tokens);
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            sum += Met(Math.Min(1, scale * law.Quantile((i + 0.5) / Points) / tokens), tokens);
        }

        return sum / Points;
    }

    /// <summary>
    /// The same when visits are dealt as evenly as their popularity allows, as benchmarks do it: an expert that is due
    /// half a visit is met by every second draw, one that is due two visits always.
    /// </summary>
    /// <param name="tokens">Tokens on all ranks.</param>
    /// <param name="fullness">
    /// Visits to the rank in question over those to a mean rank: a full rank has more experts that anyone visits.
    /// </param>
    public double TouchedEvenly(double tokens, double fullness = 1)
    {
        if (Skew <= 0)
        {
            return Math.Min(1, Load(tokens));
        }

        (ExpertRoutingLaw law, double scale) = Law(tokens);
        return law.Capped(1, scale * fullness);
    }

    /// <summary>Visits to the fullest rank over the visits to a mean rank; 1 or more, at most the ranks.</summary>
    /// <param name="tokens">Tokens on all ranks.</param>
    /// <param name="even">
    /// Whether the visits of an expert are dealt as evenly as its popularity allows, rather than drawn by each token.
    /// </param>
    public double Hottest(double tokens, bool even = false)
    {
        double rank = tokens * ExpertsPerToken / Ranks;
        if (Ranks <= 1 || rank <= 0)
        {
            return 1;
        }

        double held = Experts / Ranks;
        double load = Load(tokens);
        double variance = even ? 0 : held * load * Math.Max(0, 1 - (ExpertsPerToken / Experts));
        if (Skew > 0)
        {
            double square = Copies > 0 ? SquareWithCopies(tokens) : SquareOfPopularity(tokens);
            variance += held * Math.Max(0, square - (load * load));
        }

        // The visits of all ranks add up to a given number, so each varies a little less than it would alone.
        double spread = Math.Sqrt(variance * (1 - (1 / Ranks))) / rank;
        double most = Math.Min(Ranks, tokens * Math.Min(ExpertsPerToken, held) / rank);
        double least = Math.Max(1, 1 / rank);
        return Math.Clamp(Largest(spread), Math.Min(least, most), most);
    }

    /// <summary>
    /// The largest of as many draws as there are ranks from a gamma distribution of mean 1: Wilson and Hilferty's cube
    /// of a normal value, at Blom's position of the largest draw.
    /// </summary>
    private double Largest(double spread)
    {
        double normal = NormalQuantile((Ranks - 0.375) / (Ranks + 0.25));
        double third = spread / 3;
        double root = 1 - (third * third) + (normal * third);
        return Math.Max(1, root * root * root);
    }

    private double SquareOfPopularity(double tokens)
    {
        (ExpertRoutingLaw law, double scale) = Law(tokens);
        return law.CappedSquare(tokens, scale);
    }

    /// <summary>Mean square of the visits of an expert held, those of the most popular halved between two copies.</summary>
    private double SquareWithCopies(double tokens)
    {
        ExpertRouting once = this with { Experts = Experts - Copies, Copies = 0 };
        (ExpertRoutingLaw law, double scale) = once.Law(tokens);
        double single = 1 - Math.Min(1, Copies / once.Experts);
        double sum = 0;
        for (int i = 0; i < FinePoints; i++)
        {
            double share = (i + 0.5) / FinePoints;
            double visits = Math.Min(tokens, scale * law.Quantile(share));
            sum += visits * visits * (share > single ? 0.5 : 1);
        }

        return sum / FinePoints * once.Experts / Experts;
    }

    /// <summary>The law of popularity and the visits that a popularity of 1 stands for.</summary>
    private (ExpertRoutingLaw Law, double Scale) Law(double tokens)
    {
        ExpertRoutingLaw law = new(Skew, Math.Max(LeastSpan, 0.8 * tokens));
        double load = Load(tokens);
        double scale = load / law.Mean;

        // No expert takes a token twice; what is cut off the most popular goes to the others.
        for (int round = 0; round < 60 && scale * law.Span > tokens; round++)
        {
            double next = scale * load / law.Capped(tokens, scale);
            if (next <= scale * (1 + 1e-9))
            {
                break;
            }

            scale = next;
        }

        return (law, scale);
    }

    private static double Met(double chance, double tokens)
        => chance >= 1 ? Math.Min(1, tokens) : -Math.Exp(tokens * Math.Log(1 - chance)) + 1;

    /// <summary>Quantile of the normal distribution above its middle; Abramowitz and Stegun 26.2.23.</summary>
    private static double NormalQuantile(double share)
    {
        double t = Math.Sqrt(-2 * Math.Log(1 - share));
        return t - ((2.515517 + (0.802853 * t) + (0.010328 * t * t))
            / (1 + (1.432788 * t) + (0.189269 * t * t) + (0.001308 * t * t * t)));
    }
}
