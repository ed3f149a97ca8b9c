using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Energy;

/// <summary>A served throughput per kilowatt, mixed input and output tokens: not to be compared with decoding alone.</summary>
/// <param name="Model">Model.</param>
/// <param name="Device">Device.</param>
/// <param name="PerKilowatt">Tokens a second and kilowatt of package TDP.</param>
/// <param name="Active">Active parameters.</param>
/// <param name="Source">Where it was read.</param>
public sealed record ServedEnergy(string Model, string Device, double PerKilowatt, Parameters Active, Source Source)
{
    /// <summary>Energy of a served token: 1000 W over tokens a second and kilowatt.</summary>
    public JoulesPerToken PerToken => new(1000 / PerKilowatt);

    /// <summary>The same for an active parameter and token, J.</summary>
    public double PerParameter => PerToken.Value / Active.Value;
}
