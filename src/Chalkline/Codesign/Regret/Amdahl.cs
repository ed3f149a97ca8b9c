namespace Chalkline.Codesign.Regret;

/// <summary>What a unit that makes part of the work faster is worth to the whole (Amdahl 1967).</summary>
public static class Amdahl
{
    /// <summary>Speed of the whole, 1 or more: 1/(1 - s + s/k).</summary>
    /// <param name="share">s, share of the time that the unit takes over, 0 to 1.</param>
    /// <param name="times">k, how much faster it is at that; at least 1.</param>
    public static double Speed(double share, double times) => 1 / (1 - share + (share / times));

    /// <summary>Share from which the unit earns the cost of designing it; above 1 where no share does.</summary>
    /// <param name="times">k, above 1.</param>
    /// <param name="engineering">Cost of designing over that of the machines it is spread over; at least 0.</param>
    public static double PaysFrom(double times, double engineering) => engineering / (1 + engineering) / (1 - (1 / times));
}
