using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Economics.CostSheets.CostSymbols;

namespace Chalkline.Economics.CostSheets;

/// <summary>
/// A device that was bought: paid back with interest in equal amounts over its life, powered, and hosted.
/// </summary>
/// <param name="Purchase">Price of a device with its share of the machine, above 0.</param>
/// <param name="Source">Where it comes from; null when the user gave it.</param>
public sealed record OwnedHardware(Usd Purchase, Source? Source) : IHardwarePrice
{
    /// <summary>Interest below this is none: the annuity's difference of near numbers would lose its digits.</summary>
    private const double LeastInterest = 1e-6;

    /// <summary>Years until it is sold or scrapped, unless given.</summary>
    public const double StatedYears = 4;

    /// <summary>Worth at the end over the price, unless given.</summary>
    public const double StatedResidual = 0.1;

    /// <summary>Interest in a year, unless given.</summary>
    public const double StatedInterest = 0.08;

    /// <summary>Dollars an hour for space, upkeep and staff, unless given.</summary>
    public const double StatedHosting = 0.15;

    /// <inheritdoc />
    public required PowerTerms Power { get; init; }

    /// <inheritdoc />
    public required BillShares Shares { get; init; }

    /// <summary>Years until it is sold or scrapped, above 0, at most 20.</summary>
    public double Years { get; init; } = StatedYears;

    /// <summary>What it is then worth, as a share of its price; from 0, below 1.</summary>
    public double Residual { get; init; } = StatedResidual;

    /// <summary>Interest of the money in a year, from 0 to 1; less than a millionth counts as none.</summary>
    public double Interest { get; init; } = StatedInterest;

    /// <summary>Space, upkeep and staff of a device.</summary>
    public UsdPerDeviceHour Hosting { get; init; } = new(StatedHosting);

    /// <inheritdoc />
    public HardwareBill Bill<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        Check();
        work.Open("an owned device for an hour");
        Usd purchase = work.Given(S.Purchase, Purchase, Source, "purchase");
        double years = work.Given(S.Years, Years, StatedTerm.Of(Years, StatedYears), "years");
        double residual = work.Given(S.Residual, Residual, StatedTerm.Of(Residual, StatedResidual), "residual");
        double interest = work.Given(S.Interest, Interest, StatedTerm.Of(Interest, StatedInterest), "interest");
        Seconds year = work.Given(S.Year, new Seconds(365 * 24 * 3600), name: "year");
        Devices single = work.Given(S.OneDevice, new Devices(1), name: "single");
        double worthNow = work.Step(S.WorthNow, residual / Math.Pow(1 + interest, years));
        double annuity = Interest >= LeastInterest
            ? work.Step(S.Annuity, interest / (1 - (1 / Math.Pow(1 + interest, years))))
            : work.Step(S.Annuity, 1 / years);
        UsdPerDeviceHour capital = work.Step(S.Capital, annuity * (1 - worthNow) * purchase / year / single);
        (
            UsdPerDeviceHour accelerator,
            UsdPerDeviceHour host,
            UsdPerDeviceHour network) = Parts.Of(capital, Shares, ref work);
        UsdPerDeviceHour power = Power.Cost(ref work);
        UsdPerDeviceHour hosting = work.Given(
            S.Hosting, Hosting, StatedTerm.Of(Hosting.Value, StatedHosting), "hosting");
        work.Close();
        return new(accelerator, host, network, power, hosting);
    }

    private void Check()
    {
        Power.Checked();
        Shares.Checked();
        string? problem = !(Purchase.Value > 0 && double.IsFinite(Purchase.Value))
            ? $"A purchase price of {Purchase} is no price; it must be more than zero"
            : !(Years is > 0 and <= 20) ? $"A life of {Years} years cannot be; it lies above 0 and is at most 20"
            : !(Residual is >= 0 and < 1)
            ? $"A residual value of {Residual} of the price cannot be; it lies from 0 to below 1"
            : !(Interest is >= 0 and <= 1) ? $"Interest of {Interest} a year cannot be; it lies from 0 to 1"
            : Power.Device is null
            ? "No power of the device is known, and an owned device must be powered; give it, for example 700W"
            : !(Hosting.Value >= 0 && double.IsFinite(Hosting.Value))
            ? $"Hosting at {Hosting} cannot be; it is zero or more"
            : null;
        if (problem is not null)
        {
            throw new ChalkException(problem + ".");
        }
    }
}
