namespace Chalkline.Search;

/// <summary>
/// The points that no other point equals or beats in every objective, kept as they come. What it holds depends on the
/// points and their order numbers alone, never on when they came or from which thread.
/// </summary>
/// <typeparam name="T">A point; a structure, so that a search allocates none.</typeparam>
/// <param name="objectives">Figures of a point, all better when larger; at least 1.</param>
internal sealed class ParetoSet<T>(int objectives)
    where T : struct
{
    private double[] _keys = new double[64 * objectives];
    private long[] _orders = new long[64];
    private T[] _points = new T[64];

    /// <summary>Points held.</summary>
    public int Count { get; private set; }

    /// <summary>The points, by falling first figure, then second and so on.</summary>
    public IEnumerable<T> Points
    {
        get
        {
            IOrderedEnumerable<int> sorted = Enumerable.Range(0, Count).OrderByDescending(place => Key(place, 0));
            for (int next = 1; next < objectives; next++)
            {
                int figure = next;
                sorted = sorted.ThenByDescending(place => Key(place, figure));
            }

            return sorted.Select(place => _points[place]);
        }
    }

    /// <summary>Whether a point held is at least as good in every figure.</summary>
    public bool Beats(ReadOnlySpan<double> key) => Better(key, After(key[0])) >= 0;

    /// <summary>Adds a point unless it is beaten; of points with the same figures the lower order number stays.</summary>
    public void Add(in T point, ReadOnlySpan<double> key, long order)
    {
        int after = After(key[0]);
        int better = Better(key, after);
        if (better >= 0)
        {
            if (order < _orders[better] && key.SequenceEqual(Keys(better)))
            {
                (_points[better], _orders[better]) = (point, order);
            }

            return;
        }

        Insert(point, key, order, Drop(key, after));
    }

    /// <summary>Adds all points of another set.</summary>
    public void Add(ParetoSet<T> other)
    {
        for (int place = 0; place < other.Count; place++)
        {
            Add(other._points[place], other.Keys(place), other._orders[place]);
        }
    }

    private double Key(int place, int figure) => _keys[(place * objectives) + figure];

    private ReadOnlySpan<double> Keys(int place) => _keys.AsSpan(place * objectives, objectives);

    /// <summary>The first place whose first figure is smaller; those before have it as large or larger.</summary>
    private int After(double first)
    {
        (int low, int high) = (0, Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Key(middle, 0) >= first ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int Better(ReadOnlySpan<double> key, int after)
    {
        // With two figures the second rises along the set, so that only the last of those before can be better.
        for (int place = after - 1; place >= (objectives <= 2 ? Math.Max(0, after - 1) : 0); place--)
        {
            if (AtLeast(Keys(place), key))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>Drops what a new point beats; returns the place for it.</summary>
    private int Drop(ReadOnlySpan<double> key, int after)
    {
        int start = after;
        while (start > 0 && Key(start - 1, 0) == key[0])
        {
            start--;
        }

        int kept = start;
        int place = start;
        for (int next = start; next < Count; next++)
        {
            if (AtLeast(key, Keys(next)))
            {
                continue;
            }

            Keys(next).CopyTo(_keys.AsSpan(kept * objectives));
            (_points[kept], _orders[kept]) = (_points[next], _orders[next]);
            kept++;
            if (next < after)
            {
                place = kept;
            }
        }

        Count = kept;
        return place;
    }

    private void Insert(in T point, ReadOnlySpan<double> key, long order, int place)
    {
        if (Count == _points.Length)
        {
            Array.Resize(ref _keys, 2 * _keys.Length);
            Array.Resize(ref _orders, 2 * Count);
            Array.Resize(ref _points, 2 * Count);
        }

        int moved = Count - place;
        Array.Copy(_keys, place * objectives, _keys, (place + 1) * objectives, moved * objectives);
        Array.Copy(_orders, place, _orders, place + 1, moved);
        Array.Copy(_points, place, _points, place + 1, moved);
        key.CopyTo(_keys.AsSpan(place * objectives));
        (_points[place], _orders[place]) = (point, order);
        Count++;
    }

    private static bool AtLeast(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        for (int figure = 0; figure < left.Length; figure++)
        {
            if (!(left[figure] >= right[figure]))
            {
                return false;
            }
        }

        return true;
    }
}
