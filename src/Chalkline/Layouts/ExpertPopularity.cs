using System.Collections.Immutable;
using Chalkline.Calibration;

namespace Chalkline.Layouts;

/// <summary>
/// How many visits each expert of a layer is due, most popular first: even, or after the bounded power law that
/// <see cref="ExpertRouting"/> uses (density x^-exponent from 1 to 0.8 times the tokens), read at evenly spaced
/// quantiles. No expert is visited twice by a token: what is cut off the most popular goes to the others.
/// </summary>
public static class ExpertPopularity
{
    /// <summary>Visits each expert is due; they add up to the tokens times the experts a token visits.</summary>
    /// <param name="experts">Experts of the layer, at least 1.</param>
    /// <param name="expertsPerToken">Experts each token visits, from 1 to <paramref name="experts"/>.</param>
    /// <param name="tokens">Tokens of all devices that meet in the layer; above 0.</param>
    /// <param name="exponent">Exponent of the power law; 0 for even popularity.</param>
    public static ImmutableArray<double> Visits(int experts, int expertsPerToken, double tokens, double exponent)
    {
        double all = tokens * expertsPerToken;
        if (exponent <= 0)
        {
            return [.. Enumerable.Repeat(all / experts, experts)];
        }

        ExpertRoutingLaw law = new(exponent, Math.Max(ExpertRouting.LeastSpan, 0.8 * tokens));
        double[] popularity = [.. Enumerable.Range(0, experts).Select(i => law.Quantile(1 - ((i + 0.5) / experts)))];
        double[] visits = new double[experts];
        int full = 0;
        double rest = popularity.Sum();
        while (full < experts)
        {
            // The most popular are full at one visit a token; the others share what is left in their proportions.
            double scale = (all - (full * tokens)) / rest;
            if (popularity[full] * scale <= tokens)
            {
                for (int i = full; i < experts; i++)
                {
                    visits[i] = popularity[i] * scale;
                }

                break;
            }

            rest -= popularity[full];
            visits[full++] = tokens;
        }

        return [.. visits];
    }
}
