namespace Chalkline.Search;

/// <summary>The points that no other point beats in two objectives at once.</summary>
public static class ParetoFront
{
    /// <summary>
    /// The front of two objectives that are both better when larger, by falling first objective. Of equal points the one
    /// that comes first stays, so the front does not depend on anything but the order given.
    /// </summary>
    public static IReadOnlyList<T> Of<T>(IEnumerable<T> points, Func<T, double> first, Func<T, double> second)
    {
        List<T> front = [];
        double best = double.NegativeInfinity;
        foreach (T point in points.OrderByDescending(first).ThenByDescending(second))
        {
            if (second(point) > best)
            {
                best = second(point);
                front.Add(point);
            }
        }

        return front;
    }
}
