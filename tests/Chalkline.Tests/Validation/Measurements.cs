using Chalkline.Catalog;
using Chalkline.Tests.Catalog;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>The shipped measurements, read and checked once.</summary>
internal static class Measurements
{
    public static string File { get; } = Path.Combine(HardwareData.Folder.Path, "measurements", "serving.csv");

    public static IReadOnlyList<ServingCase> Shipped { get; } = ServingCases.Read(File);

    private static readonly Lazy<FloorResult> Checked = new(() => Check(Shipped));

    public static FloorResult Result => Checked.Value;

    public static FloorResult Check(IEnumerable<ServingCase> cases)
        => new FloorCheck(ModelCatalogue.Open(HardwareData.Folder), HardwareData.Catalogue).Run(cases);
}
