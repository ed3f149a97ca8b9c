using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>One operator of a step, all its layers together.</summary>
/// <param name="Name">Name of the operator.</param>
/// <param name="Part">Part of the model; null for the host.</param>
/// <param name="Runs">How often a step runs it.</param>
/// <param name="Time">Time of all runs.</param>
/// <param name="Low">Lower end of the 80 % interval; the time itself where nothing is known.</param>
/// <param name="High">Upper end.</param>
/// <param name="Floor">
/// Proved floor of all runs: least arithmetic at full peak or least bytes at full bandwidth; zero where none is proved
/// (links, launches, host).
/// </param>
/// <param name="Bound">What holds it up.</param>
public sealed record StepPart(
    string Name, ModelPart? Part, double Runs, Seconds Time, Seconds Low, Seconds High, Seconds Floor, StepBound Bound)
{
    /// <summary>Floor over time, in [0, 1]: how near it is to what no implementation beats; null without a floor.</summary>
    public double? FloorShare => Floor > Seconds.Zero ? Floor / Time : null;
}
