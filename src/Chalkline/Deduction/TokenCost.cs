using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>What tokens cost an operator, and how they come.</summary>
/// <param name="Input">Cost of a token read.</param>
/// <param name="Output">Cost of a token written.</param>
/// <param name="Batch">Sequences of a decode step.</param>
/// <param name="Devices">Devices that hold one copy of the model.</param>
/// <param name="Step">Time of a decode step.</param>
/// <param name="PrefillUtilisation">MFU of prefill.</param>
/// <param name="DecodeUtilisation">MFU of decode.</param>
public readonly record struct TokenCost(
    UsdPerToken Input,
    UsdPerToken Output,
    double Batch,
    Devices Devices,
    Seconds Step,
    double PrefillUtilisation,
    double DecodeUtilisation)
{
    /// <summary>Tokens a device writes in a second.</summary>
    public TokensPerSecondPerDevice Throughput => new(Batch / Step.Value / Devices.Value);

    /// <summary>Tokens a second that one stream sees.</summary>
    public TokensPerSecondPerUser Speed => new(1 / Step.Value);
}
