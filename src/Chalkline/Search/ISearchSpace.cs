namespace Chalkline.Search;

/// <summary>What a search looks through: branches, in the order in which they are looked at.</summary>
/// <typeparam name="T">A point.</typeparam>
internal interface ISearchSpace<T>
    where T : struct
{
    /// <summary>Branches, for example layouts.</summary>
    int Branches { get; }

    /// <summary>Figures of a point.</summary>
    int Objectives { get; }

    /// <summary>
    /// Looks at the points of a branch. Those that <paramref name="known"/> shows to be beaten, however good they may
    /// turn out, are cut and counted; the others are timed and kept in <paramref name="found"/>. Called by many threads.
    /// </summary>
    void Explore(int branch, SearchFinds<T> known, SearchFinds<T> found);
}
