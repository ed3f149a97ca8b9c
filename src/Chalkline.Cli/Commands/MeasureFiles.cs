using Chalkline.Files;
using Chalkline.Measuring;

namespace Chalkline.Cli.Commands;

/// <summary>Where a measurement goes: a table of kernels and a device file, side by side.</summary>
/// <param name="Folder">Their folder.</param>
/// <param name="Name">Their name without its ending; null for the device's.</param>
internal sealed record MeasureFiles(string Folder, string? Name)
{
    /// <summary>Reads <c>--out</c>, and makes sure before minutes of measuring that files can be written there.</summary>
    /// <param name="target">A folder, a file that ends in <c>.csv</c>, or null for the folder at hand.</param>
    /// <exception cref="ChalkException">It is neither, or does not take files.</exception>
    public static MeasureFiles Of(string? target)
    {
        MeasureFiles files = target switch
        {
            null => new(".", null),
            "" => throw new ChalkException("--out: the path is empty; give a folder, or a file such as kernels.csv."),
            _ when Directory.Exists(target) => new(target, null),
            _ when Path.GetExtension(target).Equals(".csv", StringComparison.OrdinalIgnoreCase)
                => new(Path.GetDirectoryName(target) is { Length: > 0 } folder ? folder : ".", Path.GetFileNameWithoutExtension(target)),
            _ => throw new ChalkException(
                $"--out {target}: is neither a folder that exists nor a file that ends in .csv; give one of the two."),
        };
        files.Try();
        return files;
    }

    /// <summary>Writes both.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="ChalkException">One cannot be written.</exception>
    public (string Table, string Device) Write(Measurement measurement)
    {
        string stem = Path.Combine(Folder, Name ?? measurement.Device.Id);
        WholeFile.Write(stem + ".csv", MeasuredTable.Write(measurement));
        WholeFile.Write(stem + ".json", DeviceFile.Write(measurement.Device));
        return (stem + ".csv", stem + ".json");
    }

    private void Try()
    {
        try
        {
            string probe = Path.Combine(Folder, Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChalkException($"--out {Folder}: the folder takes no new files; create it or choose another.", error);
        }
    }
}
