using System.Collections.Immutable;

namespace Chalkline.Charts.Layout;

/// <summary>Stacks labels that share a strip in rows, so that none covers another.</summary>
public static class LabelRows
{
    /// <summary>Row of each label, 0 next to the plot.</summary>
    /// <param name="labels">Middle and width of each label, pixels.</param>
    public static ImmutableArray<int> Of(IReadOnlyList<(double Middle, double Width)> labels)
    {
        int[] rows = new int[labels.Count];
        List<double> ends = [];
        foreach (int place in Enumerable.Range(0, labels.Count).OrderBy(place =>
            labels[place].Middle - (labels[place].Width / 2)))
        {
            double start = labels[place].Middle - (labels[place].Width / 2);
            int row = ends.FindIndex(end => end <= start);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }

            ends[row] = start + labels[place].Width;
            rows[place] = row;
        }

        return [.. rows];
    }
}
