using System.Globalization;
using Chalkline.Formats;
using Chalkline.Models;

namespace Chalkline.Tests.Models;

/// <summary>
/// Every row of <c>architecture_truth.csv</c>: counts computed by others, published counts, KV bytes a token.
/// </summary>
public sealed class TruthTests
{
    public static TheoryData<string> Rows { get; } = new(File.ReadLines(
        Path.Combine(ModelTestData.Root, "tests/Chalkline.Tests/Models/Assets/architecture_truth.csv")).Skip(1));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Counts_match_the_computed_columns_within_one_percent(string row)
    {
        string[] cells = row.Split(',');
        ModelSize size = ParameterCount.Count(ModelTestData.Catalogue.Find(cells[1]));
        Near(size.Total.Value, cells[4], 0.01, cells[1]);
        Near(size.Active.Value, cells[5], 0.01, cells[1]);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Counts_match_the_published_ones_within_two_percent_of_rounding(string row)
    {
        // Publishers count the input embedding as active or not; either reading may match.
        string[] cells = row.Split(',');
        ModelSize size = ParameterCount.Count(ModelTestData.Catalogue.Find(cells[1]));
        Near(size.Total.Value, cells[2], 0.02, cells[1]);
        double published = Number(cells[3]);
        double nearest = Math.Abs(size.Active.Value - published) < Math.Abs(size.ActiveWithEmbedding.Value - published)
            ? size.Active.Value
            : size.ActiveWithEmbedding.Value;
        Near(nearest, cells[3], 0.02, cells[1]);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Bytes_of_cache_a_token_are_exact(string row)
    {
        string[] cells = row.Split(',');
        Model model = ModelTestData.Catalogue.Find(cells[1]);
        double growth = KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value;
        growth.ShouldBe(double.Parse(cells[6], CultureInfo.InvariantCulture), cells[1]);
        double full = KeyValueFootprint.GrowthWithoutWindows(model, NumberFormat.Bf16).Value;
        full.ShouldBe(double.Parse(cells[7], CultureInfo.InvariantCulture), cells[1]);
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture) * 1e9;

    /// <summary>Within a share of the value and half of its last printed digit.</summary>
    private static void Near(double counted, string cell, double share, string model)
    {
        int point = cell.IndexOf('.', StringComparison.Ordinal);
        int digits = point < 0 ? 0 : cell.Length - point - 1;
        double expected = Number(cell);
        double allowed = (share * expected) + (0.5e9 * Math.Pow(10, -digits));
        Math.Abs(counted - expected).ShouldBeLessThanOrEqualTo(allowed, $"{model}: {counted:G6} against {expected:G6}");
    }
}
