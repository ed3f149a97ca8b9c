using System.Collections.Concurrent;
using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Deduction;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>
/// Deduces sizes of open models from their price sheets. The whole architecture of a row, with its siblings, is absent
/// from the prior and from the fit of markups.
/// </summary>
/// <param name="deducer">What deduces; architectures are taken out of it row by row.</param>
public sealed class PricePredictor(Deducer deducer) : ICasePredictor
{
    private static readonly (string Metric, DeducedQuantity Quantity)[] Metrics =
    [
        ("activeParameters", DeducedQuantity.ActiveParameters),
        ("totalParameters", DeducedQuantity.TotalParameters),
        ("kvBytesPerToken", DeducedQuantity.KvBytesPerToken),
    ];

    /// <inheritdoc/>
    public ValidationKind Kind => ValidationKind.Prices;

    /// <inheritdoc/>
    public Fidelity Fidelity => Fidelity.Calibrated;

    /// <inheritdoc/>
    public ImmutableArray<ScoredRow> Predict(CaseFile file, CancellationToken stop)
    {
        ImmutableArray<KnownSheetRow> rows = KnownSheetFile.Of(file.Table);
        KnownArchitecture?[] truths = Truths(rows);
        ConcurrentDictionary<string, Lazy<Deducer>> without = new(StringComparer.Ordinal);
        ScoredRow[] scored = new ScoredRow[rows.Length];
        ParallelOptions options = new() { CancellationToken = stop };
        Parallel.For(0, rows.Length, options, i => scored[i] = Score(rows[i], truths[i], truth => without.GetOrAdd(
            truth.Name, _ => new(() => deducer.Without(truth))).Value));
        return [.. scored];
    }

    /// <summary>
    /// The architecture of each row, as complete as the file and the sheets of the deducer know it: what a row leaves
    /// out may stand in another of the same name. Null when nobody says what it is.
    /// </summary>
    private KnownArchitecture?[] Truths(ImmutableArray<KnownSheetRow> rows)
    {
        Dictionary<string, KnownArchitecture> named = new(StringComparer.OrdinalIgnoreCase);
        foreach (KnownArchitecture model in deducer.Sheets.Select(sheet => sheet.Architecture)
            .Concat(rows.Select(row => row.Known?.Architecture).OfType<KnownArchitecture>()))
        {
            named[model.Name] = model;
        }

        return
        [
            .. rows.Select(row => row.Known?.Architecture ?? named.GetValueOrDefault(row.Architecture)
                ?? (row.Architecture.Length > 0 && (row.Active ?? row.Total) is { } size
                    ? new(row.Architecture, row.Active ?? size, row.Total ?? size, row.KeyValue ?? new(double.NaN))
                    : null)),
        ];
    }

    private static ScoredRow Score(
        KnownSheetRow row, KnownArchitecture? truth, Func<KnownArchitecture, Deducer> without)
    {
        ScoredRow scored = new()
        {
            Line = row.Line,
            Id = row.Id,
            Quality = CaseQuality.Ok,
            Groups = ImmutableSortedDictionary<string, string>.Empty,
        };
        if (row.Sheet is not { } sheet)
        {
            return scored with { Skipped = row.Problem };
        }

        if (truth is null || (row.Active is null && row.Total is null && row.KeyValue is null))
        {
            return scored with { Skipped = "no true size beside the prices" };
        }

        if (row.Problem is { } problem)
        {
            return scored with { Skipped = problem };
        }

        DeductionResult result = without(truth).Deduce(new() { Sheet = sheet, Fast = row.Fast });
        return scored with
        {
            Values =
            [
                .. Metrics.Select(metric =>
                        (metric.Metric, Marginal: result[metric.Quantity], True: True(row, metric.Quantity)))
                    .Where(item => item.True is not null)
                    .Select(item => new ScoredValue(
                        item.Metric, item.True!.Value, item.Marginal.Median, item.Marginal.Eighty.Low,
                        item.Marginal.Eighty.High, Floor: double.NaN, LargerIsBetter: false)
                    {
                        Deduced = new(
                            truth.Name, item.Marginal.Half, item.Marginal.NinetyFive,
                            item.Marginal.LogDensity(item.True.Value),
                            item.Marginal.LogPriorDensity(item.True.Value), item.Marginal.PriorMedian),
                    }),
            ],
            Remark = result.Notes.Length > 0 ? result.Notes[0] : "",
        };
    }

    private static double? True(KnownSheetRow row, DeducedQuantity quantity) => quantity switch
    {
        DeducedQuantity.ActiveParameters => row.Active?.Value,
        DeducedQuantity.TotalParameters => row.Total?.Value,
        _ => row.KeyValue?.Value,
    };
}
