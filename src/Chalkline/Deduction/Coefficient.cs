namespace Chalkline.Deduction;

/// <summary>A coefficient before any price is seen.</summary>
/// <param name="Mean">Where it is expected.</param>
/// <param name="Spread">How far it may be off; in units of the observation, a logarithm.</param>
internal readonly record struct Coefficient(double Mean, double Spread);
