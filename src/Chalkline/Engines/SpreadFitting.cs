using System.Collections.Immutable;

namespace Chalkline.Engines;

/// <summary>Works out spreads from residuals: weighted quantiles, each group leaning on the wider one it is part of.</summary>
internal static class SpreadFitting
{
    /// <summary>
    /// Collections that a group borrows from the wider one. Leaning starts to be weaker than a group's own word at as many:
    /// fewer than about three say little of a tenth and of nine tenths. Coverage of what is left out is the same from 2 to 5.
    /// </summary>
    public const double Borrowed = 3;

    /// <summary>A collection of n rows weighs n to this power: more rows say more, but not as many independent ones would.</summary>
    private const double Power = 0.5;

    /// <summary>The groups of a metric, wide before narrow.</summary>
    public static ImmutableArray<SpreadGroup> Groups(IReadOnlyList<SpreadResidual> residuals)
    {
        if (residuals.Count == 0)
        {
            return [];
        }

        Dictionary<string, SpreadGroup> found = new(StringComparer.Ordinal);
        ImmutableArray<SpreadGroup>.Builder groups = ImmutableArray.CreateBuilder<SpreadGroup>();
        for (int depth = 0; depth <= ServedFacts.Keys.Length; depth++)
        {
            IEnumerable<IGrouping<string, SpreadResidual>> level = residuals
                .GroupBy(residual => Path(residual, depth), StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal);
            foreach (IGrouping<string, SpreadResidual> members in level)
            {
                SpreadResidual[] all = [.. members];
                SpreadGroup group = Group(all, depth, depth == 0 ? null : found[Path(all[0], depth - 1)]);
                found.Add(members.Key, group);
                groups.Add(group);
            }
        }

        return groups.ToImmutable();
    }

    /// <summary>Depth and words: no two groups share it.</summary>
    private static string Path(SpreadResidual residual, int depth)
        => string.Join('/', residual.Facts.Words.Take(depth).Select(word => word.Value).Prepend($"{depth}"));

    private static SpreadGroup Group(SpreadResidual[] members, int depth, SpreadGroup? wider)
    {
        Dictionary<string, int> collections = members
            .GroupBy(residual => residual.Collection, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        double own = SpreadStatistics.Effective(collections.Values.Select(rows => Math.Pow(rows, Power)));
        double trust = wider is null ? 1 : own / (own + Borrowed);
        return new(
            [.. members[0].Facts.Words.Take(depth).Select(word => word.Value)],
            members.Length,
            own + (wider is null ? 0 : Math.Min(Borrowed, wider.Evidence)),
            Ratio(0.1, wider?.Low),
            Ratio(0.5, wider?.Middle),
            Ratio(0.9, wider?.High),
            new(
                Leaning(Of(residual => residual.Facts.Width(residual.Metric).Low, 0.5), wider?.Kernels.Low),
                Leaning(Of(residual => residual.Facts.Width(residual.Metric).High, 0.5), wider?.Kernels.High)));

        double Ratio(double share, double? leant)
            => Math.Exp(Leaning(Of(residual => Math.Log(residual.Ratio), share), leant is { } ratio ? Math.Log(ratio) : null));

        double Leaning(double mine, double? theirs) => theirs is { } other ? (trust * mine) + ((1 - trust) * other) : mine;

        double Of(Func<SpreadResidual, double> value, double share) => SpreadStatistics.Quantile(
            [
                .. members
                    .Select(residual => (value(residual), Math.Pow(collections[residual.Collection], Power - 1)))
                    .OrderBy(pair => pair.Item1),
            ],
            share);
    }
}
