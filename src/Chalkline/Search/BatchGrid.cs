using System.Collections.Concurrent;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>Batches of one replica: a geometric grid and the largest that fits, or a given one if it fits.</summary>
internal readonly struct BatchGrid
{
    /// <summary>Largest batch of one replica that is tried.</summary>
    private const int MostSequences = 65536;

    /// <summary>Powers of two by fractions of a doubling, which all grids of so many batches a doubling share.</summary>
    private static readonly ConcurrentDictionary<int, double[]> Powers = [];

    private readonly double _least;
    private readonly double _most;
    private readonly double[] _powers;

    /// <summary>The grid of a layout: from one sequence in every attention group, one stage at work at a time.</summary>
    /// <param name="model">The prepared layout.</param>
    /// <param name="perDoubling">Batches in each doubling.</param>
    /// <param name="only">The one batch to try; null for all.</param>
    public BatchGrid(ServingModel model, int perDoubling, double? only)
    {
        _powers = Powers.GetOrAdd(perDoubling, static steps =>
            [.. Enumerable.Range(1, (int)Math.Log2(MostSequences) * steps).Select(step => Math.Pow(2, (double)step / steps))]);
        _least = model.Pass.Layout.AttentionParallel;
        _most = Math.Min(model.LargestBatch, MostSequences);
        if (only is { } batch)
        {
            _most = batch >= _least && batch <= _most ? batch : 0;
            _least = batch;
        }
    }

    /// <summary>The batches, rising; none when not even one sequence fits.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Goes through a grid and allocates nothing.</summary>
    public struct Enumerator(BatchGrid grid)
    {
        private int _next;

        /// <summary>The batch.</summary>
        public double Current { get; private set; }

        /// <summary>Goes to the next batch; false after the largest.</summary>
        public bool MoveNext()
        {
            double before = Current;
            if (before == 0)
            {
                Current = Math.Min(grid._least, grid._most);
                return grid._most >= 1;
            }

            while (Current <= before && before < grid._most)
            {
                double next = _next < grid._powers.Length ? Math.Round(grid._least * grid._powers[_next]) : grid._most;
                Current = Math.Min(next, grid._most);
                _next++;
            }

            return Current > before;
        }
    }
}
