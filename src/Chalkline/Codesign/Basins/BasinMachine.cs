using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Basins;

/// <summary>A group of devices as the basin sees it: four resources.</summary>
/// <remarks>
/// Chalk-level: every resource works at its peak, so utilisations are upper bounds; a step reads all weights (a mixture
/// of experts at a large batch) and the cache of every sequence, and attention's own FLOP are left out.
/// </remarks>
/// <param name="Accelerator">The device.</param>
/// <param name="Devices">Devices of the group; from 1.</param>
/// <param name="Format">Format of the weights: it picks the peak.</param>
/// <param name="Limit">Longest time per output token.</param>
public sealed record BasinMachine(Accelerator Accelerator, int Devices, NumberFormat Format, Seconds Limit)
{
    private static readonly Symbol DevicesSymbol = new("devices", "n", "n", "devices of the group");
    private static readonly Symbol PeakSymbol = new("peak", "F", "F", "dense peak of a device, FLOP/s");
    private static readonly Symbol BandwidthSymbol = new("bandwidth", "BW", @"\text{BW}", "memory bandwidth of a device, B/s");
    private static readonly Symbol CapacitySymbol = new("capacity", "C", "C", "memory of a device, B");
    private static readonly Symbol LinkSymbol = new("link", "BW_link", @"\text{BW}_{\text{link}}", "scale-up bandwidth of a device, one direction, B/s");
    private static readonly Symbol LimitSymbol = new("limit", "T", "T", "longest time per token, s");
    private static readonly Symbol ActiveSymbol = new("perToken", "2 N", "2 N", "FLOP of a token");
    private static readonly Symbol WeightsSymbol = new("weights", "W", "W", "bytes of all weights");
    private static readonly Symbol CacheSymbol = new("cache", "M_kv", "M_{kv}", "cache bytes of a sequence");
    private static readonly Symbol ExchangeSymbol = new("exchange", "x", "x", "bytes of a token over a device's link");
    private static readonly Symbol RoomSymbol = new("room", "B_room", @"B_{\text{room}}", "sequences that fit in memory");
    private static readonly Symbol ReadSymbol = new("read", "B_read", @"B_{\text{read}}", "sequences whose cache is read in time");
    private static readonly Symbol DoneSymbol = new("done", "B_done", @"B_{\text{done}}", "sequences that are multiplied in time");
    private static readonly Symbol SentSymbol = new("sent", "B_sent", @"B_{\text{sent}}", "sequences whose sums are exchanged in time");
    private static readonly Symbol BatchSymbol = new("batch", "B", "B", "sequences at once");
    private static readonly Symbol ComputeTimeSymbol = new("computeTime", "t_c", "t_c", "time of multiplying, s");
    private static readonly Symbol MemoryTimeSymbol = new("memoryTime", "t_m", "t_m", "time of reading, s");
    private static readonly Symbol NetworkTimeSymbol = new("networkTime", "t_n", "t_n", "time of exchanging, s");
    private static readonly Symbol StepTimeSymbol = new("stepTime", "t", "t", "time of a step, the slowest resource, s");
    private static readonly Symbol UsedSymbol = new("used", "u", "u", "share of the peak rate used", "codesign recording, 8:06");

    /// <summary>Why the group cannot be judged, in a few words; null when it can.</summary>
    public string? Lacks
        => Devices > 1 && Accelerator.ScaleUp is null ? "link unknown"
            : !Accelerator.Peaks.Keys.Any(arithmetic => Wide(arithmetic) >= Wide(Format.Arithmetic)) ? $"no peak for {Format.Arithmetic} or wider"
            : null;

    /// <summary>The best point on a shape.</summary>
    public BasinPoint At(WorkShape shape)
    {
        Quiet quiet = default;
        return At(shape, ref quiet);
    }

    /// <summary>The best point on a shape, with the work shown: the largest batch that fits memory and time.</summary>
    /// <exception cref="ChalkException">The device states no peak wide enough.</exception>
    public BasinPoint At<TWork>(WorkShape shape, ref TWork work)
        where TWork : struct, IWork
    {
        double devices = work.Given(DevicesSymbol, (double)Devices, name: "devices");
        double peak = work.Given(PeakSymbol, Accelerator.Peak(Format.Arithmetic).Value, name: "peak");
        double bandwidth = work.Given(
            BandwidthSymbol, Accelerator.Memory.Bandwidth.Value.Value, Accelerator.Memory.Bandwidth.Source, "bandwidth");
        double capacity = work.Given(
            CapacitySymbol, Accelerator.Memory.Usable.Value, Accelerator.Memory.Capacity.Source, "capacity");
        double limit = work.Given(LimitSymbol, Limit.Value, name: "limit");
        double perToken = work.Given(ActiveSymbol, 2 * shape.Active.Value, name: "perToken");
        double weights = work.Given(WeightsSymbol, shape.Weights.Value, name: "weights");
        double cache = work.Given(CacheSymbol, shape.Cache.Value, name: "cache");
        double link = Devices == 1 ? double.PositiveInfinity : Accelerator.ScaleUp?.Value.Value ?? double.NaN;
        double exchange = work.Given(
            ExchangeSymbol, Devices == 1 ? 0 : shape.Exchange.Value * (Devices - 1) / Devices, name: "exchange");
        work.Given(LinkSymbol, link, Accelerator.ScaleUp?.Source, "link");

        double room = work.Step(RoomSymbol, ((devices * capacity) - weights) / cache);
        double read = work.Step(ReadSymbol, ((limit * devices * bandwidth) - weights) / cache);
        double done = work.Step(DoneSymbol, limit * devices * peak / perToken);
        double sent = work.Step(SentSymbol, limit * link / exchange);
        double batch = work.Step(BatchSymbol, Math.Floor(Math.Min(Math.Min(room, read), Math.Min(done, sent))));
        if (!(batch >= 1))
        {
            return new(shape, 0, 0, 0, 0, 0, BindingResource.DoesNotRun);
        }

        double computeTime = work.Step(ComputeTimeSymbol, batch * perToken / (devices * peak));
        double memoryTime = work.Step(MemoryTimeSymbol, (weights + (batch * cache)) / (devices * bandwidth));
        double networkTime = work.Step(NetworkTimeSymbol, batch * exchange / link);
        double stepTime = work.Step(StepTimeSymbol, Math.Max(computeTime, Math.Max(memoryTime, networkTime)));
        double used = work.Step(UsedSymbol, computeTime / stepTime);
        BindingResource binding = computeTime >= memoryTime && computeTime >= networkTime ? BindingResource.Compute
            : networkTime > memoryTime ? BindingResource.Network
            : room < Math.Min(read, Math.Min(done, sent)) ? BindingResource.Capacity
            : BindingResource.Bandwidth;
        return new(
            shape, batch, used, memoryTime / stepTime, (weights + (batch * cache)) / (devices * capacity),
            networkTime / stepTime, binding);
    }

    /// <summary>The four resources at one arithmetic intensity, for a device alone (theory/codesign.md, 8:06).</summary>
    /// <param name="intensity">FLOP that a byte read feeds.</param>
    /// <param name="needs">Memory the work needs on the device.</param>
    public (double Compute, double Bandwidth, bool Fits) At(FlopPerByte intensity, Bytes needs)
    {
        double ridge = Accelerator.Ridge(Format.Arithmetic).Value;
        return (Math.Min(1, intensity.Value / ridge), Math.Min(1, ridge / intensity.Value), needs.Value <= Accelerator.Memory.Capacity.Value.Value);
    }

    private static int Wide(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Fp4 => 0,
        Arithmetic.Int8 or Arithmetic.Fp8 => 1,
        Arithmetic.Bf16 => 2,
        _ => 3,
    };
}
