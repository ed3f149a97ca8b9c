using System.Numerics;

namespace Chalkline.Ciphers;

/// <summary>What one half adds to the other; it need not be invertible.</summary>
/// <typeparam name="TNumber">A number: <c>uint</c> for a cipher, a floating-point number for a net.</typeparam>
public interface IRound<TNumber>
{
    /// <summary>Writes f(x) of a round.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="half">x.</param>
    /// <param name="result">Where f(x) is written; as long as x.</param>
    void Apply(int round, ReadOnlySpan<TNumber> half, Span<TNumber> result);
}

/// <summary>
/// Feistel's coupling, which ciphers and reversible nets share: (x, y) goes to (y + f(x), x), and back without inverting f (Feistel 1973;
/// RevNet, arXiv:1707.04585).
/// </summary>
public static class Coupling
{
    /// <summary>Runs rounds forward, in place.</summary>
    /// <param name="state">Both halves, one after the other; of even length.</param>
    /// <param name="rounds">Rounds, from 0.</param>
    /// <param name="f">What is added.</param>
    /// <param name="rounding">What a sum is rounded to; null for the type's own.</param>
    public static void Forward<TNumber>(Span<TNumber> state, int rounds, IRound<TNumber> f, Func<TNumber, TNumber>? rounding = null)
        where TNumber : struct, INumberBase<TNumber>
    {
        int half = state.Length / 2;
        TNumber[] added = new TNumber[half];
        for (int round = 0; round < rounds; round++)
        {
            Span<TNumber> x = state[..half];
            Span<TNumber> y = state[half..];
            f.Apply(round, x, added);
            for (int place = 0; place < half; place++)
            {
                TNumber sum = unchecked(y[place] + added[place]);
                y[place] = x[place];
                x[place] = rounding is null ? sum : rounding(sum);
            }
        }
    }

    /// <summary>Runs rounds backwards, in place: the inverse of <see cref="Forward"/>.</summary>
    public static void Backward<TNumber>(Span<TNumber> state, int rounds, IRound<TNumber> f, Func<TNumber, TNumber>? rounding = null)
        where TNumber : struct, INumberBase<TNumber>
    {
        int half = state.Length / 2;
        TNumber[] added = new TNumber[half];
        for (int round = rounds - 1; round >= 0; round--)
        {
            Span<TNumber> x = state[..half];
            Span<TNumber> y = state[half..];
            f.Apply(round, y, added);
            for (int place = 0; place < half; place++)
            {
                TNumber difference = unchecked(x[place] - added[place]);
                x[place] = y[place];
                y[place] = rounding is null ? difference : rounding(difference);
            }
        }
    }
}
