using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Chalkline.Generators.Tests;

public class QuantityGeneratorTests
{
    private const string Good = """
        # A comment.
        quantity Bytes | B | auto B | an amount | 80 GB | Storage
        quantity Seconds | s | time s | a duration | 50 ms | Time
        quantity BytesPerSecond | B/s | auto B/s | a bandwidth | 3 TB/s | Bandwidth

        """;

    [Fact]
    public void A_good_table_makes_a_file_for_each_quantity_and_a_catalogue()
    {
        GeneratorDriverRunResult result = Run(Good + "relation Bytes = BytesPerSecond * Seconds / 3600");
        result.Diagnostics.ShouldBeEmpty();
        result.GeneratedTrees.Select(tree => Path.GetFileName(tree.FilePath)).ShouldBe(
            ["Bytes.g.cs", "Seconds.g.cs", "BytesPerSecond.g.cs", "QuantityCatalogue.g.cs"]);
        result.GeneratedTrees.ShouldAllBe(tree => !tree.GetDiagnostics(CancellationToken.None).Any());
        string bytes = result.GeneratedTrees[0].ToString();
        bytes.ShouldContain("Seconds operator /(Bytes left, BytesPerSecond right)");
        bytes.ShouldContain("=> new(left.Value / right.Value * 3600);");
        result.GeneratedTrees[2].ToString().ShouldContain("=> new(left.Value * right.Value / 3600);");
    }

    [Theory]
    [InlineData("quantity Bits | bit | auto bit", "line 5: a quantity needs six cells with something in each")]
    [InlineData("quantity Bits | | auto b | k | e | m", "line 5: a quantity needs six cells with something in each")]
    [InlineData("quantity Two Words | b | auto b | k | e | m", "line 5: 'Two Words' is not a name for a type")]
    [InlineData("quantity Bits | b | big b | k | e | m", "line 5: 'big b' is no way to show a quantity")]
    [InlineData("quantity Bits | b | auto b | k | e | \"m\"", "line 5: a cell holds one of \" \\ < &")]
    [InlineData("quantity Bytes | B | auto B | k | e | m", "line 5: 'Bytes' is there twice")]
    [InlineData("quantities", "line 5: starts with neither 'quantity' nor 'relation'")]
    [InlineData("relation Bytes = Bits * Seconds", "line 5: 'Bits' is not a quantity above")]
    [InlineData("relation Bytes = Bytes * Seconds", "line 5: a relation joins three different quantities")]
    [InlineData("relation Bytes", "line 5: a relation reads*")]
    [InlineData("relation Bytes = BytesPerSecond / Seconds", "line 5: a relation reads*")]
    [InlineData("relation Bytes = BytesPerSecond * Seconds * many", "line 5: a relation reads*")]
    [InlineData("relation Bytes = BytesPerSecond * Seconds / 0", "line 5: a relation reads*")]
    [InlineData("relation Bytes = BytesPerSecond * Seconds * 1e999", "line 5: a relation reads*")]
    [InlineData(
        "relation Bytes = BytesPerSecond * Seconds\nrelation Bytes = Seconds * BytesPerSecond",
        "line 6: 'Seconds * BytesPerSecond' already has a meaning")]
    public void A_malformed_table_is_reported_by_its_line(string line, string message)
    {
        GeneratorDriverRunResult result = Run(Good + line);
        Diagnostic diagnostic = result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Id.ShouldBe("CHALK001");
        diagnostic.Severity.ShouldBe(DiagnosticSeverity.Error);
        diagnostic.GetMessage(null).ShouldStartWith("quantities.table: " + message.TrimEnd('*'));
        result.GeneratedTrees.ShouldBeEmpty();
    }

    [Fact]
    public void Other_files_are_left_alone() => Run("nonsense", "other.table").GeneratedTrees.ShouldBeEmpty();

    private static GeneratorDriverRunResult Run(string table, string name = "quantities.table")
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(new QuantityGenerator())
            .AddAdditionalTexts(ImmutableArray.Create<AdditionalText>(new TableText(name, table)));
        return driver.RunGenerators(CSharpCompilation.Create("Tested")).GetRunResult();
    }

    private sealed class TableText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
