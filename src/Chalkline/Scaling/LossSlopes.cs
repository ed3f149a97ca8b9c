namespace Chalkline.Scaling;

/// <summary>Loss saved for each e-fold of growth.</summary>
/// <param name="Parameters">epsilon_N = -dL/d ln N, nats a token.</param>
/// <param name="Tokens">epsilon_D = -dL/d ln D, nats a token.</param>
public readonly record struct LossSlopes(double Parameters, double Tokens)
{
    /// <summary>epsilon_N / epsilon_D: 1 where training compute alone is spent best.</summary>
    public double Ratio => Parameters / Tokens;
}
