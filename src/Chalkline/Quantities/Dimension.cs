namespace Chalkline.Quantities;

/// <summary>What is counted. No factor joins two atoms: bits stay apart from bytes, multiply-adds from FLOP.</summary>
internal enum Atom
{
    Byte,
    Bit,
    Second,
    Flop,
    MultiplyAdd,
    Token,
    Sequence,
    Request,
    Parameter,
    Element,
    Dollar,
    Joule,
    Device,
    User,
}

/// <summary>A product of powers of atoms, such as byte / second.</summary>
/// <remarks>
/// One signed eight-bit lane an atom, packed as the sum of exponent * 256^atom over each half of the atoms: adding two
/// packed numbers adds the exponents, and distinct products stay distinct while every exponent lies within ±127.
/// <see cref="UnitParser"/> bounds them far below that. Two numbers rather than one <c>Int128</c>, because code that
/// touches an <c>Int128</c> is never compiled ahead of time, and every command reads units at its start.
/// </remarks>
internal readonly record struct Dimension(long First, long Second)
{
    private const int LanesInHalf = 7;

    public static Dimension Of(Atom atom) => (int)atom < LanesInHalf
        ? new(1L << (8 * (int)atom), 0)
        : new(0, 1L << (8 * ((int)atom - LanesInHalf)));

    public static Dimension operator *(Dimension left, Dimension right)
        => new(left.First + right.First, left.Second + right.Second);

    public static Dimension operator /(Dimension left, Dimension right)
        => new(left.First - right.First, left.Second - right.Second);

    public Dimension Power(int exponent) => new(First * exponent, Second * exponent);

    /// <summary>True when the two differ only by reading bits for bytes, or bytes for bits.</summary>
    public bool SwapsBitsAndBytes(Dimension other)
    {
        Dimension bytesForBits = Of(Atom.Byte) / Of(Atom.Bit);
        Dimension ratio = this / other;
        return ratio == bytesForBits || ratio == bytesForBits.Power(-1);
    }
}
