using Chalkline.Catalog;
using Chalkline.Codesign.Designs;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.Quality;
using Chalkline.Scaling;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>Designs, the test of codesign, and intelligence per picojoule.</summary>
public sealed class DesignTests
{
    private static readonly DesignCatalogue Designs = DesignCatalogue.Open(HardwareData.Folder);

    private static readonly EnergyCatalogue Tables = EnergyCatalogue.Open(HardwareData.Folder);

    private static readonly FormatCatalogue Formats = FormatCatalogue.Open(HardwareData.Folder);

    public static TheoryData<string> Ids => [.. Designs.Ids];

    /// <summary>m1 = W4A4, h1 = FP4 at four times: 1, 1.339, 1, 0.335 and a synergy of 4.</summary>
    [Fact]
    public void The_worked_two_by_two()
    {
        TwoByTwo test = Cross("bf16-a100", "w4a4-fp4", DesignObjective.Compute);

        (test.ModelAlone / test.Neither).ShouldBe(1.339, 5e-4);
        (test.HardwareAlone / test.Neither).ShouldBe(1, 1e-12);
        (test.Both / test.Neither).ShouldBe(0.335, 5e-4);
        Math.Exp(test.Synergy).ShouldBe(4, 1e-9);
        test.IsCodesign.ShouldBeTrue();
        test.ModelSacrifices.ShouldBeTrue();
        test.HardwareSacrifices.ShouldBeFalse();
        test.Verdict.ShouldStartWith("Codesign");
    }

    [Theory]
    [InlineData(1, 0.9, 0.8, 0.72, "two good changes")]
    [InlineData(1, 0.9, 0.8, 0.5, "fitting one to the other")]
    [InlineData(1, 1.2, 0.8, 1.1, "does not pay")]
    [InlineData(1, 1.2, 1.1, 0.5, "either half alone loses")]
    [InlineData(1, 0.9, 1.1, 0.5, "the machine alone loses")]
    public void Verdicts(double neither, double model, double hardware, double both, string words)
        => new TwoByTwo(neither, model, hardware, both).Verdict.ShouldContain(words);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_shipped_design_holds_its_model_and_adds_up(string id)
    {
        DesignEvaluation evaluation = DesignEvaluation.Of(Designs.Find(id), Tables, Formats);

        evaluation.Lacks.ShouldBeEmpty();
        evaluation.TimePerToken.ShouldBeGreaterThanOrEqualTo(evaluation.Compute);
        evaluation.TimePerToken.ShouldBeGreaterThanOrEqualTo(evaluation.Reading);
        evaluation.Energy.Total.Value.ShouldBe(evaluation.Energy.Parts.Sum(part => part.Energy.Value), 1e-12);
    }

    [Fact]
    public void A_worse_parameter_costs_as_many_more()
    {
        Design design = Designs.Find("blackwell-fp8");
        DesignEvaluation full = DesignEvaluation.Of(design, Tables, Formats);
        DesignEvaluation worse = DesignEvaluation.Of(design with { Model = design.Model with { Change = new IsoLoss(0.5, 1) } }, Tables, Formats);

        worse.Weights.Value.ShouldBe(2 * full.Weights.Value, 1);
        worse.Compute.Value.ShouldBe(2 * full.Compute.Value, 1e-15);
        worse.Energy.Total.ShouldBeGreaterThan(full.Energy.Total);
    }

    [Fact]
    public void Weights_apart_from_the_cache_are_read_beside_it()
    {
        Design design = Designs.Find("hybrid-sram-hbm");
        DesignEvaluation apart = DesignEvaluation.Of(design, Tables, Formats);
        DesignEvaluation together = DesignEvaluation.Of(
            design with { Hardware = design.Hardware with { WeightMemory = null } }, Tables, Formats);

        apart.Reading.ShouldBeLessThan(together.Reading);
        apart.Energy.Of(EnergyCause.Weights).Value.ShouldBe(0, 1e-15);
        together.Energy.Of(EnergyCause.Weights).Value.ShouldBeGreaterThan(0);
        apart.Energy.Total.ShouldBeLessThan(together.Energy.Total);
    }

    [Fact]
    public void Too_little_memory_is_counted_in_devices()
    {
        Design design = Designs.Find("groq-class");
        DesignEvaluation few = DesignEvaluation.Of(design with { Hardware = design.Hardware with { Devices = 100 } }, Tables, Formats);

        few.Lacks.ShouldContain("it has 100");
    }

    [Fact]
    public void The_reference_is_worth_one_of_itself_and_the_front_is_not_beaten()
    {
        IntelligencePerPicojoule[] all =
        [
            .. IntelligencePerPicojoule.Of([.. Designs.Ids.Select(Designs.Find)], ScalingLawCatalogue.Open(HardwareData.Folder).Default, Tables, Formats),
        ];

        all[0].AtReference.Value.ShouldBe(all[0].Evaluation.Energy.Total.Value, 1e-9 * all[0].AtReference.Value);
        all.ShouldContain(design => !all.Any(design.IsBeatenBy));
        all.Single(design => design.Design.Id == "edge-device").Loss.ShouldBeGreaterThan(all[0].Loss);
        all.ShouldAllBe(design => design.Mark.Length > 0, "70 billion parameters on 15 trillion tokens lie outside the law");
    }

    [Fact]
    public void Moves_are_what_evaluating_again_says()
    {
        Design design = Designs.Find("blackwell-fp8");
        DesignMove half = DesignMove.Of(design, Tables, Formats).Single(move => move.Name == "half the context");
        DesignEvaluation before = DesignEvaluation.Of(design, Tables, Formats);
        DesignEvaluation after = DesignEvaluation.Of(design with { Context = new(4096) }, Tables, Formats);

        half.Energy.ShouldBe(after.Energy.Total / before.Energy.Total, 1e-12);
        half.Energy.ShouldBeLessThan(1);
    }

    [Theory]
    [InlineData("\"batch\": 0", "batch")]
    [InlineData("\"batch\": 1, \"colour\": 1", "'colour'")]
    public void A_wrong_root_is_a_sentence(string batch, string hint) => Refused("{\"name\": \"llama-3.1-8b\"}", "{\"device\": \"h100-sxm\"}", batch, hint);

    [Theory]
    [InlineData("{\"name\": \"llama-3.1-8b\", \"weights\": \"fp7\"}", "is not a number format")]
    [InlineData("{\"name\": \"llama-3.1-8b\", \"eN\": 0.9}", "without saying whence")]
    [InlineData("{\"name\": \"llama-3.1-8b\", \"eN\": 0.9, \"recipe\": \"w4\"}", "contradicts")]
    [InlineData("{\"name\": \"llama-3.1-8b\", \"recipe\": \"w3\"}", "is not a known recipe")]
    [InlineData("{\"name\": \"llama-9\"}", "is not a known model")]
    public void A_wrong_model_is_a_sentence(string model, string hint) => Refused(model, "{\"device\": \"h100-sxm\"}", "\"batch\": 1", hint);

    [Theory]
    [InlineData("{\"device\": \"h100-sxm\", \"set\": [\"sram=20GB\"]}", "of a die of 814 mm2")]
    [InlineData("{\"device\": \"h100-sxm\", \"set\": [\"power=-5W\"]}", "more than zero")]
    [InlineData("{\"device\": \"h100-sxm\", \"weightMemory\": {\"capacity\": \"20 GB\", \"bandwidth\": \"100 TB/s\"}}", "more SRAM than a die")]
    [InlineData("{\"device\": \"h100-sxm\", \"layerLatency\": \"-1 us\"}", "more than zero")]
    [InlineData("{\"device\": \"h100-sxm\", \"devices\": 0}", "whole number from 1")]
    public void A_wrong_machine_is_a_sentence(string hardware, string hint)
        => Refused("{\"name\": \"llama-3.1-8b\"}", hardware, "\"batch\": 1", hint);

    private static void Refused(string model, string hardware, string batch, string hint)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, $"{{\"id\": \"mine\", \"name\": \"mine\", \"model\": {model}, \"hardware\": {hardware}, {batch}, \"context\": 1024}}");
        try
        {
            Should.Throw<ChalkException>(() => Designs.Find(path)).Message.ShouldContain(hint);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TwoByTwo Cross(string before, string after, DesignObjective objective)
    {
        Design old = Designs.Find(before);
        Design made = Designs.Find(after);
        double Of(Design design) => DesignEvaluation.Of(design, Tables, Formats).Of(objective);
        return new(
            Of(old), Of(old.With(made.Model, old.Hardware)), Of(old.With(old.Model, made.Hardware)), Of(old.With(made.Model, made.Hardware)));
    }
}
