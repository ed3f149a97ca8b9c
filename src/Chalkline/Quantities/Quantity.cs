using System.Runtime.CompilerServices;

namespace Chalkline.Quantities;

/// <summary>Arithmetic over any quantity.</summary>
public static class Quantity
{
    /// <summary>The larger of two; not a number when either is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(T left, T right)
        where T : struct, IQuantity<T> => T.Create(Math.Max(left.Value, right.Value));

    /// <summary>The smaller of two; not a number when either is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Min<T>(T left, T right)
        where T : struct, IQuantity<T> => T.Create(Math.Min(left.Value, right.Value));

    /// <summary>The amount without its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Abs<T>(T value)
        where T : struct, IQuantity<T> => T.Create(Math.Abs(value.Value));

    /// <summary>The value, or the bound it lies beyond.</summary>
    /// <exception cref="ArgumentException">The least is more than the most.</exception>
    public static T Clamp<T>(T value, T least, T most)
        where T : struct, IQuantity<T> => T.Create(Math.Clamp(value.Value, least.Value, most.Value));

    /// <summary>The sum of a sequence, in its order; nothing for an empty one.</summary>
    public static T Sum<T>(IEnumerable<T> values)
        where T : struct, IQuantity<T>
    {
        double sum = 0;
        foreach (T value in values)
        {
            sum += value.Value;
        }

        return T.Create(sum);
    }

    /// <summary>The arithmetic mean of a sequence.</summary>
    /// <exception cref="ArgumentException">The sequence is empty.</exception>
    public static T Average<T>(IEnumerable<T> values)
        where T : struct, IQuantity<T>
    {
        double sum = 0;
        long count = 0;
        foreach (T value in values)
        {
            sum += value.Value;
            count++;
        }

        return count > 0
            ? T.Create(sum / count)
            : throw new ArgumentException("There is nothing to average.", nameof(values));
    }
}
