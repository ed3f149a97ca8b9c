using Chalkline.Economics;
using Chalkline.Economics.PriceSheets;

namespace Chalkline.Deduction.Points;

/// <summary>Deduces from every sheet of a catalogue.</summary>
public static class SheetSweep
{
    /// <summary>
    /// Runs, in parallel; the answer does not depend on the number of threads. A model whose size is public is deduced
    /// by
    /// an engine that has never heard of its architecture.
    /// </summary>
    /// <param name="deducer">The engine.</param>
    /// <param name="open">Finds the truth where it is public.</param>
    /// <param name="list">The catalogue.</param>
    /// <param name="template">What is known of every sheet: seed and hardware.</param>
    /// <param name="done">Told how many are done; may be called from any thread.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<SweptSheet> Run(
        Deducer deducer, OpenSheets open, PriceSheetList list, Func<PriceSheet, DeductionRequest> template,
        Action<int> done,
        CancellationToken cancel)
    {
        // The truth is looked up first and by one thread: the look-up remembers models.
        (PriceSheetEntry Entry, OpenSheet? Truth, int Place)[] entries =
            [.. list.Entries.Select((entry, place) => (entry, open.Find(entry), place))];
        SweptSheet[] swept = new SweptSheet[entries.Length];
        int count = 0;

        // Architecture by architecture: the draws of an engine that leaves one out are of no use to the next.
        foreach (var group in entries.GroupBy(one => one.Truth?.Model ?? "", StringComparer.Ordinal))
        {
            Deducer engine = SheetDeduction.Unaware(deducer, group.First().Truth);
            Parallel.ForEach(group, new ParallelOptions { CancellationToken = cancel }, one =>
            {
                swept[one.Place] = One(engine, one.Entry, one.Truth, template);
                done(Interlocked.Increment(ref count));
            });
        }

        return swept;
    }

    private static SweptSheet One(
        Deducer deducer, PriceSheetEntry entry, OpenSheet? truth, Func<PriceSheet, DeductionRequest> template)
    {
        try
        {
            DeductionResult result = deducer.Deduce(template(entry.Sheet));
            SweptMarginal Of(DeducedQuantity quantity) => SweptMarginal.Of(result[quantity]);
            return new(
                entry, truth, Of(DeducedQuantity.ActiveParameters), Of(DeducedQuantity.TotalParameters),
                Of(DeducedQuantity.KvBytesPerToken), Of(DeducedQuantity.PriceOverCost), string.Join(' ', result.Notes));
        }
        catch (ChalkException error)
        {
            return new(entry, truth, null, null, null, null, error.Message);
        }
    }
}
