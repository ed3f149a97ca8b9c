namespace Chalkline.Search;

/// <summary>The points that no other point beats in all objectives at once.</summary>
public static class ParetoFront
{
    /// <summary>
    /// The front of objectives that are all better when larger, by falling first objective, then second and so on. Of
    /// equal points the one that comes first stays, so the front depends on nothing but the order given.
    /// </summary>
    /// <param name="points">The points.</param>
    /// <param name="objectives">At least one.</param>
    public static IReadOnlyList<T> Of<T>(IEnumerable<T> points, params ReadOnlySpan<Func<T, double>> objectives)
    {
        if (objectives.Length == 0)
        {
            throw new ChalkException("A Pareto front needs at least one objective.");
        }

        List<T> all = [.. points];
        ParetoSet<int> front = new(objectives.Length);
        Span<double> key = stackalloc double[objectives.Length];
        for (int place = 0; place < all.Count; place++)
        {
            for (int figure = 0; figure < objectives.Length; figure++)
            {
                key[figure] = objectives[figure](all[place]);
            }

            front.Add(place, key, place);
        }

        return [.. front.Points.Select(place => all[place])];
    }
}
