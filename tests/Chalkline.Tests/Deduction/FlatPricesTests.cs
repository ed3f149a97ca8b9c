using System.Collections.Immutable;
using Chalkline.Deduction;
using static Chalkline.Tests.Deduction.DeductionData;

namespace Chalkline.Tests.Deduction;

public sealed class FlatPricesTests
{
    private static readonly KnownArchitecture Small = new("small", new(0.6e9), new(0.6e9), new(100_000));
    private static readonly KnownArchitecture Middle = new("middle", new(14e9), new(14e9), new(100_000));
    private static readonly KnownArchitecture Large = new("large", new(400e9), new(400e9), new(500_000));

    [Fact]
    public void One_price_of_models_far_apart_is_nobodys()
    {
        FlatPrices flat = FlatPrices.Of(
            [new(Sheet(0.1, 0.1, "lister"), Small), new(Sheet(0.1, 0.1, "lister"), Large)]);
        flat.Of(Sheet(0.1, 0.1, "lister"))!.Value.ShouldBe(400 / 0.6, 1e-9);
        flat.Of(Sheet(0.1, 0.1, "another")).ShouldBeNull();
        flat.Of(Sheet(0.1, 0.2, "lister")).ShouldBeNull();
    }

    [Fact]
    public void A_size_class_is_a_price()
        => FlatPrices.Of([new(Sheet(0.2, 0.2, "classes"), Small), new(Sheet(0.2, 0.2, "classes"), Middle)])
            .Of(Sheet(0.2, 0.2, "classes")).ShouldBeNull();

    [Fact]
    public void Where_nobody_priced_anything_all_is_taken()
    {
        ImmutableArray<KnownSheet> all =
            [new(Sheet(0.1, 0.1, "lister"), Small), new(Sheet(0.1, 0.1, "lister"), Large)];
        FlatPrices.Of(all).Priced(all).ShouldBe(all);
        ImmutableArray<KnownSheet> more = [.. all, new(Sheet(1, 2), Middle)];
        FlatPrices.Of(more).Priced(more).ShouldHaveSingleItem().Architecture.ShouldBe(Middle);
    }

    [Fact]
    public void A_price_that_says_nothing_is_not_used_and_that_is_said()
    {
        KnownSheet flat = Shipped.Sheets.First(one => FlatPrices.Of(Shipped.Sheets).Of(one.Sheet) is not null);
        DeductionResult result = Shipped.Deduce(new() { Sheet = flat.Sheet, Draws = 8192 });
        result.Observations.ShouldNotContain(one => one.Name == Observations.Level);
        result.Notes.ShouldContain(note => note.Contains("nobody priced this model", StringComparison.Ordinal));
        Shipped.Deduce(new() { Sheet = flat.Sheet with { Provider = "deepinfra" }, Draws = 8192 })
            .Observations.ShouldContain(one => one.Name == Observations.Level);
    }

    /// <summary>Few prices of the shipped catalogues are of that kind, or the rule throws prices away.</summary>
    [Fact]
    public void Of_the_shipped_sheets_few_are_dropped()
    {
        ImmutableArray<KnownSheet> priced = FlatPrices.Of(Shipped.Sheets).Priced(Shipped.Sheets);
        priced.Length.ShouldBeInRange((int)(0.95 * Shipped.Sheets.Length), Shipped.Sheets.Length - 1);
    }
}
