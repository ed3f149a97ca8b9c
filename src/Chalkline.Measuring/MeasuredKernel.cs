namespace Chalkline.Measuring;

/// <summary>One timed kernel: a row of a table of measured kernels.</summary>
public sealed record MeasuredKernel
{
    /// <summary>The <c>kind</c> column: <c>gemm</c>, <c>elementwise</c>, or <c>memory_read</c>, <c>memory_triad</c> and
    /// <c>launch</c>, which describe a device and have no kernel model.</summary>
    public required string Kind { get; init; }

    /// <summary>The <c>precision</c> column: <c>fp32</c>, <c>bf16</c>, <c>fp16</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>Rows; 0 when the kind has none.</summary>
    public long M { get; init; }

    /// <summary>Columns; 0 when the kind has none.</summary>
    public long N { get; init; }

    /// <summary>Inner width; 0 when the kind has none.</summary>
    public long K { get; init; }

    /// <summary>What ran.</summary>
    public required string Library { get; init; }

    /// <summary>What it took.</summary>
    public required Timing Timing { get; init; }

    /// <summary>Operations, FLOP; 0 when it is no arithmetic.</summary>
    public double Flop { get; init; }

    /// <summary>Least bytes to and from memory; 0 when it touches none.</summary>
    public double Bytes { get; init; }

    /// <summary>What else a reader should know; empty for nothing.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Rate of the median run, FLOP/s.</summary>
    public double FlopRate => Flop / Timing.Median;

    /// <summary>Bandwidth of the median run, bytes/s.</summary>
    public double Bandwidth => Bytes / Timing.Median;

    /// <summary>Rate of the fast runs, FLOP/s: what the device can do when nothing else disturbs it.</summary>
    public double BestFlopRate => Flop / Timing.Low;

    /// <summary>Bandwidth of the fast runs, bytes/s.</summary>
    public double BestBandwidth => Bytes / Timing.Low;

    /// <summary>A product C[m,n] = A[m,k] B[k,n]: 2 m n k operations, each matrix to or from memory once.</summary>
    /// <param name="precision">Label of the number format.</param>
    /// <param name="bytesPerElement">Bytes of an element of all three matrices.</param>
    /// <param name="shape">Rows, columns and inner width.</param>
    /// <param name="library">What ran.</param>
    /// <param name="timing">What it took.</param>
    public static MeasuredKernel Product(
        string precision, int bytesPerElement, (int M, int N, int K) shape, string library, Timing timing)
    {
        (double m, double n, double k) = (shape.M, shape.N, shape.K);
        return new()
        {
            Kind = "gemm",
            Precision = precision,
            M = shape.M,
            N = shape.N,
            K = shape.K,
            Library = library,
            Timing = timing,
            Flop = 2 * m * n * k,
            Bytes = bytesPerElement * ((m * k) + (k * n) + (m * n)),
        };
    }
}
