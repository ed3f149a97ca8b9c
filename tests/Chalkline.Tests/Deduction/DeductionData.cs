using Chalkline.Deduction;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Deduction;

/// <summary>The shipped data, prepared once for all tests of deduction.</summary>
internal static class DeductionData
{
    private static readonly Lazy<Deducer> Opened = new(() => Deducer.Open(HardwareData.Folder));

    /// <summary>The deducer of the shipped data.</summary>
    public static Deducer Shipped => Opened.Value;

    /// <summary>The prices that have the truth beside them.</summary>
    public static string Cases => Path.Combine(HardwareData.Folder.Path, "measurements", "prices.csv");

    /// <summary>A sheet of two prices in dollars a million tokens, of the date of the shipped sheets.</summary>
    public static PriceSheet Sheet(double input, double output, string provider = "somebody") => new()
    {
        Provider = provider,
        Model = "secret",
        Input = new(input / 1e6),
        Output = new(output / 1e6),
        Source = new("a test", "2026-08-01", Verification.Yes),
    };

    /// <summary>An operator with round numbers.</summary>
    public static OperatingPoint Point => new()
    {
        Peak = new(1000e12),
        Bandwidth = new(4e12),
        Capacity = new(100e9),
        Price = new(3.6),
        WeightWidth = new(1),
        CacheWidth = 1,
        PrefillUtilisation = 0.5,
        SparsityExponent = 0,
        BandwidthUtilisation = 0.5,
        Context = new(1000),
        StepTarget = new(0.1),
        Overhead = new(0.01),
        Demand = 100,
    };
}
