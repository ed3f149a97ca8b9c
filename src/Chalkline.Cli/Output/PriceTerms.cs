using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Economics.CostSheets;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>What a device costs, and what that rests on.</summary>
internal static class PriceTerms
{
    /// <summary>An hour of a device by what the money goes to.</summary>
    public static TableSpec Bill(CostSheet sheet)
    {
        HardwareBill bill = sheet.Bill;
        return Tables.Of(
            "A device for an hour",
            ["Part", "$/h", "Share"],
            new (string Name, UsdPerDeviceHour Cost)[]
            {
                (
                    "accelerator",
                    bill.Accelerator), ("host", bill.Host), ("network", bill.Network), ("power", bill.Power),
                ("hosting", bill.Hosting), ("all", bill.Total),
            }.Select(part => (IEnumerable<TableCell>)
            [
                part.Name, Tables.Cell(part.Cost, "$/h/device", 4), Tables.Percent(part.Cost / bill.Total),
            ]));
    }

    /// <summary>Every term with its source, date and whether it was read there.</summary>
    public static TableSpec Given(CostSheet sheet) => Tables.Of(
        "Terms",
        ["Term", "Value", "Read in the source", "Date", "Source"],
        Rows(sheet).Select(row => (IEnumerable<TableCell>)
        [
            row.Name, row.Value, row.Source is { } source
                ? Word(source.Verified)
                : "given", row.Source?.Date is { Length: > 0 } date
                ? date
                : "-",
            row.Source is { } from ? from.Where + (from.Note.Length > 0 ? $" ({from.Note})" : "") : "the user",
        ]));

    private static IEnumerable<(string Name, string Value, Source? Source)> Rows(CostSheet sheet)
    {
        IHardwarePrice hardware = sheet.Request.Hardware;
        if (hardware is OwnedHardware owned)
        {
            yield return ("purchase price", owned.Purchase.ToString(), owned.Source);
            yield return (
                "life", Number(owned.Years) + " years", StatedTerm.Of(owned.Years, OwnedHardware.StatedYears));
            yield return (
                "worth at the end",
                Percent(owned.Residual),
                StatedTerm.Of(owned.Residual, OwnedHardware.StatedResidual));
            yield return (
                "interest", Percent(owned.Interest), StatedTerm.Of(owned.Interest, OwnedHardware.StatedInterest));
            yield return (
                "hosting", owned.Hosting.ToString(), StatedTerm.Of(owned.Hosting.Value, OwnedHardware.StatedHosting));
        }
        else if (hardware is RentedHardware rented)
        {
            yield return ("rent", rented.Rent.ToString(), rented.Source);
        }

        PowerTerms power = hardware.Power;
        yield return ("power of a device", power.Device?.ToString() ?? "unknown, left out", power.Source);
        yield return ("share of it drawn", Percent(power.Drawn), StatedTerm.Of(power.Drawn, PowerTerms.StatedDrawn));
        yield return (
            "PUE", Number(power.Effectiveness), StatedTerm.Of(power.Effectiveness, PowerTerms.StatedEffectiveness));
        yield return (
            "electricity",
            power.Electricity.ToString(),
            StatedTerm.Of(power.Electricity.Value, PowerTerms.StatedElectricity));
        yield return ("host share", Percent(hardware.Shares.Host), hardware.Shares.Source);
        yield return ("network share", Percent(hardware.Shares.Network), hardware.Shares.Source);
        yield return ("utilisation", Percent(sheet.Request.Utilisation), sheet.Request.UtilisationSource);
    }

    private static string Word(Verification verified) => verified switch
    {
        Verification.Yes => "yes",
        Verification.Partial => "partly",
        _ => "no",
    };

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
