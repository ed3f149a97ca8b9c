using System.Collections.Immutable;
using Chalkline.Deduction;
using Chalkline.Derivations;
using Chalkline.Economics.PriceSheets;
using static Chalkline.Tests.Deduction.DeductionData;

namespace Chalkline.Tests.Deduction;

/// <summary>The sheets that markups are fitted to are the shipped ones.</summary>
public sealed class KnownSheetsTests
{
    [Fact]
    public void Hundreds_of_shipped_sheets_of_dozens_of_architectures_are_fitted()
    {
        ImmutableArray<KnownSheet> sheets = Shipped.Sheets;
        sheets.Length.ShouldBeInRange(480, 560);
        sheets.Select(sheet => sheet.Architecture.Name).Distinct(StringComparer.Ordinal).Count()
            .ShouldBeInRange(70, 80);
        sheets.Select(sheet => sheet.Sheet.Source.Date[..4]).Distinct(StringComparer.Ordinal).Count()
            .ShouldBeGreaterThan(1);
        sheets.Count(sheet => sheet.Sheet.Provider == "openrouter").ShouldBeGreaterThan(40);
        sheets.Count(sheet => sheet.Fast).ShouldBeInRange(5, 20);
    }

    [Fact]
    public void Of_equal_offers_the_newest_counts_and_then_the_fullest()
    {
        OpenSheet old = Open("2025-09-05", "b/model");
        OpenSheet @new = Open("2026-08-01", "b/model");
        OpenSheet full = @new with { Sheet = @new.Sheet with { LongestInput = new(1e5) } };
        OpenSheet dearer = @new with { Sheet = @new.Sheet with { Output = new(3e-6) } };
        ImmutableArray<KnownSheet> known = KnownSheets.Once([old, @new, full, dearer]);
        known.Length.ShouldBe(2);
        known[0].Sheet.ShouldBe(full.Sheet);
        known[1].Sheet.ShouldBe(dearer.Sheet);
    }

    [Fact]
    public void Siblings_go_by_one_name()
        => KnownSheets.Once([Open("2026", "b/model"), Open("2026", "a/model") with { Sheet = Sheet(5, 6) }])
            .ShouldAllBe(sheet => sheet.Architecture.Name == "a/model");

    private static OpenSheet Open(string date, string model) => new(
        Sheet(1, 2) with { Source = new("a test", date, Verification.Yes) }, model, new(7e9), new(7e9), new(131_072));
}
