using Chalkline.Quantities;

namespace Chalkline.Workloads;

/// <summary>Sequences that go through the model together, each with the same number of new tokens.</summary>
/// <param name="Sequences">Sequences; may be a mean, so not always whole.</param>
/// <param name="NewTokens">New tokens of each sequence: 1 in decode, many in prefill.</param>
/// <param name="Context">Tokens each sequence already holds in the KV cache.</param>
public readonly record struct Pass(double Sequences, Tokens NewTokens, Tokens Context)
{
    /// <summary>No sequences at all.</summary>
    public static Pass None => default;

    /// <summary>A decode pass: one new token a sequence.</summary>
    public static Pass Decode(double sequences, Tokens context) => new(sequences, new(1), context);

    /// <summary>A prefill pass of whole prompts, with a prefix already cached.</summary>
    public static Pass Prefill(double sequences, Tokens input, Tokens prefix) => new(sequences, input - prefix, prefix);

    /// <summary>New tokens of all sequences.</summary>
    public Tokens AllNewTokens => Sequences * NewTokens;

    /// <summary>The same pass over a share of the sequences.</summary>
    public Pass Share(double share) => this with { Sequences = Sequences * share };

    /// <summary>
    /// Query-key pairs of one sequence when a query sees at most <paramref name="window"/> entries, itself included.
    /// Infinity for global causal attention.
    /// </summary>
    public double PairsPerSequence(double window)
    {
        double queries = NewTokens.Value;
        double held = Context.Value;
        if (held + queries <= window)
        {
            return (queries * held) + (queries * (queries + 1) / 2);
        }

        double growing = Math.Max(0, window - held);
        return (growing * held) + (growing * (growing + 1) / 2) + ((queries - growing) * window);
    }

    /// <summary>
    /// Entries of the cache that one sequence must read or make at least once: all that any of its queries sees.
    /// </summary>
    public double EntriesSeen(double window)
    {
        double queries = NewTokens.Value;
        return queries > 0 ? Math.Min(Context.Value + queries, window + queries - 1) : 0;
    }
}
