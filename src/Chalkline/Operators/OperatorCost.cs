using Chalkline.Quantities;

namespace Chalkline.Operators;

/// <summary>What an operator, or a sum of operators, costs on one device in one pass.</summary>
public readonly record struct OperatorCost
{
    /// <summary>Arithmetic.</summary>
    public Flop Flop { get; init; }

    /// <summary>Weight bytes read.</summary>
    public Bytes Weights { get; init; }

    /// <summary>Bytes of KV cache, index keys and recurrent state read and written.</summary>
    public Bytes Cache { get; init; }

    /// <summary>Activation bytes read and written between kernels.</summary>
    public Bytes Activations { get; init; }

    /// <summary>All bytes of local memory.</summary>
    public Bytes Memory => Weights + Cache + Activations;

    /// <summary>Arithmetic that any implementation must do: part of the floor.</summary>
    public Flop LeastFlop { get; init; }

    /// <summary>Bytes that any implementation under any routing must read: part of the floor.</summary>
    public Bytes LeastMemory { get; init; }

    /// <summary>Bytes sent on scale-up links.</summary>
    public Bytes ScaleUp { get; init; }

    /// <summary>Bytes sent on scale-out links.</summary>
    public Bytes ScaleOut { get; init; }

    /// <summary>Time of the arithmetic at full peak.</summary>
    public Seconds Compute { get; init; }

    /// <summary>Time of the least arithmetic at full peak.</summary>
    public Seconds LeastCompute { get; init; }

    /// <summary>Estimated time.</summary>
    public Seconds Time { get; init; }

    /// <summary>Both one after the other.</summary>
    public static OperatorCost operator +(in OperatorCost left, in OperatorCost right) => new()
    {
        Flop = left.Flop + right.Flop,
        Weights = left.Weights + right.Weights,
        Cache = left.Cache + right.Cache,
        Activations = left.Activations + right.Activations,
        LeastFlop = left.LeastFlop + right.LeastFlop,
        LeastMemory = left.LeastMemory + right.LeastMemory,
        ScaleUp = left.ScaleUp + right.ScaleUp,
        ScaleOut = left.ScaleOut + right.ScaleOut,
        Compute = left.Compute + right.Compute,
        LeastCompute = left.LeastCompute + right.LeastCompute,
        Time = left.Time + right.Time,
    };
}
