using Chalkline.Quantities;

namespace Chalkline.Pipelines;

/// <summary>Times of the passes of one micro-batch through one part of the model (T_F, T_B, T_W).</summary>
/// <param name="Forward">Forward.</param>
/// <param name="InputGradient">Gradient of the input; zero in serving.</param>
/// <param name="WeightGradient">Gradient of the weights; zero in serving.</param>
public readonly record struct StagePasses(Seconds Forward, Seconds InputGradient, Seconds WeightGradient)
{
    /// <summary>Both gradients.</summary>
    public Seconds Backward => InputGradient + WeightGradient;

    /// <summary>All three passes.</summary>
    public Seconds All => Forward + InputGradient + WeightGradient;

    /// <summary>The passes of two parts one after another.</summary>
    public static StagePasses operator +(StagePasses left, StagePasses right) => left.Add(right);

    /// <summary>A share of the passes.</summary>
    public static StagePasses operator *(double share, StagePasses passes) => passes.Multiply(share);

    /// <summary>The passes of two parts one after another.</summary>
    public StagePasses Add(StagePasses other) => new(
        Forward + other.Forward, InputGradient + other.InputGradient, WeightGradient + other.WeightGradient);

    /// <summary>A share of the passes.</summary>
    public StagePasses Multiply(double share) => new(share * Forward, share * InputGradient, share * WeightGradient);
}
