using Chalkline.Deduction;
using Chalkline.Tests.Catalog;
using static Chalkline.Tests.Deduction.DeductionData;

namespace Chalkline.Tests.Deduction;

/// <summary>An architecture that is left out is truly absent.</summary>
public sealed class LeftOutTests
{
    private static readonly KnownArchitecture Truth = Shipped.Sheets[0].Architecture;

    [Fact]
    public void Its_sheets_and_siblings_are_gone()
    {
        Deducer without = Shipped.Without(Truth);
        without.Sheets.Length.ShouldBeLessThan(Shipped.Sheets.Length);
        without.Sheets.ShouldAllBe(sheet => !sheet.Architecture.IsSibling(Truth));
        without.Prior.Architectures.ShouldBeLessThan(Shipped.Prior.Architectures);
    }

    [Fact]
    public void Whatever_its_sheets_said_changes_nothing()
    {
        KnownSheet[] changed =
        [
            .. Shipped.Sheets.Select(sheet => sheet.Architecture.IsSibling(Truth)
                ? sheet with { Sheet = Sheet(77, 777, "somebody else") with { LongestInput = new(3) } }
                : sheet),
        ];
        Deducer other = Deducer.Of(changed, HardwareData.Catalogue.Accelerators);
        Deducer plain = Deducer.Of(Shipped.Sheets, HardwareData.Catalogue.Accelerators);
        DeductionRequest request = new() { Sheet = Sheet(0.5, 2, "deepinfra"), Draws = 8192 };
        DeductionResult left = other.Without(Truth).Deduce(request);
        DeductionResult right = plain.Without(Truth).Deduce(request);
        left.Marginals.Select(marginal => marginal.Median).ShouldBe(
            right.Marginals.Select(marginal => marginal.Median));
        other.Deduce(request)[DeducedQuantity.ActiveParameters].Median
            .ShouldNotBe(right[DeducedQuantity.ActiveParameters].Median);
    }

    [Fact]
    public void Siblings_are_told_by_name_or_by_all_sizes()
    {
        Truth.IsSibling(Truth with { Name = "a fine-tune" }).ShouldBeTrue();
        Truth.IsSibling(new(Truth.Name, new(1), new(1), new(1))).ShouldBeTrue();
        Truth.IsSibling(Truth with { Name = "another", KeyValue = new(Truth.KeyValue.Value * 2) }).ShouldBeFalse();
        ArchitecturePrior.Once([Truth, Truth with { Name = "a fine-tune" }]).Length.ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_deduced_from_nothing()
    {
        Should.Throw<ChalkException>(() => Deducer.Of([], [])).Message.ShouldContain("at least one");
        KnownSheet lonely = Shipped.Sheets[0];
        Deducer few = Deducer.Of([lonely], HardwareData.Catalogue.Accelerators);
        Should.Throw<ChalkException>(() => few.Deduce(new() { Sheet = Sheet(1, 2) })).Message.ShouldContain("three");
    }
}
