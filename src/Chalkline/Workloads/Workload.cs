using Chalkline.Quantities;

namespace Chalkline.Workloads;

/// <summary>What a request asks and how fast it must be answered.</summary>
/// <param name="Input">Tokens of the prompt, at least 1.</param>
/// <param name="Output">Tokens of the answer, at least 1.</param>
/// <param name="Prefix">Tokens of the prompt that are already in the KV cache; less than the input.</param>
public sealed record Workload(Tokens Input, Tokens Output, Tokens Prefix)
{
    /// <summary>The longest time to the first token that is acceptable; null when any is.</summary>
    public Seconds? TimeToFirstToken { get; init; }

    /// <summary>The longest time for each output token after the first that is acceptable; null when any is.</summary>
    public Seconds? TimePerOutputToken { get; init; }

    /// <summary>Mean context while decoding: the prompt and half the answer.</summary>
    public Tokens MeanContext => Input + (Output / 2);

    /// <summary>Context of a finished request.</summary>
    public Tokens FinalContext => Input + Output;

    /// <summary>Checks the lengths.</summary>
    /// <exception cref="ChalkException">A length is zero, negative, fractional or absurd.</exception>
    public Workload Checked()
    {
        Check("input", Input, 1);
        Check("output", Output, 1);
        Check("prefix", Prefix, 0);
        if (Prefix >= Input)
        {
            throw new ChalkException($"A cached prefix of {Prefix} leaves nothing of an input of {Input} to compute; it must be shorter.");
        }

        Positive("TTFT", TimeToFirstToken);
        Positive("TPOT", TimePerOutputToken);
        return this;
    }

    private static void Check(string name, Tokens length, double least)
    {
        if (!(length.Value >= least && length.Value <= 1e9 && length.Value == Math.Floor(length.Value)))
        {
            throw new ChalkException($"The {name} length {length} must be a whole number of tokens from {least} to 1,000,000,000.");
        }
    }

    private static void Positive(string name, Seconds? limit)
    {
        if (limit is { } seconds && !(seconds > Seconds.Zero && double.IsFinite(seconds.Value)))
        {
            throw new ChalkException($"A {name} limit of {seconds} cannot be met; it must be more than zero.");
        }
    }
}
