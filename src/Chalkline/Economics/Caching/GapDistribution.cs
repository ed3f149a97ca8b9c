using Chalkline.Quantities;
using MathNet.Numerics.Distributions;

namespace Chalkline.Economics.Caching;

/// <summary>How long it takes until a prefix is asked for again.</summary>
public abstract record GapDistribution
{
    /// <summary>
    /// The share of prefixes that come back within a time: the hit rate of a cache that keeps them so long.
    /// </summary>
    public abstract double ShareWithin(Seconds time);

    /// <summary>
    /// Mean time a prefix is held when it is dropped after a time: the mean of the lesser of the two.
    /// </summary>
    public abstract Seconds MeanHeld(Seconds time);
}

/// <summary>Requests that come at random at a constant rate.</summary>
/// <param name="Mean">Mean gap, more than 0.</param>
public sealed record ExponentialGaps(Seconds Mean) : GapDistribution
{
    /// <inheritdoc />
    public override double ShareWithin(Seconds time) => -Math.Exp(-(time / Mean)) + 1;

    /// <inheritdoc />
    public override Seconds MeanHeld(Seconds time) => ShareWithin(time) * Mean;
}

/// <summary>Gaps whose logarithm is normal: people who read, answer, or come back the next day.</summary>
/// <param name="Median">Median gap, more than 0.</param>
/// <param name="Sigma">Standard deviation of the natural logarithm, more than 0.</param>
public sealed record LognormalGaps(Seconds Median, double Sigma) : GapDistribution
{
    /// <inheritdoc />
    public override double ShareWithin(Seconds time)
        => time > Seconds.Zero ? Normal.CDF(0, 1, Math.Log(time / Median) / Sigma) : 0;

    /// <inheritdoc />
    public override Seconds MeanHeld(Seconds time)
    {
        if (time <= Seconds.Zero)
        {
            return Seconds.Zero;
        }

        double mean = Math.Exp(Sigma * Sigma / 2);
        double within = Normal.CDF(0, 1, (Math.Log(time / Median) / Sigma) - Sigma);
        return (mean * within * Median) + ((1 - ShareWithin(time)) * time);
    }
}

/// <summary>Gaps that were observed or are supposed, each as likely as the others.</summary>
/// <param name="Gaps">The gaps, at least one; infinity for a prefix that never comes back.</param>
public sealed record ListedGaps(IReadOnlyList<Seconds> Gaps) : GapDistribution
{
    /// <inheritdoc />
    public override double ShareWithin(Seconds time) => (double)Gaps.Count(gap => gap <= time) / Gaps.Count;

    /// <inheritdoc />
    public override Seconds MeanHeld(Seconds time)
        => Quantity.Sum(Gaps.Select(gap => Quantity.Min(gap, time))) / Gaps.Count;
}

/// <summary>Several kinds of prefixes; a share that is left over never comes back.</summary>
/// <param name="Parts">Shares above 0 that add up to at most 1, with their gaps.</param>
public sealed record MixedGaps(IReadOnlyList<(double Share, GapDistribution Gaps)> Parts) : GapDistribution
{
    /// <inheritdoc />
    public override double ShareWithin(Seconds time) => Parts.Sum(part => part.Share * part.Gaps.ShareWithin(time));

    /// <inheritdoc />
    public override Seconds MeanHeld(Seconds time)
        => Quantity.Sum(Parts.Select(part => part.Share * part.Gaps.MeanHeld(time)))
            + ((1 - Parts.Sum(part => part.Share)) * time);
}
