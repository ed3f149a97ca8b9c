using System.Runtime.CompilerServices;

namespace Chalkline.Quantities;

/// <summary>Arithmetic over any quantity.</summary>
public static class Quantity
{
    /// <summary>The larger of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(T left, T right)
        where T : struct, IQuantity<T> => T.Create(Math.Max(left.Value, right.Value));

    /// <summary>The smaller of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Min<T>(T left, T right)
        where T : struct, IQuantity<T> => T.Create(Math.Min(left.Value, right.Value));

    /// <summary>The sum of a sequence.</summary>
    public static T Sum<T>(IEnumerable<T> values)
        where T : struct, IQuantity<T> => T.Create(values.Sum(value => value.Value));
}
