namespace Chalkline.Quantities;

/// <summary>Steps between two ways of counting the same thing: always asked for by name, never implied.</summary>
public static class Conversions
{
    private const double BitsOfByte = 8;
    private const double FlopOfMultiplyAdd = 2;

    /// <summary>Eight bits are a byte.</summary>
    public static Bytes ToBytes(this Bits bits) => new(bits.Value / BitsOfByte);

    /// <summary>A byte is eight bits.</summary>
    public static Bits ToBits(this Bytes bytes) => new(bytes.Value * BitsOfByte);

    /// <summary>Eight bits are a byte.</summary>
    public static BytesPerSecond ToBytesPerSecond(this BitsPerSecond rate) => new(rate.Value / BitsOfByte);

    /// <summary>A byte is eight bits.</summary>
    public static BitsPerSecond ToBitsPerSecond(this BytesPerSecond rate) => new(rate.Value * BitsOfByte);

    /// <summary>Vendors count a multiply-add as two FLOP.</summary>
    public static Flop ToFlop(this MultiplyAdds work) => new(work.Value * FlopOfMultiplyAdd);

    /// <summary>Two FLOP make a multiply-add.</summary>
    public static MultiplyAdds ToMultiplyAdds(this Flop work) => new(work.Value / FlopOfMultiplyAdd);

    /// <summary>Vendors count a multiply-add as two FLOP.</summary>
    public static FlopPerSecond ToFlopPerSecond(this MultiplyAddsPerSecond rate)
        => new(rate.Value * FlopOfMultiplyAdd);

    /// <summary>Two FLOP make a multiply-add.</summary>
    public static MultiplyAddsPerSecond ToMultiplyAddsPerSecond(this FlopPerSecond rate)
        => new(rate.Value / FlopOfMultiplyAdd);
}
