namespace Chalkline.Codesign.Energy;

/// <summary>What one thing costs on a device.</summary>
/// <param name="Cause">What it is spent on.</param>
/// <param name="Joules">Energy of one unit, J; power for static.</param>
/// <param name="Unit">The unit: FLOP, bit or s.</param>
/// <param name="How">How it was found, in words.</param>
/// <param name="Mark">What a reader must know: recalled, inferred, second hand; empty for none.</param>
public sealed record EnergyTerm(EnergyCause Cause, double Joules, string Unit, string How, string Mark);
