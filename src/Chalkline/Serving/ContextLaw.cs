using System.Globalization;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>How many tokens of its context a new token reads: all, a square root, or a fixed number and a light scan.</summary>
/// <param name="Kind">Which law.</param>
/// <param name="Amount">For the square root, the context up to which all is read; for top-k, the tokens read; else 0.</param>
/// <param name="Scan">For top-k, what the indexer reads of a token as a share of its cache entry; else 0.</param>
/// <remarks>
/// The lecture puts "a square root on the context term" of some sparse attention without a formula; DeepSeek-V3.2 reads
/// a fixed top-k of 2,048 and scans the rest with a light indexer, which is linear in the context (theory notes 9.7).
/// </remarks>
public sealed record ContextLaw(ContextLawKind Kind, Tokens Amount, double Scan)
{
    /// <summary>Every token of the context is read.</summary>
    public static ContextLaw Dense { get; } = new(ContextLawKind.Dense, Tokens.Zero, 0);

    /// <summary>Reads all up to <paramref name="knee"/> tokens, and the geometric mean of context and knee beyond.</summary>
    public static ContextLaw SquareRoot(Tokens knee) => new(ContextLawKind.SquareRoot, knee, 0);

    /// <summary>Reads <paramref name="amount"/> tokens, and scans a share of every entry.</summary>
    public static ContextLaw TopK(Tokens amount, double scan) => new(ContextLawKind.TopK, amount, scan);

    /// <summary>Reads <c>dense</c>, <c>sqrt:1024</c> or <c>topk:2048+0.02</c>.</summary>
    /// <exception cref="ChalkException">None of them.</exception>
    public static ContextLaw Parse(string text)
    {
        string[] parts = text.ToLowerInvariant().Split(':', '+');
        return parts switch
        {
            ["dense"] => Dense,
            ["sqrt", string knee] when Number(knee, out double tokens) && tokens >= 1 => SquareRoot(new(tokens)),
            ["topk", string amount] when Number(amount, out double tokens) && tokens >= 1 => TopK(new(tokens), 0),
            ["topk", string amount, string scan] when Number(amount, out double tokens) && tokens >= 1
                && Number(scan, out double share) && share is >= 0 and <= 1 => TopK(new(tokens), share),
            _ => throw new ChalkException(
                $"'{text}' is not a sparse-attention law; write dense, sqrt:1024 (knee in tokens) or topk:2048+0.02 (tokens + scanned share)."),
        };
    }

    /// <summary>Tokens read at a context.</summary>
    public Tokens TokensRead(Tokens context) => Kind switch
    {
        ContextLawKind.SquareRoot when context > Amount => new(Math.Sqrt(context.Value * Amount.Value)),
        ContextLawKind.TopK => Quantity.Min(context, Amount) + (Scan * context),
        _ => context,
    };

    /// <summary>The context at which so many tokens are read; infinite when none is long enough.</summary>
    public Tokens ContextFor(Tokens read) => Kind switch
    {
        ContextLawKind.SquareRoot when read > Amount => new(read.Value * read.Value / Amount.Value),
        ContextLawKind.TopK when read > (1 + Scan) * Amount => new((read - Amount).Value / Scan),
        ContextLawKind.TopK => read / (1 + Scan),
        _ => read,
    };

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        ContextLawKind.SquareRoot => string.Create(CultureInfo.InvariantCulture, $"sqrt:{Amount.Value}"),
        ContextLawKind.TopK => string.Create(CultureInfo.InvariantCulture, $"topk:{Amount.Value}+{Scan}"),
        _ => "dense",
    };

    private static bool Number(string text, out double value)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}

/// <summary>Laws of context.</summary>
public enum ContextLawKind
{
    /// <summary>All of it.</summary>
    Dense,

    /// <summary>A square root beyond a knee.</summary>
    SquareRoot,

    /// <summary>A fixed number, and a scan.</summary>
    TopK,
}
