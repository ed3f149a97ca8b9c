namespace Chalkline.Search;

/// <summary>
/// Branch and bound over a space: exact fronts of any number of objectives, on as many cores as there are.
/// </summary>
/// <remarks>
/// Branches go in rounds of fixed sizes. All of a round are held against the fronts of the rounds before, so that what
/// is cut, and hence every count, is the same whatever the number of threads.
/// </remarks>
internal static class SearchEngine
{
    private const int FirstRound = 8;

    /// <summary>Branches of a round at most: large enough to keep many cores busy.</summary>
    private const int LargestRound = 1024;

    /// <summary>Searches.</summary>
    /// <param name="space">What to look through.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <param name="before">What a search of another space has found, which this one adds to; null to begin.</param>
    public static SearchFinds<T> Run<T>(
        ISearchSpace<T> space, int? threads, CancellationToken cancel, SearchFinds<T>? before = null)
        where T : struct
    {
        SearchFinds<T> known = before ?? new(space.Objectives);
        ParallelOptions options = new() { CancellationToken = cancel, MaxDegreeOfParallelism = threads ?? -1 };
        int size = FirstRound;
        for (int start = 0; start < space.Branches; start += size, size = Math.Min(2 * size, LargestRound))
        {
            List<SearchFinds<T>> round = [];
            Parallel.For(
                start,
                Math.Min(start + size, space.Branches),
                options,
                () => new SearchFinds<T>(space.Objectives),
                (branch, _, found) =>
                {
                    space.Explore(branch, known, found);
                    return found;
                },
                found =>
                {
                    lock (round)
                    {
                        round.Add(found);
                    }
                });
            round.ForEach(known.Add);
        }

        return known;
    }
}
