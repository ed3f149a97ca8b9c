using Chalkline.Derivations;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Economics.CostSheets.CostSymbols;

namespace Chalkline.Economics.CostSheets;

/// <summary>A device for rent: one price holds everything, and is only divided here.</summary>
/// <param name="Rent">Rent of a device, above 0.</param>
/// <param name="Source">Where it comes from; null when the user gave it.</param>
public sealed record RentedHardware(UsdPerDeviceHour Rent, Source? Source) : IHardwarePrice
{
    /// <inheritdoc />
    public required PowerTerms Power { get; init; }

    /// <inheritdoc />
    public required BillShares Shares { get; init; }

    /// <inheritdoc />
    public HardwareBill Bill<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        if (!(Rent.Value > 0 && double.IsFinite(Rent.Value)))
        {
            throw new ChalkException($"A rent of {Rent} is no price; it must be more than zero, for example 2.2$/h.");
        }

        Power.Checked();
        Shares.Checked();
        work.Open("a rented device for an hour");
        UsdPerDeviceHour rent = work.Given(S.Rent, Rent, Source, "rent");
        UsdPerDeviceHour power = Power.Cost(ref work);
        power = work.Step(S.Power, Min(power, rent));
        UsdPerDeviceHour rest = work.Step(S.Rest, rent - power);
        (
            UsdPerDeviceHour accelerator,
            UsdPerDeviceHour host,
            UsdPerDeviceHour network) = Parts.Of(rest, Shares, ref work);
        work.Close();
        return new(accelerator, host, network, power, default);
    }
}
