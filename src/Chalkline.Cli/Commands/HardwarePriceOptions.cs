using System.CommandLine;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Economics.CostSheets;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>What the devices cost: rented, or bought, powered and hosted; as of a date.</summary>
internal sealed class HardwarePriceOptions
{
    private readonly Option<bool> _own = new("--own")
    {
        Description = "The devices are bought, not rented: purchase price, life, interest, power and hosting.",
    };

    private readonly Option<string?> _capex = Inputs.Text(
        "--capex",
        "PRICE",
        "Purchase price of a device with its share of the box, for example '31250 $'; implies --own.\n"
            + "Default with --own: the newest one known.");

    private readonly Option<string?> _years = Inputs.Text("--years", "YEARS", "Life of a bought device. Default: 4.");
    private readonly Option<string?> _residual = Inputs.Text(
        "--residual", "SHARE", "What it is worth at the end. Default: 10%.");
    private readonly Option<string?> _interest = Inputs.Text(
        "--interest", "SHARE", "Interest of the money in a year. Default: 8%.");
    private readonly Option<string?> _hosting = Inputs.Text(
        "--hosting", "PRICE", "Space, upkeep and staff of a bought device. Default: 0.15$/h.");
    private readonly Option<string?> _electricity = Inputs.Text(
        "--electricity", "PRICE", "Price of electricity. Default: 0.08$/kWh.");
    private readonly Option<string?> _pue = Inputs.Text(
        "--pue", "RATIO", "Power of the site over that of its devices. Default: 1.25.");
    private readonly Option<string?> _drawn = Inputs.Text(
        "--power-share", "SHARE", "Share of its power that a device draws in the mean. Default: 80%.");
    private readonly Option<string?> _power = Inputs.Text(
        "--device-power", "POWER", "Power of a device, as measured or at its limit. Default: its TDP.");
    private readonly Option<string?> _host = Inputs.Text(
        "--host-share",
        "SHARE",
        "Share of the host in the price of the machine. Default: 9%, of a DGX H100, recalled; it moves no total.");

    private readonly Option<string?> _network = Inputs.Text(
        "--network-share",
        "SHARE",
        "Share of the networks in it. Default: 5%, of a DGX H100, recalled; it moves no total.");

    private readonly Option<string?> _asOf = Inputs.Text(
        "--as-of", "DATE", "Only prices of hardware known at a date, for example 2025-06.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            _own,
            _capex,
            _years,
            _residual,
            _interest,
            _hosting,
            _electricity,
            _pue,
            _drawn,
            _power,
            _host,
            _network,
            _asOf,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The price of a device of a machine.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="system">The machine.</param>
    /// <param name="rent">Rent that the user gave; null when none is given.</param>
    /// <exception cref="ChalkException">An option is wrong or contradicts another, or no price is known.</exception>
    public IHardwarePrice Read(ParseResult parsed, MachineSystem system, UsdPerDeviceHour? rent)
    {
        string asOf = Inputs.Date(parsed, _asOf);
        Usd? capex = Inputs.Quantity<Usd>(parsed, _capex);
        bool own = parsed.GetValue(_own) || capex is not null;
        Option<string?>? vain = own ? null
            : new[] { _years, _residual, _interest, _hosting }.FirstOrDefault(
                option => parsed.GetValue(option) is not null);
        if (vain is not null)
        {
            throw new ChalkException(
                $"{vain.Name} {parsed.GetValue(vain)}: changes nothing for rented devices; add --own.");
        }

        if (own && rent is not null)
        {
            throw new ChalkException(
                "--price is a rent, and --own buys the devices; give --capex, for example '31250 $', or leave --own "
                    + "out.");
        }

        PowerTerms power = Power(parsed, system.Accelerator);
        BillShares shares = Shares(parsed);
        return own ? Owned() : Rented();

        OwnedHardware Owned()
        {
            PurchasePoint? known = capex is null
                ? HardwareCatalogue.Open(DataFolder.Default).DefaultPurchase(system.Accelerator, asOf)
                : null;
            Usd price = capex ?? known?.Price ?? throw new ChalkException(
                $"No purchase price of {system.Accelerator.Id} is known{Known(asOf)}; give --capex, for example "
                    + "'40000 $'.");
            OwnedHardware terms = new(price, known?.Source) { Power = power, Shares = shares };
            return terms with
            {
                Years = Number(parsed, _years) ?? terms.Years,
                Residual = Inputs.Share(parsed, _residual) ?? terms.Residual,
                Interest = Inputs.Share(parsed, _interest) ?? terms.Interest,
                Hosting = Inputs.DevicePrice(parsed, _hosting) ?? terms.Hosting,
            };
        }

        RentedHardware Rented()
        {
            PricePoint? known = rent is null ? HardwareCatalogue.DefaultPrice(system.Accelerator, asOf) : null;
            UsdPerDeviceHour price = rent ?? known?.Price ?? throw new ChalkException(
                $"No rent of {system.Accelerator.Id} is known{Known(asOf)}; give --price, for example 2.2$/h, or "
                    + "--capex to own it.");
            Source? source = known is null
                ? null
                : known.Source with { Where = $"{known.Metric}, {known.Source.Where}" };
            return new(price, source) { Power = power, Shares = shares };
        }
    }

    private static string Known(string asOf) => asOf.Length > 0 ? $" as of {asOf}" : "";

    private PowerTerms Power(ParseResult parsed, Accelerator device)
    {
        Watts? given = Inputs.Quantity<Watts>(parsed, _power);
        PowerTerms terms = new(given ?? device.Power?.Value, given is null ? device.Power?.Source : null);
        return terms with
        {
            Drawn = Inputs.Share(parsed, _drawn) ?? terms.Drawn,
            Effectiveness = Number(parsed, _pue) ?? terms.Effectiveness,
            Electricity = Inputs.Quantity<UsdPerKilowattHour>(parsed, _electricity) ?? terms.Electricity,
        };
    }

    private BillShares Shares(ParseResult parsed)
    {
        (double? host, double? network) = (Inputs.Share(parsed, _host), Inputs.Share(parsed, _network));
        BillShares recalled = BillShares.Recalled;
        return host is null && network is null ? recalled
            : new BillShares(
                host ?? recalled.Host,
                network ?? recalled.Network,
                host is null || network is null ? recalled.Source : null);
    }

    private static double? Number(ParseResult parsed, Option<string?> option)
        => parsed.GetValue(option) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value > 0
            && double.IsFinite(value)
            ? value
            : throw new ChalkException($"{option.Name} {text}: must be a number above zero, such as 4 or 1.25.");
}
