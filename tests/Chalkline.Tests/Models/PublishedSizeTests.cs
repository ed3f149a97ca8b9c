using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Models;

namespace Chalkline.Tests.Models;

/// <summary>
/// Models of fifty families, of the catalogue or with a configuration beside them, counted against the sizes on their cards.
/// </summary>
public sealed class PublishedSizeTests
{
    private static readonly Dictionary<string, JsonView> Models = Read();

    public static TheoryData<string> Names { get; } = [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_weights_add_up_to_the_published_size(string name)
    {
        JsonView row = Models[name];
        Model model = row.Optional("config") is { } config
            ? ConfigImport.Import(config, name, ModelTestData.Invented)
            : ModelTestData.Catalogue.Find(name);
        ModelSize size = ParameterCount.Count(model);

        double total = row.Optional("totalBillions")!.Number(0, 1e5) * 1e9;
        size.Total.Value.ShouldBe(total, 0.01 * total);
        if (row.Optional("activeBillions")?.Number(0, 1e5) is { } billions)
        {
            // Cards round to a billion, and count the input embedding or do not.
            double active = billions * 1e9;
            Math.Min(Math.Abs(size.Active.Value - active), Math.Abs(size.ActiveWithEmbedding.Value - active))
                .ShouldBeLessThanOrEqualTo(Math.Max(0.03 * active, 0.5e9), name);
        }

        if (row.Optional("kvBytes")?.Number(0, 1e9) is { } bytes)
        {
            KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value.ShouldBe(bytes);
        }
    }

    private static Dictionary<string, JsonView> Read()
    {
        JsonView file = JsonView.Parse("published_sizes.json", File.ReadAllText(
            Path.Combine(ModelTestData.Root, "tests/Chalkline.Tests/Models/Assets/published_sizes.json")));
        return file.Optional("models")!.Items().ToDictionary(
            row => row.Optional("name")!.Text(), StringComparer.Ordinal);
    }
}
