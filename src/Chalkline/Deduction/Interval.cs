namespace Chalkline.Deduction;

/// <summary>The two ends of an interval, with the same share of the posterior outside on either side.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Upper over lower end.</summary>
    public double Width => High / Low;

    /// <summary>Whether a value lies inside.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
