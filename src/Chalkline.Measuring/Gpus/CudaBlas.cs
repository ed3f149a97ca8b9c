namespace Chalkline.Measuring.Gpus;

/// <summary>cuBLAS: products in 16-bit formats that sum in FP32, as the linear layers of a model run.</summary>
internal sealed unsafe class CudaBlas : IDisposable
{
    private const int Transpose = 1;
    private const int NoTranspose = 0;
    private const int SumInSingle = 68;
    private const int DefaultAlgorithm = -1;

    private readonly NativeExports _library;
    private readonly nint _handle;
    private readonly delegate* unmanaged<
        nint, int, int, int, int, int, void*, ulong, int, int, ulong, int, int, void*, ulong, int, int, int, int, int> _multiply;

    private CudaBlas(NativeExports library, nint queue)
    {
        _library = library;
        _multiply = (delegate* unmanaged<
            nint, int, int, int, int, int, void*, ulong, int, int, ulong, int, int, void*, ulong, int, int, int, int, int>)
            library.Function("cublasGemmEx");
        nint handle;
        Check(((delegate* unmanaged<nint*, int>)library.Function("cublasCreate_v2"))(&handle), "cublasCreate_v2");
        _handle = handle;
        Check(
            ((delegate* unmanaged<nint, nint, int>)library.Function("cublasSetStream_v2"))(handle, queue),
            "cublasSetStream_v2");
        int version;
        Check(
            ((delegate* unmanaged<nint, int*, int>)library.Function("cublasGetVersion_v2"))(handle, &version),
            "cublasGetVersion_v2");

        // Since version 12 a number has two digits more for its minor part.
        int unit = version >= 100_000 ? 10_000 : 1000;
        Name = $"cuBLAS {version / unit}.{version % unit / 100}";
    }

    /// <summary>Name and version.</summary>
    public string Name { get; }

    /// <summary>Looks for it; null when it is not installed. A CUDA context must be current.</summary>
    /// <param name="queue">The queue of the device that its products go into.</param>
    /// <exception cref="ChalkException">It is installed and does not start.</exception>
    public static CudaBlas? Find(nint queue)
        => NativeExports.Open(
            "libcublas.so.13",
            "libcublas.so.12",
            "libcublas.so.11",
            "libcublas.so",
            "cublas64_13.dll",
            "cublas64_12.dll",
            "cublas64_11.dll")
            is { } library ? new(library, queue) : null;

    /// <summary>
    /// Starts C[m,n] = A[m,k] W[n,k]ᵀ, all row after row: the layout of a linear layer, which cuBLAS sees as Cᵀ = W Aᵀ
    /// in its column order.
    /// </summary>
    public void Multiply(GpuFormat format, ulong a, ulong weights, ulong c, int m, int n, int k)
    {
        float one = 1;
        float zero = 0;
        int type = format.CudaType;
        Check(
            _multiply(
                _handle,
                Transpose,
                NoTranspose,
                n,
                m,
                k,
                &one,
                weights,
                type,
                k,
                a,
                type,
                k,
                &zero,
                c,
                type,
                n,
                SumInSingle,
                DefaultAlgorithm),
            "cublasGemmEx");
    }

    /// <inheritdoc/>
    public void Dispose() => _ = ((delegate* unmanaged<nint, int>)_library.Function("cublasDestroy_v2"))(_handle);

    private static void Check(int code, string function)
    {
        if (code != 0)
        {
            throw new ChalkException($"cuBLAS answers status {code} to {function}; "
                + "measure the processor with --cpu, or use scripts/measure-gpu.py.");
        }
    }
}

/// <summary>A 16-bit format that cuBLAS multiplies in.</summary>
/// <param name="Label">The <c>precision</c> column.</param>
/// <param name="CudaType">Its number in <c>cudaDataType</c>.</param>
internal readonly record struct GpuFormat(string Label, int CudaType)
{
    /// <summary>Brain float.</summary>
    public static GpuFormat Bf16 { get; } = new("bf16", 14);

    /// <summary>Half precision.</summary>
    public static GpuFormat Fp16 { get; } = new("fp16", 2);
}
