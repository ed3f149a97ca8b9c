namespace Chalkline.Codesign.Sensitivities;

/// <summary>A step's time and what it moves on one device, or how these grow with a figure (per unit of its logarithm).</summary>
/// <param name="Time">s.</param>
/// <param name="Products">FLOP with weights.</param>
/// <param name="Attention">FLOP with the cache.</param>
/// <param name="Memory">Bytes of memory.</param>
/// <param name="ScaleUp">Bytes on scale-up links.</param>
/// <param name="ScaleOut">Bytes on scale-out links.</param>
public readonly record struct TokenAmounts(
    double Time, double Products, double Attention, double Memory, double ScaleUp, double ScaleOut)
{
    /// <summary>Both together.</summary>
    public static TokenAmounts operator +(TokenAmounts left, TokenAmounts right) => new(
        left.Time + right.Time, left.Products + right.Products, left.Attention + right.Attention, left.Memory + right.Memory,
        left.ScaleUp + right.ScaleUp, left.ScaleOut + right.ScaleOut);

    /// <summary>A multiple.</summary>
    public static TokenAmounts operator *(double factor, TokenAmounts amounts) => new(
        factor * amounts.Time, factor * amounts.Products, factor * amounts.Attention, factor * amounts.Memory, factor * amounts.ScaleUp,
        factor * amounts.ScaleOut);
}
