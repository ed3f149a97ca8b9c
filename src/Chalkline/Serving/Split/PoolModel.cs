using Chalkline.Hardware;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving.Split;

/// <summary>
/// Times one pool that runs all layers, with the same operators, link and micro-batches as a split: both sides share
/// the devices, so that a layer's stage is their sum.
/// </summary>
internal sealed class PoolModel
{
    private readonly SplitRequest request;
    private readonly MachineSystem system;
    private readonly SidePass pass;
    private readonly UsdPerDeviceHour? price;
    private readonly ActivationLink[] links;
    private readonly double room;

    public PoolModel(SplitRequest request, MachineSystem system, SidePass pass, UsdPerDeviceHour? price)
    {
        this.request = request;
        this.system = system;
        this.pass = pass;
        this.price = price;
        links = new ActivationLink[pass.Groups.Length];
        for (int group = 0; group < links.Length; group++)
        {
            links[group] = ActivationLink.Within(
                system, pass.Layout, pass.Groups[group].Layer.FeedForward, request.Efficiency);
        }

        Tokens chunk = new(Footprint.ChunkTokens);
        Bytes left = (Footprint.UsableShare * system.Accelerator.Memory.Capacity.Value)
            - pass.Weights(SplitSide.Attention) - pass.Weights(SplitSide.FeedForward)
            - Quantity.Max(pass.Workspace(SplitSide.Attention, chunk), pass.Workspace(SplitSide.FeedForward, chunk));
        Bytes each = pass.KeyValue(request.Workload.FinalContext);
        room = left < Bytes.Zero ? 0 : each > Bytes.Zero ? left / each : double.PositiveInfinity;
    }

    /// <summary>The largest batch within memory and TPOT for one and two micro-batches, the better of them.</summary>
    public PoolPoint? Best() => WholeBatch.Best(
        [1, 2], room, request.Workload.TimePerOutputToken, Time, point => point.TimePerOutputToken, point => point.Throughput);

    /// <summary>Times a micro-batch of <paramref name="size"/> sequences a group.</summary>
    public PoolPoint Time(int size, int microBatches)
    {
        Tokens replica = new((double)size * pass.Layout.AttentionParallel);
        PassLoad load = new(Pass.Decode(size, request.Workload.MeanContext), Pass.None, replica);
        Tokens all = pass.Layout.Replicas * replica;
        PingPong[] kinds = new PingPong[links.Length];
        for (int group = 0; group < links.Length; group++)
        {
            kinds[group] = new(
                pass.Time(group, SplitSide.Attention, load, request.Fidelity)
                    + pass.Time(group, SplitSide.FeedForward, load, request.Fidelity),
                Seconds.Zero,
                links[group].Time(all, request.OutWidth),
                links[group].Time(all, request.BackWidth),
                microBatches,
                pass.Groups[group].Count);
        }

        PoolPoint point = new()
        {
            System = system.Id,
            Layout = pass.Layout,
            MicroBatches = microBatches,
            SequencesPerMicroBatch = size,
            TimePerOutputToken = PingPongSchedule.Token(
                kinds, pass.Order, pass.Vocabulary(load, request.Fidelity), microBatches),
        };
        return price is { } known ? point with { Cost = known * point.Layout.DeviceCount / point.Throughput } : point;
    }
}
