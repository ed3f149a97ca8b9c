namespace Chalkline.Quantities;

/// <summary>A quantity whose type is not known: what records it needs no more than its number and its unit.</summary>
public interface IAnyQuantity : IFormattable
{
    /// <summary>The number in the canonical unit.</summary>
    double Value { get; }

    /// <summary>Name, unit and meaning of the quantity.</summary>
    QuantityInfo Kind { get; }
}
