using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Formats;
using Chalkline.Hardware;

namespace Chalkline.Deduction;

/// <summary>
/// What models are served on at a date: the prior over hardware, its price and the format of weights.
/// </summary>
/// <remarks>
/// A device is in use from half a year after its release until four and a half years after it, when the catalogue has a
/// price of it. Its share goes with the root of the number of prices, as a stand-in for how widely it is offered. FP8
/// is taken twice as often as BF16 where a device has it; FP4, where there is one, half as often as FP8.
/// </remarks>
public sealed class Fleet
{
    private const double YoungestYears = 0.5;

    private const double OldestYears = 4.5;

    private const double PriceYears = 1;

    /// <summary>Offers of one day for one device differ by this much at least.</summary>
    private const double LeastSpread = 0.25;

    private Fleet(ImmutableArray<FleetDevice> devices) => Devices = devices;

    /// <summary>The devices, each once for every format.</summary>
    public ImmutableArray<FleetDevice> Devices { get; }

    /// <summary>The fleet of a date.</summary>
    /// <param name="accelerators">The catalogue.</param>
    /// <param name="year">The date in years, for example 2026.58.</param>
    /// <param name="only">The only device that can be meant, by identifier; null for all in use.</param>
    /// <exception cref="ChalkException">No device has a price at that date.</exception>
    public static Fleet At(IEnumerable<Accelerator> accelerators, double year, string? only = null)
    {
        List<FleetDevice> found = [];
        foreach (Accelerator device in accelerators)
        {
            double? released = device.Released is { } text ? Year(text) : null;
            bool inUse = only is null
                ? released is { } from && year - from is >= YoungestYears and <= OldestYears
                : device.Id == only;
            if (inUse && !device.Prices.IsEmpty)
            {
                Add(found, device, year);
            }
        }

        double sum = found.Sum(device => device.Share);
        string named = only is null ? "" : $"'{only}' ";
        return found.Count > 0
            ? new([.. found.Select(device => device with { Share = device.Share / sum })])
            : throw new ChalkException(string.Create(
                CultureInfo.InvariantCulture,
                $"No accelerator {named}with a price is in use in {year:0.0}; name one "
                + $"that data/prices/accelerators.csv has a price of."));
    }

    /// <summary>The years of a date written in ISO 8601 as exactly as known; null when it is none.</summary>
    public static double? Year(string date)
    {
        string[] parts = date.Split('-');
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            || year is < 1990 or > 2100)
        {
            return null;
        }

        int Part(int at, int otherwise) => parts.Length > at
            && int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : otherwise;
        int month = Part(1, otherwise: 7);
        int day = Part(2, otherwise: 1);
        return year + ((month - 1) / 12.0) + ((day - 1) / 365.0);
    }

    private static void Add(List<FleetDevice> found, Accelerator device, double year)
    {
        PricePoint[] near =
        [
            .. device.Prices.Where(price => Year(price.Source.Date) is { } at && Math.Abs(at - year) <= PriceYears),
        ];
        near = near.Length > 0 ? near : [.. device.Prices.Take(3)];
        double[] prices = [.. near.Select(point => point.Price.Value)];
        double median = Math.Exp(prices.Average(Math.Log));
        double spread = Math.Sqrt(prices.Average(price => Math.Pow(Math.Log(price / median), 2)));
        (Arithmetic Arithmetic, double Bytes, double Odds)[] formats =
        [
            (Arithmetic.Bf16, 2, 1), (Arithmetic.Fp8, 1, 2), (Arithmetic.Fp4, 0.5, 1),
        ];
        formats = [.. formats.Where(format => device.Peaks.ContainsKey(format.Arithmetic))];
        double all = formats.Sum(format => format.Odds);
        foreach ((Arithmetic arithmetic, double bytes, double odds) in formats)
        {
            found.Add(new(
                device.Id, arithmetic, device.Peak(arithmetic), device.Memory.Bandwidth.Value, device.Memory.Usable,
                new(bytes), new(median), Math.Max(LeastSpread, spread), Math.Sqrt(device.Prices.Length) * odds / all));
        }
    }
}
