using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving.Split;

/// <summary>Times one way to split: prepared pools and the link between them.</summary>
internal sealed class SplitModel
{
    private readonly SplitRequest request;
    private readonly SidePass attention;
    private readonly SidePass feedForward;
    private readonly int workers;
    private readonly ActivationLink[] links;
    private readonly double room;

    public SplitModel(SplitRequest request, SidePass attention, int workers, SidePass feedForward)
    {
        this.request = request;
        this.attention = attention;
        this.feedForward = feedForward;
        this.workers = workers;
        links = new ActivationLink[attention.Groups.Length];
        for (int group = 0; group < links.Length; group++)
        {
            // A layer without a feed-forward part sends nothing.
            FeedForward kind = attention.Groups[group].Layer.FeedForward;
            links[group] = request.FreeLink || kind is NoFeedForward ? ActivationLink.None : ActivationLink.Between(
                request.AttentionOn,
                workers * attention.Layout.Devices,
                request.FeedForwardOn,
                feedForward.Layout,
                kind,
                request.Efficiency,
                request.OneDomain);
        }

        Tokens chunk = new(Footprint.ChunkTokens);
        Bytes left = (Footprint.UsableShare * request.AttentionOn.Accelerator.Memory.Capacity.Value)
            - attention.Weights(SplitSide.Attention) - attention.Workspace(SplitSide.Attention, chunk);
        Bytes beside = (Footprint.UsableShare * request.FeedForwardOn.Accelerator.Memory.Capacity.Value)
            - feedForward.Weights(SplitSide.FeedForward) - feedForward.Workspace(SplitSide.FeedForward, chunk);
        Bytes each = attention.KeyValue(request.Workload.FinalContext);
        room = left < Bytes.Zero || beside < Bytes.Zero ? 0 : each > Bytes.Zero ? left / each : double.PositiveInfinity;
    }

    /// <summary>The largest batch within memory and TPOT for each number of micro-batches, the best of them.</summary>
    public SplitPoint? Best() => WholeBatch.Best(
        [1, 2, 3, 4], room, request.Workload.TimePerOutputToken, Time, point => point.TimePerOutputToken, point => point.Throughput);

    /// <summary>Sequences that a worker holds to the end of their answers, all micro-batches; 0 when a side does not fit.</summary>
    public double Room => room;

    /// <summary>Time of all activations of a micro-batch on their way there and back, through all layers.</summary>
    public Seconds Way(int size)
    {
        Tokens all = new((double)size * workers);
        Seconds time = Seconds.Zero;
        for (int group = 0; group < links.Length; group++)
        {
            time += attention.Groups[group].Count * (links[group].Time(all, request.OutWidth) + links[group].Time(all, request.BackWidth));
        }

        return time;
    }

    /// <summary>Times a micro-batch of <paramref name="size"/> sequences a worker; allocates nothing.</summary>
    public SplitTime Measure(int size, int microBatches)
    {
        Tokens all = new((double)size * workers);
        PassLoad here = new(Pass.Decode(size, request.Workload.MeanContext), Pass.None, new(size));
        Tokens replica = all / feedForward.Layout.Replicas;
        PassLoad there = new(
            Pass.Decode(replica.Value / feedForward.Layout.AttentionParallel, request.Workload.MeanContext),
            Pass.None,
            replica);
        Seconds vocabulary = attention.Vocabulary(here, request.Fidelity);
        Seconds attending = microBatches * vocabulary;
        Seconds feeding = Seconds.Zero;
        Span<PingPong> kinds = stackalloc PingPong[links.Length];
        int main = 0;
        for (int group = 0; group < links.Length; group++)
        {
            PingPong layer = new(
                attention.Time(group, SplitSide.Attention, here, request.Fidelity),
                feedForward.Time(group, SplitSide.FeedForward, there, request.Fidelity),
                links[group].Time(all, request.OutWidth),
                links[group].Time(all, request.BackWidth),
                microBatches,
                attention.Groups[group].Count);
            kinds[group] = layer;
            attending += microBatches * layer.Layers * layer.Attention;
            feeding += microBatches * layer.Layers * layer.FeedForward;
            main = layer.Layers > kinds[main].Layers ? group : main;
        }

        Seconds time = Quantity.Max(
            Quantity.Max(attending, feeding),
            PingPongSchedule.Token(kinds, attention.Order, vocabulary, microBatches));
        return new(time, attending, feeding, kinds[main], links[main]);
    }

    /// <summary>Times a micro-batch of <paramref name="size"/> sequences a worker.</summary>
    public SplitPoint Time(int size, int microBatches)
    {
        SplitTime measured = Measure(size, microBatches);
        SplitPoint point = new()
        {
            AttentionWorker = attention.Layout,
            AttentionWorkers = workers,
            FeedForward = feedForward.Layout,
            MicroBatches = microBatches,
            SequencesPerMicroBatch = size,
            Layer = measured.Main,
            Link = measured.Link,
            TimePerOutputToken = measured.Time,
            AttentionBusy = measured.Attending / measured.Time,
            FeedForwardBusy = measured.Feeding / measured.Time,
            Room = Math.Floor(room),
        };
        return request is { AttentionPrice: { } dear, FeedForwardPrice: { } other }
            ? point with
            {
                Cost = ((dear * new Devices(point.AttentionDevices)) + (other * new Devices(point.FeedForwardDevices)))
                    / point.Throughput,
            }
            : point;
    }
}

/// <summary>Times of a split.</summary>
/// <param name="Time">Time of an output token.</param>
/// <param name="Attending">Of this, the time in which attention devices work.</param>
/// <param name="Feeding">Of this, the time in which feed-forward devices work.</param>
/// <param name="Main">The pipeline of the kind of layer that most layers are of.</param>
/// <param name="Link">Its link.</param>
internal readonly record struct SplitTime(
    Seconds Time, Seconds Attending, Seconds Feeding, PingPong Main, ActivationLink Link);
