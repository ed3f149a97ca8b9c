using Chalkline.Search;
using Chalkline.Serving.Split;

namespace Chalkline.Tests.Search;

/// <summary>Attention/FFN units, plain and slow: every pair of sides, micro-batches and sequences, each timed by itself.</summary>
internal static class SplitTwin
{
    /// <summary>Devices, sequences and step of every unit at every batch.</summary>
    public static IEnumerable<(int Devices, double Batch, double Step)> Units(PlanRequest request)
    {
        int[] degrees = [1, 2, 3, 4, 6, 8, 9, 12, 16];
        foreach (int attending in degrees)
        {
            foreach (int feeding in degrees)
            {
                int devices = attending + feeding;
                bool reachable = devices <= request.System.DomainSize || request.System.ScaleOut is not null;
                if (devices > request.DevicesPaid || !reachable || attending > 8 * feeding || feeding > 8 * attending)
                {
                    continue;
                }

                SplitRequest split = SplitUnits.Request(request, devices);
                foreach (SidePass there in SplitSearch.FeedForwards(split, feeding))
                {
                    foreach (SidePass here in SplitSearch.Attentions(split).Where(side => attending % side.Layout.Devices == 0))
                    {
                        int workers = attending / here.Layout.Devices;
                        foreach ((double batch, double step) in Points(split, request.BatchesPerDoubling, here, workers, there))
                        {
                            yield return (devices, batch, step);
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<(double Batch, double Step)> Points(
        SplitRequest split, int perDoubling, SidePass here, int workers, SidePass there)
    {
        for (int microBatches = 1; microBatches <= 4; microBatches++)
        {
            double room = SplitSearch.Time(split, here.Layout, workers, there.Layout, microBatches, 1).Room;
            int most = (int)Math.Min(65536, Math.Floor(room / microBatches));
            for (int size = 1; size <= most;)
            {
                SplitPoint point = SplitSearch.Time(split, here.Layout, workers, there.Layout, microBatches, size);
                yield return (point.Sequences, point.TimePerOutputToken.Value);
                int next = Math.Max(size + 1, (int)Math.Round(size * Math.Pow(2, 1.0 / perDoubling)));
                size = size < most ? Math.Min(next, most) : most + 1;
            }
        }
    }
}
