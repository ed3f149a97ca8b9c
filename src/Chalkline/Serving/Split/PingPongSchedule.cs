using Chalkline.Quantities;

namespace Chalkline.Serving.Split;

/// <summary>
/// The ping-pong pipeline over layers of several kinds, in their order, and the vocabulary between tokens:
/// micro-batches take turns at the attention side, the link out, the feed-forward side and the link back, first come, first served.
/// For layers that are all alike it is the closed form of <see cref="PingPong"/>.
/// </summary>
internal static class PingPongSchedule
{
    /// <summary>Tokens run through before one is timed: enough for the pipeline to have filled.</summary>
    private const int WarmUp = 2;

    /// <summary>Time of a token in steady state, the next one starting when the one before it is through.</summary>
    /// <param name="kinds">Each kind of layer.</param>
    /// <param name="order">The kind of every layer, in order.</param>
    /// <param name="vocabulary">Time of embedding and LM head of a micro-batch, on the attention side.</param>
    /// <param name="microBatches">Micro-batches in flight, at least 1.</param>
    public static Seconds Token(
        ReadOnlySpan<PingPong> kinds, ReadOnlySpan<int> order, Seconds vocabulary, int microBatches)
    {
        Span<Seconds> ready = stackalloc Seconds[microBatches];
        ready.Clear();
        Seconds attention = Seconds.Zero;
        Seconds outward = Seconds.Zero;
        Seconds feedForward = Seconds.Zero;
        Seconds back = Seconds.Zero;
        Seconds before = Seconds.Zero;
        for (int token = 0; token <= WarmUp; token++)
        {
            before = ready[0];

            // The LM head of a token, and the embedding of the next, run right before its first layer.
            Seconds first = vocabulary;
            foreach (int kind in order)
            {
                ref readonly PingPong layer = ref kinds[kind];
                for (int batch = 0; batch < microBatches; batch++)
                {
                    attention = Quantity.Max(ready[batch], attention) + first + layer.Attention;
                    outward = Quantity.Max(attention, outward) + layer.Out;
                    feedForward = Quantity.Max(outward, feedForward) + layer.FeedForward;
                    back = Quantity.Max(feedForward, back) + layer.Back;
                    ready[batch] = back;
                }

                first = Seconds.Zero;
            }
        }

        return ready[0] - before;
    }
}
