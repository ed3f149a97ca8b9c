using Chalkline.Formats;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Codesign.Energy;

/// <summary>What one token does and moves, on all devices together.</summary>
public sealed record TokenTraffic
{
    /// <summary>FLOP of products with weights.</summary>
    public Flop WeightFlop { get; init; }

    /// <summary>Their arithmetic.</summary>
    public Arithmetic WeightArithmetic { get; init; } = Arithmetic.Bf16;

    /// <summary>FLOP of attention with the cache; in 16 bits.</summary>
    public Flop AttentionFlop { get; init; }

    /// <summary>Weight bytes read, a token's share.</summary>
    public Bytes Weights { get; init; }

    /// <summary>Whether weights lie in SRAM beside the units, while caches come from the device's memory.</summary>
    public bool WeightsOnDie { get; init; }

    /// <summary>Cache bytes read and written.</summary>
    public Bytes Cache { get; init; }

    /// <summary>Activation bytes read and written.</summary>
    public Bytes Activations { get; init; }

    /// <summary>Bytes read from or written to host memory.</summary>
    public Bytes Host { get; init; }

    /// <summary>Bytes sent on scale-up links.</summary>
    public Bytes ScaleUp { get; init; }

    /// <summary>Bytes sent on scale-out links.</summary>
    public Bytes ScaleOut { get; init; }

    /// <summary>Devices times time: what a token occupies.</summary>
    public Seconds DeviceTime { get; init; }

    /// <summary>All FLOP.</summary>
    public Flop Flop => WeightFlop + AttentionFlop;

    /// <summary>Bytes of the devices' memory.</summary>
    public Bytes Memory => Weights + Cache + Activations;

    /// <summary>The traffic of a pass, shared among its tokens.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="load">What a group of it does.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    /// <param name="tokens">Tokens that the whole pass makes or reads.</param>
    /// <param name="time">Time of the pass, all stages.</param>
    public static TokenTraffic Of(PassModel pass, in PassLoad load, Fidelity fidelity, double tokens, Seconds time)
    {
        OperatorCost products = default;
        OperatorCost attention = default;
        foreach (ref readonly Operator op in pass.Operators)
        {
            OperatorCost cost = pass.Time(op, load, fidelity).Cost;
            if (op.Kind is OperatorKind.Attention or OperatorKind.LatentAttention or OperatorKind.Recurrence)
            {
                attention += cost;
            }
            else
            {
                products += cost;
            }
        }

        // Costs are one device's; every device of a replica does as much.
        double devices = pass.Layout.DevicesPerReplica;
        double share = devices / tokens;
        return new()
        {
            WeightFlop = share * products.Flop,
            WeightArithmetic = Run(pass),
            AttentionFlop = share * attention.Flop,
            Weights = share * (products.Weights + attention.Weights),
            Cache = share * (products.Cache + attention.Cache),
            Activations = share * (products.Activations + attention.Activations),
            ScaleUp = share * (products.ScaleUp + attention.ScaleUp),
            ScaleOut = share * (products.ScaleOut + attention.ScaleOut),
            DeviceTime = share * time,
        };
    }

    /// <summary>The arithmetic most weights run in; the next wider one the device has.</summary>
    private static Arithmetic Run(PassModel pass)
    {
        Arithmetic wanted = Wider(pass.Precision.Experts.Arithmetic, pass.Precision.Activations.Arithmetic);
        return pass.System.Accelerator.Peaks.ContainsKey(wanted) ? wanted
            : wanted is Arithmetic.Fp4 or Arithmetic.Int8 && pass.System.Accelerator.Peaks.ContainsKey(Arithmetic.Fp8) ? Arithmetic.Fp8
            : Arithmetic.Bf16;
    }

    private static Arithmetic Wider(Arithmetic left, Arithmetic right) => Rank(left) >= Rank(right) ? left : right;

    private static int Rank(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Fp4 => 0,
        Arithmetic.Int8 or Arithmetic.Fp8 => 1,
        Arithmetic.Bf16 => 2,
        Arithmetic.Tf32 => 3,
        _ => 4,
    };
}
