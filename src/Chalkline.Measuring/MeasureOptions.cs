namespace Chalkline.Measuring;

/// <summary>How thoroughly to measure.</summary>
public sealed record MeasureOptions
{
    /// <summary>Runs of each kernel before the first that counts.</summary>
    public required int WarmUp { get; init; }

    /// <summary>Most runs that count.</summary>
    public required int Runs { get; init; }

    /// <summary>Shortest time of a run; a faster kernel is repeated inside one so that the clock does not matter, s.</summary>
    public required double LeastRun { get; init; }

    /// <summary>Time after which no further run of a kernel starts, once three have been timed, s.</summary>
    public required double Patience { get; init; }

    /// <summary>Bytes of each array that a memory stream passes over; far above the caches.</summary>
    public required long StreamBytes { get; init; }

    /// <summary>Rows, columns and inner width of square products on a processor.</summary>
    public required IReadOnlyList<int> Squares { get; init; }

    /// <summary>Rows, columns and inner width of square products on a GPU.</summary>
    public required IReadOnlyList<int> GpuSquares { get; init; }

    /// <summary>Rows of products that mostly read weights.</summary>
    public required IReadOnlyList<int> SkinnyRows { get; init; }

    /// <summary>Columns and inner width of the weights they read.</summary>
    public required IReadOnlyList<(int Columns, int Inner)> Weights { get; init; }

    /// <summary>Products to time: the squares, then every number of rows with every size of weights.</summary>
    /// <param name="squares">Sides of the squares.</param>
    internal IReadOnlyList<(int M, int N, int K)> Shapes(IReadOnlyList<int> squares)
        =>
        [
            .. squares.Select(side => (side, side, side)),
            .. from weights in Weights
               from rows in SkinnyRows
               select (rows, weights.Columns, weights.Inner),
        ];

    /// <summary>A few seconds: enough to see what a machine is.</summary>
    public static MeasureOptions Quick { get; } = new()
    {
        WarmUp = 1,
        Runs = 7,
        LeastRun = 0.002,
        Patience = 0.3,
        StreamBytes = 128L << 20,
        Squares = [256, 512, 1024],
        GpuSquares = [1024, 4096, 8192],
        SkinnyRows = [1, 8, 64],
        Weights = [(4096, 4096)],
    };

    /// <summary>A minute or two: enough to fit from.</summary>
    public static MeasureOptions Full { get; } = new()
    {
        WarmUp = 3,
        Runs = 21,
        LeastRun = 0.005,
        Patience = 3,
        StreamBytes = 512L << 20,
        Squares = [128, 256, 512, 1024, 2048, 4096],
        GpuSquares = [512, 1024, 2048, 4096, 8192, 16384],
        SkinnyRows = [1, 2, 4, 8, 16, 32, 64, 128, 256],
        Weights = [(4096, 4096), (14336, 4096), (4096, 14336), (1024, 8192)],
    };
}
