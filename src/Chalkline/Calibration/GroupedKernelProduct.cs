namespace Chalkline.Calibration;

/// <summary>
/// One product for each of several groups in a single kernel: C[rows, n] = A[rows, k] B[k, n] with a B of its own.
/// Tiles of rows are padded in every group; fewer tiles than compute units leave units idle.
/// </summary>
internal readonly struct GroupedKernelProduct
{
    /// <summary>Columns of a tile.</summary>
    public const double TileColumns = 128;

    private const int MostTerms = 16;

    /// <summary>Groups with at least a row.</summary>
    public required double Groups { get; init; }

    /// <summary>Rows of all groups.</summary>
    public required double Rows { get; init; }

    /// <summary>Columns of the result.</summary>
    public required double N { get; init; }

    /// <summary>Inner width.</summary>
    public required double K { get; init; }

    /// <summary>Bytes of a weight.</summary>
    public required double WeightBytes { get; init; }

    /// <summary>Bytes of an element of A.</summary>
    public required double InputBytes { get; init; }

    /// <summary>Whether few groups hold most rows.</summary>
    public bool Skewed { get; init; }

    /// <summary>Bytes of an element of C: 16 bits in all kernels known.</summary>
    public const double OutputBytes = 2;

    /// <summary>Least bytes to and from memory.</summary>
    public double Bytes => (Groups * N * K * WeightBytes) + (Rows * ((K * InputBytes) + (N * OutputBytes)));

    /// <summary>Operations without padding.</summary>
    public double Operations => 2 * Rows * N * K;

    /// <summary>Time of the arithmetic, s.</summary>
    /// <param name="peak">Attainable rate of a fed matrix unit, FLOP/s.</param>
    /// <param name="cache">Rate at which caches bring operands to the matrix units, bytes/s.</param>
    /// <param name="units">Compute units.</param>
    /// <param name="tileRows">Rows of a tile.</param>
    /// <param name="fillBytes">
    /// Inner width, in bytes of a row of A, whose time a tile takes to start and to write out: a narrow format is done
    /// with a row sooner, but starts no sooner.
    /// </param>
    public double Arithmetic(double peak, double cache, double units, double tileRows, double fillBytes)
    {
        double tiles = Groups * TilesOfGroup(Rows / Groups, tileRows) * Math.Ceiling(N / TileColumns);
        double depth = tileRows * TileColumns * (K + (fillBytes / InputBytes));
        double tile = depth * units * ((2 / peak) + ((InputBytes + WeightBytes) / (TileColumns * cache)));
        return Math.Max(1, tiles / units) * tile;
    }

    /// <summary>
    /// Expected row tiles of a group of some mean size. Sizes scatter like the counts of a random draw, or, where few
    /// groups hold most rows, like an exponential distribution.
    /// </summary>
    private double TilesOfGroup(double rows, double tileRows)
    {
        double size = rows / tileRows;
        if (Skewed)
        {
            return 1 / -Expm1(-1 / size);
        }

        if (size >= MostTerms / 2)
        {
            return size + 0.5;
        }

        double scatter = 1.702 / Math.Sqrt(rows);
        double tiles = 1;
        for (int i = 1; i < MostTerms; i++)
        {
            tiles += 1 / (1 + Math.Exp(-scatter * (rows - (i * tileRows))));
        }

        return tiles;
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1;
}
