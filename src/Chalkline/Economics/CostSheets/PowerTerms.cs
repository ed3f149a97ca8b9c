using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Economics.CostSheets.CostSymbols;

namespace Chalkline.Economics.CostSheets;

/// <summary>What a device's electricity costs.</summary>
/// <param name="Device">
/// Power of one device at its limit (TDP) or as measured; null when unknown, and then power is left out.
/// </param>
/// <param name="Source">Where that comes from; null when the user gave it.</param>
public sealed record PowerTerms(Watts? Device, Source? Source)
{
    /// <summary>Share of its power that a device draws, unless given.</summary>
    public const double StatedDrawn = 0.8;

    /// <summary>PUE, unless given.</summary>
    public const double StatedEffectiveness = 1.25;

    /// <summary>Dollars a kilowatt-hour, unless given.</summary>
    public const double StatedElectricity = 0.08;

    /// <summary>Share of the device's power that it draws in the mean, above 0, at most 1.</summary>
    public double Drawn { get; init; } = StatedDrawn;

    /// <summary>Power of the site over that of its devices (PUE), at least 1.</summary>
    public double Effectiveness { get; init; } = StatedEffectiveness;

    /// <summary>Price of electricity.</summary>
    public UsdPerKilowattHour Electricity { get; init; } = new(StatedElectricity);

    /// <summary>Checks the terms.</summary>
    /// <exception cref="ChalkException">One is impossible.</exception>
    public PowerTerms Checked()
        => !(Drawn is > 0 and <= 1)
        ? throw new ChalkException(
            $"A device cannot draw {Drawn} of its power; the share lies above 0 and is at most 1.")
            : !(Effectiveness is >= 1 and <= 10)
            ? throw new ChalkException($"A PUE of {Effectiveness} cannot be; it is at least 1, and rarely above 2.")
            : !(Electricity.Value > 0 && double.IsFinite(Electricity.Value))
                ? throw new ChalkException(
                    $"Electricity at {Electricity} costs nothing; the price must be more than zero.")
            : this;

    /// <summary>Electricity of one device for an hour.</summary>
    public UsdPerDeviceHour Cost<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        if (Device is not { } known)
        {
            return work.Given(
                S.Power,
                default(UsdPerDeviceHour),
                new("no power of the device is known", "", Verification.No),
                "power");
        }

        Watts tdp = work.Given(S.DevicePower, known, Source, "tdp");
        double drawn = work.Given(S.Drawn, Drawn, StatedTerm.Of(Drawn, StatedDrawn), "drawn");
        double pue = work.Given(
            S.Effectiveness, Effectiveness, StatedTerm.Of(Effectiveness, StatedEffectiveness), "pue");
        UsdPerKilowattHour electricity = work.Given(
            S.Electricity, Electricity, StatedTerm.Of(Electricity.Value, StatedElectricity), "electricity");
        Seconds hour = work.Given(S.Hour, new Seconds(3600), name: "hour");
        Devices one = work.Given(S.OneDevice, new Devices(1), name: "one");
        return work.Step(S.Power, electricity * (pue * drawn * tdp * hour) / hour / one);
    }
}
