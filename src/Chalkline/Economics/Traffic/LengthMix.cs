using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Economics.Traffic;

/// <summary>How long prompts are: lengths, rising, and the share of requests of each; the shares add up to 1.</summary>
public sealed record LengthMix
{
    private LengthMix(ImmutableArray<(Tokens Length, double Share)> parts) => Parts = parts;

    /// <summary>Lengths, rising, and shares, above 0.</summary>
    public ImmutableArray<(Tokens Length, double Share)> Parts { get; }

    /// <summary>Mean length of a prompt.</summary>
    public Tokens Mean => Quantity.Sum(Parts.Select(part => part.Share * part.Length));

    /// <summary>A mix of weights of any sum.</summary>
    /// <exception cref="ChalkException">There is none, a length is below 1 or twice there, or a weight is not above
    /// 0.</exception>
    public static LengthMix Of(IEnumerable<(Tokens Length, double Weight)> parts)
    {
        (Tokens Length, double Weight)[] rising = [.. parts.OrderBy(part => part.Length.Value)];
        double sum = rising.Sum(part => part.Weight);
        string? problem = rising.Length == 0 ? "A mix of lengths needs at least one, such as 4k:70,32k:30"
            : rising.Any(part => !(part.Length.Value is >= 1 and <= 1e9))
            ? "Every length of a mix must be from 1 to 1,000,000,000 tokens"
            : rising.Any(part => !(part.Weight > 0 && double.IsFinite(part.Weight)))
            ? "Every weight of a mix of lengths must be more than zero"
            : rising.DistinctBy(part => part.Length.Value).Count() < rising.Length
            ? "A mix names a length twice; each must stand once"
            : null;
        return problem is null
            ? new([.. rising.Select(part => (part.Length, part.Weight / sum))])
            : throw new ChalkException(problem + ".");
    }

    /// <summary>
    /// Requests that thin out as one over the length: doublings from a length, each half as many. The shape is stated,
    /// not
    /// measured.
    /// </summary>
    /// <param name="shortest">The shortest.</param>
    /// <param name="longest">The longest, at least the shortest; it always ends the mix.</param>
    public static LengthMix Thinning(Tokens shortest, Tokens longest)
    {
        List<(Tokens, double)> parts = [];
        for (Tokens length = shortest; length < longest; length = 2 * length)
        {
            parts.Add((length, shortest / length));
        }

        parts.Add((longest, shortest / longest));
        return Of(parts);
    }
}
