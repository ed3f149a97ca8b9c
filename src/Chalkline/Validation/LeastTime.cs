using Chalkline.Quantities;

namespace Chalkline.Validation;

/// <summary>Least times by cause: each alone is a floor, and so is their larger.</summary>
/// <param name="Arithmetic">Least arithmetic at the dense peak; no speculation lessens it for a token that is kept.</param>
/// <param name="Memory">Least bytes at full bandwidth.</param>
public readonly record struct LeastTime(Seconds Arithmetic, Seconds Memory) : ILeast<LeastTime>
{
    /// <summary>The floor.</summary>
    public Seconds Floor => Quantity.Max(Arithmetic, Memory);

    /// <summary>One after the other.</summary>
    public static LeastTime operator +(LeastTime left, LeastTime right)
        => new(left.Arithmetic + right.Arithmetic, left.Memory + right.Memory);

    /// <summary>So many times.</summary>
    public static LeastTime operator *(double times, LeastTime least)
        => new(times * least.Arithmetic, times * least.Memory);

    /// <summary>What two proofs of the same time give together.</summary>
    public static LeastTime Both(LeastTime left, LeastTime right)
        => new(Quantity.Max(left.Arithmetic, right.Arithmetic), Quantity.Max(left.Memory, right.Memory));

    static LeastTime ILeast<LeastTime>.Mix(in LeastTime from, in LeastTime to, double share)
        => ((1 - share) * from) + (share * to);
}
