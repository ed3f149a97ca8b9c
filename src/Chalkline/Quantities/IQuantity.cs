using System.Numerics;

namespace Chalkline.Quantities;

/// <summary>What every generated quantity offers to generic code: a number with a unit it cannot lose.</summary>
/// <typeparam name="TSelf">The quantity itself.</typeparam>
public interface IQuantity<TSelf>
    : IAnyQuantity,
        IComparable<TSelf>,
        IComparable,
        IEquatable<TSelf>,
        ISpanFormattable,
        ISpanParsable<TSelf>,
        IAdditionOperators<TSelf, TSelf, TSelf>,
        ISubtractionOperators<TSelf, TSelf, TSelf>,
        IUnaryNegationOperators<TSelf, TSelf>,
        IMultiplyOperators<TSelf, double, TSelf>,
        IDivisionOperators<TSelf, double, TSelf>,
        IComparisonOperators<TSelf, TSelf, bool>,
        IAdditiveIdentity<TSelf, TSelf>,
        IMinMaxValue<TSelf>
    where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>Name, unit and meaning of the quantity.</summary>
    static abstract QuantityInfo Info { get; }

    /// <inheritdoc />
    QuantityInfo IAnyQuantity.Kind => TSelf.Info;

    /// <summary>Makes the quantity from a number in the canonical unit.</summary>
    static abstract TSelf Create(double value);
}
