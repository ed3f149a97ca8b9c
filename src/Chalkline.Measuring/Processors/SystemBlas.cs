namespace Chalkline.Measuring.Processors;

/// <summary>The BLAS that is installed, if one is: its <c>cblas_sgemm</c> with 32-bit integers.</summary>
internal sealed unsafe class SystemBlas : IMatrixProduct
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;

    /// <summary>Fast libraries only: the reference BLAS, which is often installed too, uses one core and no vectors.</summary>
    private static readonly (string Name, string[] Files)[] Known =
    [
        ("OpenBLAS", ["libopenblas.so.0", "libopenblas.so", "libopenblas.dll", "libopenblas.dylib"]),
        ("MKL", ["libmkl_rt.so.2", "libmkl_rt.so.1", "libmkl_rt.so", "mkl_rt.2.dll", "mkl_rt.dll"]),
        ("BLIS", ["libblis.so.4", "libblis.so", "libblis-mt.so.4"]),
        ("Accelerate", ["/System/Library/Frameworks/Accelerate.framework/Accelerate"]),
    ];

    private readonly delegate* unmanaged<
        int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _multiply;

    private SystemBlas(string name, nint multiply)
    {
        Name = name;
        _multiply = (delegate* unmanaged<
            int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)multiply;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Looks for one; null when none is installed.</summary>
    public static SystemBlas? Find()
    {
        foreach ((string name, string[] files) in Known)
        {
            if (NativeExports.Open(files) is { } library && library.Has("cblas_sgemm"))
            {
                return new($"{name} cblas_sgemm ({library.File})", library.Function("cblas_sgemm"));
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Multiply(float* a, float* b, float* c, int m, int n, int k)
        => _multiply(RowMajor, NoTranspose, NoTranspose, m, n, k, 1, a, k, b, n, 0, c, n);
}
