namespace Chalkline.Calibration;

/// <summary>What the device that is timed has of an expert layer.</summary>
/// <param name="Held">Experts on the device.</param>
/// <param name="Touched">Those that a token visits.</param>
/// <param name="Rows">Visits on the device.</param>
internal readonly record struct ExpertKernelLoad(double Held, double Touched, double Rows)
{
    /// <summary>The load of a kernel.</summary>
    public static ExpertKernelLoad Of(in KernelWork work)
    {
        double held = Math.Max(1, work.Experts / work.ExpertParallel);
        if (work.M > 0)
        {
            return new(held, Math.Min(held, work.Batch > 0 ? work.Batch : work.M), work.M);
        }

        ExpertRouting routing = new(work.Experts, work.ExpertsPerToken, work.ExpertParallel, work.Skew);
        double mean = work.Tokens * work.ExpertsPerToken / work.ExpertParallel;
        double fullness = routing.Hottest(work.Tokens, even: true);
        double rows = mean * fullness;
        double touched = routing.TouchedEvenly(work.Tokens, fullness) * held;

        // The rank that is timed has something to do, even when there are fewer visits than ranks.
        return new(held, Math.Min(held, Math.Max(1, touched)), Math.Max(1, rows));
    }

    /// <summary>The gate and up product.</summary>
    public GroupedKernelProduct Up(in KernelWork work)
        => Product(work, 2 * work.Intermediate / work.ExpertTensorParallel, work.Hidden);

    /// <summary>The down product.</summary>
    public GroupedKernelProduct Down(in KernelWork work)
        => Product(work, work.Hidden, work.Intermediate / work.ExpertTensorParallel);

    /// <summary>
    /// Bytes moved outside the products: tokens gathered and quantised, gate and up read and their product written,
    /// rows read again and summed into tokens.
    /// </summary>
    public double StreamBytes(in KernelWork work)
    {
        const double Wide = GroupedKernelProduct.OutputBytes;
        double narrow = work.Activations.BytesPerElement;
        double inner = work.Intermediate / work.ExpertTensorParallel;
        return (Rows * work.Hidden * (Wide + narrow + Wide))
            + (Rows * inner * ((2 * Wide) + narrow))
            + (work.Tokens * work.Hidden * Wide);
    }

    /// <summary>Bytes of the rows that enter both products, at 16 bits.</summary>
    public double RowBytes(in KernelWork work)
        => Rows * (work.Hidden + (work.Intermediate / work.ExpertTensorParallel)) * GroupedKernelProduct.OutputBytes;

    private GroupedKernelProduct Product(in KernelWork work, double n, double k) => new()
    {
        Groups = Touched,
        Rows = Rows,
        N = n,
        K = k,
        WeightBytes = work.Weights.BytesPerElement,
        InputBytes = work.Activations.BytesPerElement,
        Skewed = work.Skew > 0,
    };
}
