namespace Chalkline.Pipelines;

/// <summary>Cuts a row of layers into contiguous parts.</summary>
public static class LayerCut
{
    /// <summary>As many layers in each part as in the next; where that does not divide, the first take one more.</summary>
    /// <exception cref="ChalkException">There are more parts than layers.</exception>
    public static int[] Even(int layers, int parts)
    {
        Check(layers, parts);
        return [.. Enumerable.Range(0, parts).Select(part => (layers / parts) + (part < layers % parts ? 1 : 0))];
    }

    /// <summary>
    /// Layers of each part so that the longest part is as short as any contiguous cut makes it, by dynamic programming
    /// over the last cut; of equal cuts the one with the earliest last cut.
    /// </summary>
    /// <param name="times">Time of each layer, at least 0.</param>
    /// <param name="parts">Parts, each of which gets a layer.</param>
    /// <param name="first">Time the first part spends before its layers, such as the embedding.</param>
    /// <param name="last">Time the last part spends behind its layers, such as the head.</param>
    /// <exception cref="ChalkException">There are more parts than layers.</exception>
    public static int[] Best(IReadOnlyList<double> times, int parts, double first = 0, double last = 0)
    {
        Check(times.Count, parts);
        int layers = times.Count;
        double[] before = new double[layers + 1];
        for (int layer = 0; layer < layers; layer++)
        {
            before[layer + 1] = before[layer] + times[layer];
        }

        double[] longest = new double[layers + 1];
        int[,] cuts = new int[parts + 1, layers + 1];
        Array.Fill(longest, double.PositiveInfinity);
        longest[0] = 0;
        for (int part = 1; part <= parts; part++)
        {
            double[] longer = new double[layers + 1];
            Array.Fill(longer, double.PositiveInfinity);
            double extra = (part == 1 ? first : 0) + (part == parts ? last : 0);
            for (int end = part; end <= layers; end++)
            {
                for (int cut = part - 1; cut < end; cut++)
                {
                    double most = Math.Max(longest[cut], before[end] - before[cut] + extra);
                    if (most < longer[end])
                    {
                        (longer[end], cuts[part, end]) = (most, cut);
                    }
                }
            }

            longest = longer;
        }

        int[] counts = new int[parts];
        int place = layers;
        for (int part = parts; part >= 1; part--)
        {
            counts[part - 1] = place - cuts[part, place];
            place = cuts[part, place];
        }

        return counts;
    }

    private static void Check(int layers, int parts)
    {
        if (parts < 1 || parts > layers)
        {
            throw new ChalkException(FormattableString.Invariant(
                $"{layers} layers cannot be cut into {parts} parts; take from 1 to {layers}, stages times chunks."));
        }
    }
}
