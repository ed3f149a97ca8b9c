namespace Chalkline.Formats;

/// <summary>The arithmetic a matrix unit runs in: the column of a datasheet its peak is read from.</summary>
public enum Arithmetic
{
    /// <summary>32-bit floating point on the vector units.</summary>
    Fp32,

    /// <summary>19-bit TensorFloat on the matrix units.</summary>
    Tf32,

    /// <summary>BF16 or FP16 on the matrix units, FP32 accumulation.</summary>
    Bf16,

    /// <summary>8-bit floating point.</summary>
    Fp8,

    /// <summary>4-bit floating point, block-scaled.</summary>
    Fp4,

    /// <summary>8-bit integer.</summary>
    Int8,
}
