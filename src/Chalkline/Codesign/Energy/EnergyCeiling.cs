using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Energy;

/// <summary>
/// The most a FLOP can cost at full load: TDP over the dense peak. What is served costs 5 to 20 times as much, since
/// peaks are not reached.
/// </summary>
/// <param name="Accelerator">The device.</param>
/// <param name="Arithmetic">The arithmetic.</param>
/// <param name="Ceiling">TDP over dense peak.</param>
public sealed record EnergyCeiling(Accelerator Accelerator, Arithmetic Arithmetic, JoulesPerFlop Ceiling)
{
    /// <summary>The ceilings of a device; none where its power is unknown.</summary>
    public static IEnumerable<EnergyCeiling> Of(Accelerator accelerator)
        => accelerator.Power is not { } power ? []
            : accelerator.Peaks.OrderBy(peak => peak.Key).Select(peak => new EnergyCeiling(
                accelerator, peak.Key, new(power.Value.Value / peak.Value.Value.Value)));
}
