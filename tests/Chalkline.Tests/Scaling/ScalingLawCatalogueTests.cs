using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Scaling;

namespace Chalkline.Tests.Scaling;

/// <summary>Laws as data: all read, doubtful ones marked, wrong ones refused in a sentence.</summary>
public sealed class ScalingLawCatalogueTests
{
    private const string Good = """
        { "id": "x", "name": "X", "form": "dense", "counts": "active",
          "source": { "where": "here", "date": "2024-01", "verified": "yes" },
          "range": { "parameters": [1e8, 1e10], "tokens": [1e9, 1e12] },
          "constants": { "E": 1.7, "A": 400, "B": 400, "alpha": 0.3, "beta": 0.3 } }
        """;

    [Fact]
    public void Every_file_reads_and_has_a_source_and_a_form()
    {
        Laws.Catalogue.All.Count.ShouldBeGreaterThanOrEqualTo(16);
        Laws.Catalogue.All.ShouldAllBe(law => law.Source.Where.Contains("arXiv:") && law.Family.Form.Length > 0);
        Laws.Catalogue.Default.Confirmed.ShouldBeTrue("a default is never recalled");
    }

    [Theory]
    [InlineData("kumar-2024")]
    [InlineData("kaplan-2020")]
    [InlineData("qat-2025")]
    public void Recalled_constants_are_marked_on_every_figure(string name)
    {
        ScalingLaw law = Laws.Catalogue.Find(name);
        law.Source.Verified.ShouldBe(Verification.No);
        law.Mark(new(5e8), new(2e10), LawSetting.Dense, 1).ShouldBe("recalled");
    }

    [Theory]
    [InlineData(1e10, 1e11, "")]
    [InlineData(1e11, 1e11, "outside: N")]
    [InlineData(1e11, 2e14, "outside: N, D")]
    public void A_point_outside_the_runs_fitted_is_marked(double size, double data, string mark)
        => Laws.Catalogue.Default.Mark(new(size), new(data), LawSetting.Dense, 1).ShouldBe(mark);

    [Theory]
    [InlineData("Chinchilla", "hoffmann-2022")]
    [InlineData("epoch", "besiroglu-2024")]
    [InlineData("Besiroglu_2024", "besiroglu-2024")]
    [InlineData("joint-moe", "ludziejewski-2025")]
    public void Names_resolve_forgivingly(string name, string id) => Laws.Catalogue.Find(name).Id.ShouldBe(id);

    [Theory]
    [InlineData("hofmann", "did you mean|hoffmann")]
    [InlineData("zzzzzzzzzz", "'zzzzzzzzzz'|besiroglu-2024")]
    public void An_unknown_name_gets_suggestions(string name, string hints)
        => hints.Split('|').ShouldAllBe(hint => Refusal(() => Laws.Catalogue.Find(name)).Contains(hint));

    [Theory]
    [InlineData("\"dense\"", "\"cubic\"", "'form'|one of dense")]
    [InlineData("\"active\"", "\"some\"", "'counts'|active or total")]
    [InlineData("\"B\": 400,", "", "has no 'B'")]
    [InlineData("[1e8, 1e10]", "[1e10, 1e8]", "'range.parameters'|the least and the most")]
    [InlineData("2024-01", "soon", "'source.date'|date such as")]
    [InlineData("\"name\"", "\"nom\"", "'nom'|fields are")]
    public void A_wrong_file_is_told_in_a_sentence(string right, string wrong, string hints)
    {
        JsonView root = JsonView.Parse("x.json", Good.Replace(right, wrong, StringComparison.Ordinal));
        string message = Refusal(() => ScalingLawFile.Read(root, _ => Laws.Catalogue.Default));
        message.ShouldStartWith("x.json");
        hints.Split('|').ShouldAllBe(hint => message.Contains(hint));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(double.NaN, 0)]
    public void A_setting_out_of_range_is_refused(double experts, double sparsity)
        => Should.Throw<ChalkException>(() => new LawSetting { Experts = experts, Sparsity = sparsity }.Checked())
            .Message.ShouldContain("is outside");

    [Fact]
    public void A_recipe_that_is_not_listed_is_refused()
        => Refusal(() => Laws.At("quartet", new() { Recipe = "int2" })).ShouldContain("quartet-mxfp4");

    private static string Refusal(Action action) => Should.Throw<ChalkException>(action).Message;
}
