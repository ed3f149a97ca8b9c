namespace Chalkline.Search;

/// <summary>What a search, or one thread of it, has found so far.</summary>
/// <typeparam name="T">A point.</typeparam>
/// <param name="objectives">Figures of a point.</param>
internal sealed class SearchFinds<T>(int objectives)
    where T : struct
{
    /// <summary>The front, limits aside.</summary>
    public ParetoSet<T> All { get; } = new(objectives);

    /// <summary>The front of the points within the limits.</summary>
    public ParetoSet<T> Within { get; } = new(objectives);

    /// <summary>Points timed.</summary>
    public long Evaluated { get; set; }

    /// <summary>Of these, points outside the limits.</summary>
    public long Outside { get; set; }

    /// <summary>Points cut because at the least time proved for them they are no better than the front.</summary>
    public long Beaten { get; set; }

    /// <summary>Points cut because at the least time proved for them they miss a limit, and the front is better.</summary>
    public long Missed { get; set; }

    /// <summary>Takes in what another thread found.</summary>
    public void Add(SearchFinds<T> other)
    {
        All.Add(other.All);
        Within.Add(other.Within);
        Evaluated += other.Evaluated;
        Outside += other.Outside;
        Beaten += other.Beaten;
        Missed += other.Missed;
    }
}
