using Chalkline.Quantities;

namespace Chalkline.Validation;

/// <summary>Lengths of a case's requests, as far as its row proves them.</summary>
/// <param name="Input">Mean input tokens; 0 when unknown.</param>
/// <param name="Output">Mean output tokens; 1 when unknown, so that nothing is built on them.</param>
/// <param name="Shared">Most tokens of the prompt that sequences can have in common, or have cached.</param>
/// <param name="ShortestContext">The shortest context a decode pass can see.</param>
/// <param name="LongestContext">The longest.</param>
/// <param name="PrefixKnown">Whether the row says how much of the prompt was cached.</param>
internal sealed record CaseLengths(
    double Input, double Output, double Shared, double ShortestContext, double LongestContext, bool PrefixKnown)
{
    /// <summary>Mean of lengths that are uniform in 0.8 to 1.0 times the nominal one: InferenceX, random-range ratio 0.8.</summary>
    private const double UniformMean = 0.9;

    private const double UniformLeast = 0.8;

    /// <summary>Lengths of a row. An unknown prefix may be the whole prompt.</summary>
    public static CaseLengths Of(ServingCase row)
    {
        bool uniform = row.Source.StartsWith("inferencex", StringComparison.Ordinal);
        (double least, double mean) = uniform ? (UniformLeast, UniformMean) : (1, 1);
        double input = mean * row.Input ?? 0;
        double output = Math.Max(1, mean * row.Output ?? 1);
        double longest = uniform ? (row.Input ?? 0) + (row.Output ?? 1) : input + output;
        double shortest = row.Input is { } nominal ? least * nominal : 0;
        double shared = Math.Min(row.Prefix ?? input, input);
        return new(input, output, shared, shortest, Math.Max(longest, shortest), row.Prefix is not null || input == 0);
    }

    /// <summary>Tokens of output that come from decode passes: all but the first.</summary>
    public double DecodeTokens => Output - 1;

    /// <summary>Mean context that a decode pass finds in the cache, its own token apart.</summary>
    public Tokens MeanContext => new(Math.Max(0, Input + (Output / 2) - 1));

    /// <summary>Input tokens of a request that must be computed: all that cannot have been cached, at least one.</summary>
    public Tokens Prefix => new(Math.Max(0, Math.Min(Shared, Input - 1)));

    /// <summary>
    /// A mean over contexts of which only the ends and the mean are known, of a function that is affine or concave in
    /// the context (a window or a top-k selection saturates): the least it can be is the chord between the ends.
    /// </summary>
    /// <param name="function">The function of the context.</param>
    /// <param name="shared">Tokens to leave out of every context.</param>
    public T OverContexts<T>(Func<Tokens, T> function, double shared)
        where T : struct, ILeast<T>
    {
        double low = Math.Max(0, ShortestContext - shared);
        double high = Math.Max(low, LongestContext - shared);
        double mean = Math.Clamp(MeanContext.Value - shared, low, high);
        if (!(high > low))
        {
            return function(new(low));
        }

        double weight = (mean - low) / (high - low);
        return T.Mix(function(new(low)), function(new(high)), weight);
    }
}

/// <summary>Something that can be averaged.</summary>
internal interface ILeast<T>
    where T : struct
{
    /// <summary>The point between two, at a share of the way.</summary>
    static abstract T Mix(in T from, in T to, double share);
}
