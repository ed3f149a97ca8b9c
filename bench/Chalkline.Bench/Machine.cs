using Chalkline.Catalog;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Serving;

namespace Chalkline.Bench;

/// <summary>What the benchmarks ask about: DeepSeek-V3 on one GB200 NVL72, from the catalogue.</summary>
/// <remarks>The data folder is <c>CHALKLINE_DATA</c> when that is set, and the repository's otherwise.</remarks>
internal static class Machine
{
    public static DataFolder Data { get; } = new(
        Environment.GetEnvironmentVariable("CHALKLINE_DATA") is { Length: > 0 } named ? named : Repository());

    public static Model Model { get; } = ModelCatalogue.Open(Data).Find("deepseek-v3");

    public static MachineSystem System { get; } = HardwareCatalogue.Open(Data).FindSystem("gb200-nvl72");

    /// <summary>Attention data-parallel and experts spread over 64 of the 72 devices.</summary>
    public static PassModel Wide { get; } =
        PassModel.Prepare(Model, System, new Layout(1, 1, 64, 64, 1), Model.Native);

    /// <summary>BenchmarkDotNet runs each class from a folder of its own below the repository.</summary>
    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "data", "models")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException("Set CHALKLINE_DATA to the data folder."), "data");
    }
}
