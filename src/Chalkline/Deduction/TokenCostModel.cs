using Chalkline.Derivations;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Deduction.TokenCostSymbols;

namespace Chalkline.Deduction;

/// <summary>
/// The lecture's cost of a token in closed form (chapters 1 and 6), with what keeps an operator from the roofline: MFU
/// and bandwidth below peak, a TPOT to hold, memory that ends, and users that do.
/// </summary>
/// <remarks>
/// Prefill computes, and reads the weights once a chunk of 8,192 tokens. Decode runs the largest batch that fits the
/// memory, the target and the demand. A copy of the model takes the fewest devices (a power of two) that hold it in
/// 65 % of their memory and read it in half of the time that the overhead leaves of the target: with less, no batch
/// would meet it.
/// </remarks>
public static class TokenCostModel
{
    private const double HeldByWeights = 0.65;

    private const double ReadOfRoom = 0.5;

    private static readonly FlopPerParameterToken TwoFlop = new(2);

    private static readonly Tokens ChunkLength = new(8192);

    /// <summary>The cost of a token.</summary>
    public static TokenCost Of(Parameters active, Parameters total, BytesPerToken keyValue, in OperatingPoint point)
    {
        Quiet quiet = default;
        return Of(active, total, keyValue, point, ref quiet);
    }

    /// <summary>The cost of a token, with the work shown.</summary>
    /// <param name="active">Active parameters.</param>
    /// <param name="total">Total parameters.</param>
    /// <param name="keyValue">KV bytes of a token in BF16.</param>
    /// <param name="point">On what and how it is served.</param>
    /// <param name="work">Where the work is written.</param>
    public static TokenCost Of<TWork>(
        Parameters active, Parameters total, BytesPerToken keyValue, in OperatingPoint point, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(S.Active, active);
        work.Given(S.Total, total);
        work.Given(S.KeyValue, keyValue);
        FlopPerSecond peak = work.Given(S.Peak, point.Peak, name: "peak");
        BytesPerSecond bandwidth = work.Given(S.Bandwidth, point.Bandwidth, name: "bandwidth");
        Bytes capacity = work.Given(S.Capacity, point.Capacity, name: "capacity");
        BytesPerParameter width = work.Given(S.Width, point.WeightWidth, name: "width");
        double cacheWidth = work.Given(S.CacheWidth, point.CacheWidth, name: "cacheWidth");
        double denseUtilisation = work.Given(S.DenseUtilisation, point.PrefillUtilisation, name: "denseUtilisation");
        double exponent = work.Given(S.Exponent, point.SparsityExponent, name: "exponent");
        double reading = work.Given(S.Reading, point.BandwidthUtilisation, name: "reading");
        Tokens context = work.Given(S.Context, point.Context, name: "context");
        Seconds target = work.Given(S.Target, point.StepTarget, name: "target");
        Seconds overhead = work.Given(S.Overhead, point.Overhead, name: "overhead");
        double demand = work.Given(S.Demand, point.Demand, name: "demand");
        FlopPerParameterToken flopPerWeight = work.Given(S.FlopPerWeight, TwoFlop, name: "flopPerWeight");
        Tokens chunk = work.Given(S.Chunk, ChunkLength, name: "chunk");
        double utilisation = work.Step(
            S.Utilisation, Math.Min(0.8, denseUtilisation * Math.Pow(total / active, -exponent)));
        Bytes weights = work.Step(S.Weights, total * width);
        Seconds room = work.Step(S.Room, Max(target - overhead, 0.2 * target));
        double devices = work.Given(S.Devices, Copies(weights, room, point), name: "devices");
        UsdPerHour price = work.Given(S.Price, point.Price * new Devices(devices), name: "price");

        Seconds weightTime = work.Step(S.WeightTime, weights / (devices * reading * bandwidth));
        Seconds chunkTime = work.Step(
            S.ChunkTime, chunk * (flopPerWeight * active) / (devices * utilisation * peak) + weightTime);
        UsdPerToken input = work.Step(S.Input, price * chunkTime / chunk);

        Tokens one = work.Given(S.One, new Tokens(1), name: "one");
        Bytes cache = work.Step(S.Cache, context * keyValue * cacheWidth);
        Seconds computeTime = work.Step(S.ComputeTime, one * (flopPerWeight * active) / (devices * utilisation * peak));
        Seconds cacheTime = work.Step(S.CacheTime, cache / (devices * reading * bandwidth));
        double memoryLimit = work.Step(S.MemoryLimit, (0.9 * devices * capacity - weights) / cache);
        double computeLimit = work.Step(S.ComputeLimit, room / computeTime);
        double readingLimit = work.Step(S.ReadingLimit, (room - weightTime) / cacheTime);
        double batch = work.Step(
            S.Batch, Math.Max(1, Math.Min(demand, Math.Min(memoryLimit, Math.Min(computeLimit, readingLimit)))));
        Seconds step = work.Step(S.Step, overhead + Max(batch * computeTime, weightTime + batch * cacheTime));
        UsdPerToken output = work.Step(S.Output, price * step / (batch * one));
        return new(
            input, output, batch, new(devices), step, utilisation,
            DecodeUtilisation: batch * (computeTime / step) * utilisation);
    }

    /// <summary>The fewest devices, a power of two, that hold the weights and read them soon enough.</summary>
    private static double Copies(Bytes weights, Seconds room, in OperatingPoint point)
    {
        double held = weights.Value / (HeldByWeights * point.Capacity.Value);
        double read = weights.Value
            / (ReadOfRoom * room.Value * point.Bandwidth.Value * point.BandwidthUtilisation);
        double least = Math.Max(held, read);
        double devices = 1;
        while (devices < least)
        {
            devices *= 2;
        }

        return devices;
    }
}
