using System.Collections.Immutable;

namespace Chalkline.Deduction;

/// <summary>
/// Which architectures there are, before any price is seen: dense ones by (ln N_act, ln kappa), sparse ones by
/// (ln N_act, ln N_tot/N_act, ln kappa), fitted to open models that are sold, siblings counted once.
/// </summary>
public sealed class ArchitecturePrior
{
    /// <summary>Total over active parameters of a dense model: the embedding is read, not multiplied.</summary>
    internal const double DenseRatio = 1.02;

    private const int Fewest = 3;

    private readonly LogTail _dense;
    private readonly LogTail _sparse;

    private ArchitecturePrior(LogTail dense, LogTail sparse, double sparseShare, int architectures)
    {
        _dense = dense;
        _sparse = sparse;
        SparseShare = sparseShare;
        Architectures = architectures;
    }

    /// <summary>How likely a model is sparse.</summary>
    public double SparseShare { get; }

    /// <summary>Architectures it was fitted to.</summary>
    public int Architectures { get; }

    /// <summary>Fits the prior.</summary>
    /// <param name="sold">Architectures that are sold: what is deduced is, and many open models never were.</param>
    /// <exception cref="ChalkException">Too few are left of a kind.</exception>
    public static ArchitecturePrior Of(IEnumerable<KnownArchitecture> sold)
    {
        ImmutableArray<KnownArchitecture> all = Once(sold);
        KnownArchitecture[] dense = [.. all.Where(model => !model.IsSparse)];
        KnownArchitecture[] sparse = [.. all.Where(model => model.IsSparse)];
        if (dense.Length < Fewest || sparse.Length < Fewest)
        {
            throw new ChalkException(
                "Too few open architectures are known to deduce another from; the data folder needs three dense "
                + "and three sparse ones.");
        }

        return new(
            LogTail.Fit(
            [
                .. dense.Select(model => new[] { Math.Log(model.Active.Value), Math.Log(model.KeyValue.Value) }),
            ]),
            LogTail.Fit(
            [
                .. sparse.Select(model => new[]
                {
                    Math.Log(model.Active.Value),
                    Math.Log(model.Total.Value / model.Active.Value),
                    Math.Log(model.KeyValue.Value),
                }),
            ]),
            (sparse.Length + 0.5) / (all.Length + 1),
            all.Length);
    }

    /// <summary>Architectures without their siblings: the first of each.</summary>
    internal static ImmutableArray<KnownArchitecture> Once(IEnumerable<KnownArchitecture> models)
    {
        List<KnownArchitecture> kept = [];
        foreach (KnownArchitecture model in models.OrderBy(model => model.Name, StringComparer.Ordinal))
        {
            if (!kept.Any(model.IsSibling))
            {
                kept.Add(model);
            }
        }

        return [.. kept];
    }

    /// <summary>
    /// Logarithm of the density at a dense (ln N_act, ln kappa) or sparse (ln N_act, ln N_tot/N_act, ln kappa)
    /// point.
    /// </summary>
    internal double LogDensity(ReadOnlySpan<double> point) => point.Length == 2
        ? Math.Log(1 - SparseShare) + _dense.LogDensity(point)
        : Math.Log(SparseShare) + _sparse.LogDensity(point);

    /// <summary>Draws the logarithms of active parameters, total parameters and KV bytes, some of them given.</summary>
    /// <returns>Logarithm of the weight of the draw: 0 when nothing is given; minus infinity when it cannot
    /// be.</returns>
    internal double Draw(
        in GivenSizes given, ref DrawStream draws,
        out double active, out double total, out double cache, out bool sparse)
    {
        Span<double> point = stackalloc double[3];
        sparse = draws.Uniform() < SparseShare;
        LogTail of = sparse ? _sparse : _dense;
        int cacheAt = sparse ? 2 : 1;
        do
        {
            of.Draw(ref draws, point);
        }
        while (sparse && point[1] < Math.Log(KnownArchitecture.SparseFrom));

        if (given.None)
        {
            active = point[0];
            total = active + (sparse ? point[1] : Math.Log(DenseRatio));
            cache = point[cacheAt];
            return 0;
        }

        return Given(of, given, sparse, point, cacheAt, out active, out total, out cache);
    }

    /// <summary>
    /// Puts the given values into a draw. Its weight is the density of what is fixed, given what was drawn: the free
    /// coordinates of a draw have their marginal distribution.
    /// </summary>
    private static double Given(
        LogTail of, in GivenSizes given, bool sparse, Span<double> point, int cacheAt,
        out double active, out double total, out double cache)
    {
        double gap = Math.Log(KnownArchitecture.SparseFrom);
        if (given.Active is { } fixedActive)
        {
            point[0] = fixedActive;
        }

        if (given.Total is { } fixedTotal)
        {
            if (sparse)
            {
                point[1] = fixedTotal - point[0];
            }
            else if (given.Active is { } both && Math.Abs(fixedTotal - both) > gap)
            {
                active = total = cache = 0;
                return double.NegativeInfinity;
            }
            else if (given.Active is null)
            {
                point[0] = fixedTotal - Math.Log(DenseRatio);
            }
        }

        if (given.KeyValue is { } fixedCache)
        {
            point[cacheAt] = fixedCache;
        }

        active = point[0];
        total = given.Total ?? (active + (sparse ? point[1] : Math.Log(DenseRatio)));
        cache = point[cacheAt];
        return sparse && point[1] < gap
            ? double.NegativeInfinity
            : of.LogConditional(point, Free(given, sparse, cacheAt));
    }

    /// <summary>Which coordinates of a point are still free, as bits.</summary>
    private static int Free(in GivenSizes given, bool sparse, int cacheAt)
    {
        int free = sparse ? 0b111 : 0b011;
        free &= given.KeyValue is null ? ~0 : ~(1 << cacheAt);
        if (!sparse)
        {
            return given.Active is null && given.Total is null ? free : free & ~1;
        }

        free &= given.Active is null ? ~0 : ~1;
        return given.Total is null ? free : free & ~2;
    }
}
