using Chalkline.Quantities;
using Chalkline.Serving.Split;

namespace Chalkline.Tests.Serving.Split;

/// <summary>
/// The slow, plain twin of <see cref="PingPong"/>: every micro-batch of every layer takes its turn at the attention
/// side, the link out, the feed-forward side and the link back, first come, first served.
/// </summary>
internal static class PingPongTwin
{
    /// <summary>When the first and the last micro-batch are through all layers.</summary>
    public static (Seconds First, Seconds Last) Run(IEnumerable<PingPong> layers, int microBatches)
    {
        Seconds[] ready = new Seconds[microBatches];
        Seconds[] free = new Seconds[4];
        foreach (PingPong layer in layers)
        {
            Seconds[] stations = [layer.Attention, layer.Out, layer.FeedForward, layer.Back];
            for (int batch = 0; batch < microBatches; batch++)
            {
                Seconds now = ready[batch];
                for (int station = 0; station < stations.Length; station++)
                {
                    now = Quantity.Max(now, free[station]) + stations[station];
                    free[station] = now;
                }

                ready[batch] = now;
            }
        }

        return (ready[0], ready[^1]);
    }

    public static (Seconds First, Seconds Last) Run(in PingPong pipeline)
        => Run(Enumerable.Repeat(pipeline, (int)pipeline.Layers), pipeline.MicroBatches);
}
