namespace Chalkline.Codesign.Sensitivities;

/// <summary>Where a condition begins to hold as a figure is multiplied.</summary>
/// <param name="Factor">Times what the figure is; 1 where the condition holds already, null where no factor tried is enough.</param>
/// <param name="HeldBefore">Whether it holds as things are.</param>
public sealed record Threshold(double? Factor, bool HeldBefore)
{
    /// <summary>Why nothing further could be tried; empty where the furthest factor was.</summary>
    public string Stopped { get; init; } = "";

    /// <summary>Furthest factor tried, up and down.</summary>
    public const double Furthest = 1024;

    private const double Fine = 1e-4;

    /// <summary>
    /// Looks upwards for the smallest factor at which a condition holds, or downwards for the largest where that is asked.
    /// </summary>
    /// <param name="holds">Whether the condition holds at a factor; a <see cref="ChalkException"/> says that there is no such
    /// thing, and ends the search.</param>
    /// <param name="down">Whether a smaller figure is what brings it about.</param>
    public static Threshold Find(Func<double, bool> holds, bool down = false)
    {
        if (holds(1))
        {
            return new(1, HeldBefore: true);
        }

        double step = down ? 0.5 : 2;
        double near = 1;
        double far = step;
        try
        {
            while (!holds(far))
            {
                near = far;
                far *= step;
                if (far > Furthest || far < 1 / Furthest)
                {
                    return new(null, HeldBefore: false);
                }
            }
        }
        catch (ChalkException impossible)
        {
            return new(null, HeldBefore: false) { Stopped = impossible.Message };
        }

        while (Math.Abs(Math.Log(far / near)) > Fine)
        {
            double middle = Math.Sqrt(near * far);
            (near, far) = holds(middle) ? (near, middle) : (middle, far);
        }

        return new(far, HeldBefore: false);
    }
}
