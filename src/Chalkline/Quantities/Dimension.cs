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
/// One signed eight-bit lane an atom, packed as the sum of exponent * 256^atom: adding two packed numbers adds the
/// exponents, and distinct products stay distinct while every exponent lies within ±127. <see cref="UnitParser"/>
/// bounds them far below that.
/// </remarks>
internal readonly record struct Dimension(Int128 Packed)
{
    public static Dimension Of(Atom atom) => new(Int128.One << (8 * (int)atom));

    public static Dimension operator *(Dimension left, Dimension right) => new(left.Packed + right.Packed);

    public static Dimension operator /(Dimension left, Dimension right) => new(left.Packed - right.Packed);

    public Dimension Power(int exponent) => new(Packed * exponent);

    /// <summary>True when the two differ only by reading bits for bytes, or bytes for bits.</summary>
    public bool SwapsBitsAndBytes(Dimension other)
    {
        Dimension bytesForBits = Of(Atom.Byte) / Of(Atom.Bit);
        Dimension ratio = this / other;
        return ratio == bytesForBits || ratio == bytesForBits.Power(-1);
    }
}
