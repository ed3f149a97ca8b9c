using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Energy;

/// <summary>
/// Energy of a decoded token in closed form (codesign notes, section 2.2):
/// E = (W/B + M_kv) e_mem + 2 N e_flop + X e_net + P_static TPOT/B.
/// </summary>
public sealed record DecodeEnergy
{
    private static readonly Symbol WeightsSymbol = new("weights", "W", "W", "bytes of weights that a step reads");
    private static readonly Symbol BatchSymbol = new("batch", "B", "B", "sequences of the step");
    private static readonly Symbol CacheSymbol = new("cache", "M_kv", "M_{kv}", "cache bytes of a sequence");
    private static readonly Symbol MemoryCostSymbol = new("perByte", "e_mem", @"e_{\text{mem}}", "energy of a byte from memory: 8 bits");
    private static readonly Symbol WorkSymbol = new("work", "2 N", "2 N", "FLOP of a token");
    private static readonly Symbol FlopCostSymbol = new("perFlop", "e_flop", @"e_{\text{flop}}", "energy of a FLOP");
    private static readonly Symbol SentSymbol = new("sent", "X", "X", "bytes a token sends");
    private static readonly Symbol LinkCostSymbol = new("perSent", "e_net", @"e_{\text{net}}", "energy of a byte sent");
    private static readonly Symbol StaticSymbol = new("idle", "P_static", @"P_{\text{static}}", "power that flows whatever is done");
    private static readonly Symbol StepSymbol = new("step", "TPOT", @"\text{TPOT}", "time of the step");
    private static readonly Symbol ReadSymbol = new("read", "E_weights", @"E_{\text{weights}}", "energy of a token's share of the weights");
    private static readonly Symbol HeldSymbol = new("held", "E_kv", @"E_{kv}", "energy of its cache");
    private static readonly Symbol MultiplySymbol = new("multiply", "E_mac", @"E_{\text{mac}}", "energy of its arithmetic");
    private static readonly Symbol SendSymbol = new("send", "E_net", @"E_{\text{net}}", "energy of what it sends");
    private static readonly Symbol WaitSymbol = new("wait", "E_static", @"E_{\text{static}}", "its share of static power");
    private static readonly Symbol TotalSymbol = new("total", "E", "E", "energy of a token", "codesign notes, 2.2");

    /// <summary>W, bytes of weights that a step reads.</summary>
    public required Bytes Weights { get; init; }

    /// <summary>M_kv, cache bytes of a sequence.</summary>
    public required Bytes Cache { get; init; }

    /// <summary>2 N, FLOP of a token.</summary>
    public required Flop Work { get; init; }

    /// <summary>e_mem, energy of a bit from memory.</summary>
    public required JoulesPerBit Memory { get; init; }

    /// <summary>e_flop, energy of a FLOP.</summary>
    public required JoulesPerFlop Arithmetic { get; init; }

    /// <summary>X, bytes that a token sends. Default: none.</summary>
    public Bytes Sent { get; init; }

    /// <summary>e_net, energy of a bit sent.</summary>
    public JoulesPerBit Link { get; init; }

    /// <summary>Power that flows whatever is done. Default: none.</summary>
    public Watts Static { get; init; }

    /// <summary>Time of a step.</summary>
    public Seconds Step { get; init; }

    /// <summary>Energy of a token of a batch.</summary>
    public Joules At(double batch)
    {
        Quiet quiet = default;
        return At(batch, ref quiet);
    }

    /// <summary>Energy of a token of a batch, with the work shown.</summary>
    /// <param name="batch">Sequences of the step, at least 1.</param>
    /// <param name="work">Where the work is shown.</param>
    public Joules At<TWork>(double batch, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(BatchSymbol, batch);
        Bytes weights = work.Given(WeightsSymbol, Weights, name: "weights");
        Bytes cache = work.Given(CacheSymbol, Cache, name: "cache");
        JoulesPerByte perByte = work.Given(MemoryCostSymbol, new JoulesPerByte(8 * Memory.Value), name: "perByte");
        Flop flop = work.Given(WorkSymbol with { Name = "flop" }, Work, name: "flop");
        JoulesPerFlop perFlop = work.Given(FlopCostSymbol, Arithmetic, name: "perFlop");
        Bytes sent = work.Given(SentSymbol, Sent, name: "sent");
        JoulesPerByte perSent = work.Given(LinkCostSymbol, new JoulesPerByte(8 * Link.Value), name: "perSent");
        Watts idle = work.Given(StaticSymbol, Static, name: "idle");
        Seconds step = work.Given(StepSymbol, Step, name: "step");
        Joules read = work.Step(ReadSymbol, weights / batch * perByte);
        Joules held = work.Step(HeldSymbol, cache * perByte);
        Joules multiply = work.Step(MultiplySymbol, flop * perFlop);
        Joules send = work.Step(SendSymbol, sent * perSent);
        Joules wait = work.Step(WaitSymbol, idle * step / batch);
        return work.Step(TotalSymbol, read + held + multiply + send + wait);
    }
}
