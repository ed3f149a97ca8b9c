namespace Chalkline.Deduction;

/// <summary>
/// Draws of the prior with their costs: computed once for a date and an architecture prior, and shared by all price
/// sheets. Everything is a natural logarithm; prices are in dollars a token.
/// </summary>
internal sealed class ParticleSet
{
    private ParticleSet(int count, Fleet fleet)
    {
        Count = count;
        Fleet = fleet;
        Active = new double[count];
        Total = new double[count];
        KeyValue = new double[count];
        Input = new double[count];
        Output = new double[count];
        Batch = new double[count];
        MfuRatio = new double[count];
        Throughput = new double[count];
        Speed = new double[count];
        BalanceContext = new double[count];
        Weight = new double[count];
        Sparse = new bool[count];
        Device = new int[count];
    }

    public int Count { get; }

    public Fleet Fleet { get; }

    public double[] Active { get; }

    public double[] Total { get; }

    public double[] KeyValue { get; }

    public double[] Input { get; }

    public double[] Output { get; }

    /// <summary>Mean of ln sqrt(c_in c_out) over the ways a model of a draw's sizes may be served.</summary>
    public double[] MeanLevel { get; private set; } = [];

    /// <summary>Mean of ln (c_out / c_in), likewise.</summary>
    public double[] MeanRatio { get; private set; } = [];

    public double[] Batch { get; }

    public double[] MfuRatio { get; }

    public double[] Throughput { get; }

    public double[] Speed { get; }

    /// <summary>The context at which reading the cache takes as long as computing (lecture, eq. 6.3).</summary>
    public double[] BalanceContext { get; }

    /// <summary>What a draw weighs before any price is seen: 0 for plain draws.</summary>
    public double[] Weight { get; }

    public bool[] Sparse { get; }

    public int[] Device { get; }

    /// <summary>Draws particles, each from its own numbers: the same on any number of threads.</summary>
    public static ParticleSet Draw(
        ArchitecturePrior prior, Fleet fleet, GivenSizes given, int count, ulong seed, bool parallel)
    {
        ParticleSet set = new(count, fleet);
        set.Fill(prior, given, seed, 0, parallel);
        set.Average();
        return set;
    }

    /// <summary>More draws: those of a smaller set of the same prior, fleet, sizes and seed, and further ones.</summary>
    public ParticleSet Grown(ArchitecturePrior prior, GivenSizes given, int count, ulong seed)
    {
        ParticleSet set = new(count, Fleet);
        (double[] From, double[] To)[] columns =
        [
            (Active, set.Active), (Total, set.Total), (KeyValue, set.KeyValue), (Input, set.Input),
            (Output, set.Output), (Batch, set.Batch), (MfuRatio, set.MfuRatio), (Throughput, set.Throughput),
            (Speed, set.Speed), (BalanceContext, set.BalanceContext), (Weight, set.Weight),
        ];
        foreach ((double[] from, double[] to) in columns)
        {
            from.CopyTo(to, 0);
        }

        Sparse.CopyTo(set.Sparse, 0);
        Device.CopyTo(set.Device, 0);
        set.Fill(prior, given, seed, Count, parallel: true);
        set.Average();
        return set;
    }

    /// <summary>A quantity of a draw, as a logarithm.</summary>
    public double Value(DeducedQuantity quantity, int i) => quantity switch
    {
        DeducedQuantity.ActiveParameters => Active[i],
        DeducedQuantity.TotalParameters => Total[i],
        DeducedQuantity.KvBytesPerToken => KeyValue[i],
        DeducedQuantity.Sparsity => Total[i] - Active[i],
        DeducedQuantity.Batch => Batch[i],
        DeducedQuantity.DecodeOverPrefillMfu => MfuRatio[i],
        DeducedQuantity.TokensPerSecondPerDevice => Throughput[i],
        DeducedQuantity.TokensPerSecondPerUser => Speed[i],
        _ => -Blend(Input[i], Output[i]),
    };

    /// <summary>Logarithm of the mean price of three tokens read and one written.</summary>
    public static double Blend(double input, double output)
        => input + Math.Log((3 + Math.Exp(output - input)) / 4);

    private void Average()
        => (MeanLevel, MeanRatio) = SizeTrend.Of(this, i => (Input[i] + Output[i]) / 2, i => Output[i] - Input[i]);

    private void Fill(ArchitecturePrior prior, GivenSizes given, ulong seed, int from, bool parallel)
    {
        if (!parallel)
        {
            Fill(prior, given, seed, from, Count);
            return;
        }

        const int Part = 8192;
        Parallel.For(0, (Count - from + Part - 1) / Part, part =>
            Fill(prior, given, seed, from + (part * Part), Math.Min(Count, from + ((part + 1) * Part))));
    }

    private void Fill(ArchitecturePrior prior, GivenSizes given, ulong seed, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            DrawStream draws = new(seed, i);
            Weight[i] = prior.Draw(given, ref draws, out Active[i], out Total[i], out KeyValue[i], out Sparse[i]);
            double active = Math.Exp(Active[i]);
            double cache = Math.Exp(KeyValue[i]);
            OperatingPoint point = OperatingPrior.Draw(
                Fleet, new(active), new(Math.Exp(Total[i])), new(cache), ref draws, out Device[i]);
            TokenCost cost = TokenCostModel.Of(new(active), new(Math.Exp(Total[i])), new(cache), point);
            Input[i] = Math.Log(cost.Input.Value);
            Output[i] = Math.Log(cost.Output.Value);
            Batch[i] = Math.Log(cost.Batch);
            MfuRatio[i] = Math.Log(cost.DecodeUtilisation / cost.PrefillUtilisation);
            Throughput[i] = Math.Log(cost.Throughput.Value);
            Speed[i] = -Math.Log(cost.Step.Value);
            BalanceContext[i] = Math.Log(
                2 * active * point.Bandwidth.Value * point.BandwidthUtilisation
                / (point.Peak.Value * cost.PrefillUtilisation * cache * point.CacheWidth));
        }
    }
}
