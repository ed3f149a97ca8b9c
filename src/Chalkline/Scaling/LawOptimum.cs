using Chalkline.Quantities;

namespace Chalkline.Scaling;

/// <summary>The best split of training compute, and what lies on it.</summary>
public static class LawOptimum
{
    private const double Least = 1;
    private const double Most = 1e40;

    /// <summary>The N and D of least loss with 6 N D = C: epsilon_N = epsilon_D.</summary>
    /// <param name="law">The law; it must know of tokens.</param>
    /// <param name="compute">C; more than 0.</param>
    public static LawPoint OfCompute(IScalingLaw law, Flop compute)
        => (law as PowerLaw)?.ComputeOptimum(compute) ?? Searched(law, compute);

    /// <summary>The tokens with which a size is compute-optimal: the law's own Chinchilla point.</summary>
    /// <param name="law">The law; it must know of tokens.</param>
    /// <param name="parameters">The size.</param>
    public static LawPoint OfSize(IScalingLaw law, Parameters parameters) => new(
        parameters,
        new(LawInverse.Root(
            tokens => law.Slopes(parameters, new(tokens)) is { } slopes ? slopes.Tokens - slopes.Parameters : 0,
            Least,
            Most)));

    /// <summary>The compute-optimal point of a loss.</summary>
    /// <param name="law">The law; it must know of tokens.</param>
    /// <param name="loss">The loss, above the law's floor.</param>
    /// <exception cref="ChalkException">No compute reaches it.</exception>
    public static LawPoint OfLoss(IScalingLaw law, double loss)
    {
        if (!(loss > law.Floor))
        {
            throw new ChalkException(FormattableString.Invariant(
                $"A loss of {loss:G6} is not above {law.Floor:G6}, the least of the law; ask for a higher one."));
        }

        return OfSize(law, new(LawInverse.Root(
            size => law.Loss(new(size), OfSize(law, new(size)).Tokens) - loss, Least, 1e30)));
    }

    /// <summary>Points of equal loss.</summary>
    /// <param name="law">The law.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="sizes">Sizes to look at; those that never reach it are left out.</param>
    public static IEnumerable<LawPoint> IsoLoss(IScalingLaw law, double loss, IEnumerable<Parameters> sizes)
        => sizes.Select(size => new LawPoint(size, law.TokensFor(loss, size)))
            .Where(point => double.IsFinite(point.Tokens.Value));

    private static LawPoint Searched(IScalingLaw law, Flop compute)
    {
        double pairs = compute.Value / TrainingWork.PerParameterToken.Value;
        double size = LawInverse.Root(
            parameters => law.Slopes(new(parameters), new(pairs / parameters)) is { } slopes
                ? slopes.Parameters - slopes.Tokens
                : 0,
            Least,
            pairs);
        return new(new(size), new(pairs / size));
    }
}
