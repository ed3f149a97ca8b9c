using System.Globalization;
using System.Runtime.InteropServices;

namespace Chalkline.Measuring.Processors;

/// <summary>What is known of the processor and of what runs on it.</summary>
/// <param name="Model">Name of the processor as it names itself.</param>
/// <param name="Vendor">Maker of the processor.</param>
/// <param name="Cores">Cores that programs may use.</param>
/// <param name="Megahertz">Clock that the system states at the time, MHz; null when it states none.</param>
/// <param name="CacheBytes">The largest cache; 0 when unknown.</param>
/// <param name="MemoryBytes">Memory that programs may use.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">Runtime.</param>
internal sealed record ProcessorEnvironment(
    string Model, string Vendor, int Cores, double? Megahertz, long CacheBytes, long MemoryBytes, string System, string Runtime)
{
    /// <summary>The machine at hand.</summary>
    public static ProcessorEnvironment Here()
    {
        string[] lines = Lines("/proc/cpuinfo");
        string model = Field(lines, "model name") ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? $"{RuntimeInformation.ProcessArchitecture} processor";
        double? clock = double.TryParse(Field(lines, "cpu MHz"), CultureInfo.InvariantCulture, out double megahertz)
            ? megahertz
            : null;
        return new(
            model,
            VendorOf(Field(lines, "vendor_id") ?? model),
            Environment.ProcessorCount,
            clock,
            LargestCache(),
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription);
    }

    /// <summary>All of it in a line.</summary>
    public string Line
    {
        get
        {
            string clock = Megahertz is { } megahertz
                ? string.Create(CultureInfo.InvariantCulture, $" at {megahertz / 1000:0.00} GHz")
                : "";
            string cores = Cores == 1 ? "1 core" : string.Create(CultureInfo.InvariantCulture, $"{Cores} cores");
            return $"{Model}, {cores}{clock}; {System}; {Runtime}";
        }
    }

    private static string VendorOf(string text)
        => text.Contains("AMD", StringComparison.Ordinal) ? "AMD"
            : text.Contains("Intel", StringComparison.Ordinal) ? "Intel"
            : text.Contains("Apple", StringComparison.Ordinal) ? "Apple"
            : text.Contains("ARM", StringComparison.OrdinalIgnoreCase) ? "Arm"
            : "unknown";

    private static string? Field(string[] lines, string name)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        string value = line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "";
        return value.Length > 0 ? value : null;
    }

    private static long LargestCache()
    {
        long largest = 0;
        for (int index = 0; index < 8; index++)
        {
            string text = Lines($"/sys/devices/system/cpu/cpu0/cache/index{index}/size").FirstOrDefault() ?? "";
            if (long.TryParse(text.TrimEnd('K'), CultureInfo.InvariantCulture, out long kibibytes))
            {
                largest = Math.Max(largest, kibibytes << 10);
            }
        }

        return largest;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
