using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>
/// The recording's chapters through the command: each asks one worked example of the codesign notes, section 6, and finds the
/// printed figure. docs/codesign.md lists the same, chapter by chapter.
/// </summary>
public sealed class CodesignTests
{
    [Fact]
    public void Intro_narrow_arithmetic_pays_on_the_machine_made_for_it_alone()
    {
        JsonElement json = Ask("test bf16-a100 w4a4-fp4 --objective compute");

        Rows(json, "pairs").Select(pair => Math.Round(Number(pair, "relative"), 3)).ShouldBe([1, 1.339, 1, 0.335]);
        Math.Exp(Number(json, "synergy")).ShouldBe(4, 1e-9);
        json.GetProperty("codesign").GetBoolean().ShouldBeTrue();
        json.GetProperty("modelSacrifices").GetBoolean().ShouldBeTrue();
    }

    /// <summary>Chapter 2:49. The notes round the handicap of ReGLU to 1.12; the table of Shazeer gives 1.116.</summary>
    [Theory]
    [InlineData(1, 0.40)]
    [InlineData(8, 0.713)]
    [InlineData(32, 0.977)]
    public void Activation_sparsity_fades_with_the_batch(int batch, double bytes)
    {
        JsonElement sparse = Row(Ask($"activation --batch {batch}"), "activations", "activation", "reglu");

        double handicap = Number(sparse, "handicap");
        handicap.ShouldBe(1.12, 0.005);
        (Number(sparse, "bytes") / handicap).ShouldBe(bytes, 1e-3);
        (Number(sparse, "flop") / handicap).ShouldBe(0.40, 1e-3, "the arithmetic of zeros is skipped at any batch");
    }

    [Theory]
    [InlineData("", 17, 18)]
    [InlineData(" --charge split", 23, 25)]
    public void Activation_sparsity_pays_up_to_a_batch(string charge, double from, double to)
        => Number(Row(Ask("activation" + charge), "activations", "activation", "reglu"), "crossoverBatch").ShouldBeInRange(from, to);

    /// <summary>Chapter 4:22. Papers round MLA's intensity to 512, and so its use of H800 to 87 %.</summary>
    [Fact]
    public void Attention_fits_one_device_and_not_another()
    {
        JsonElement json = Ask("attention-fit --context 8192");

        JsonElement fit = Row(json, "fits", "model", "DeepSeek-V3");
        Number(fit, "intensity").ShouldBe(4 * 128 * (512 + 32) / 576.0, 0.1);
        Number(fit, "h800-sxm").ShouldBe(483.6 / (1979 / 3.35), 1e-3);
        JsonElement[] step3 = [.. Rows(json, "printed").Where(row => row.GetProperty("model").GetString() == "DSv3")];
        double[] again = [.. step3.Take(2).Select(row => Number(row, "attention"))];
        again[0].ShouldBe(0.054, 1e-3);
        again[1].ShouldBe(0.128, 1e-3);
        (again[1] / again[0]).ShouldBe(2.4, 0.05);
    }

    /// <summary>What DeepSeek prints of its own design.</summary>
    [Theory]
    [InlineData("KV cache of a token in BF16, DeepSeek-V3", 70.3, 0.001)]
    [InlineData("KV cache of a token in BF16, Llama 3.1 405B", 516, 0.001)]
    [InlineData("training of a token, DeepSeek-V3, sequences of 4,096", 250, 0.02)]
    [InlineData("training of a token, Llama 3.1 405B, sequences of 4,096", 2448, 0.02)]
    [InlineData("decoding bound of 50 GB/s a device (InfiniBand)", 67, 0.02)]
    [InlineData("decoding bound of 900 GB/s a device (NVL72)", 1200, 0.02)]
    public void Attention_fit_works_out_what_DeepSeek_prints(string figure, double printed, double share)
    {
        JsonElement row = Row(Ask("attention-fit"), "deepSeek", "figure", figure);

        Number(row, "printed").ShouldBe(printed, share * printed);
        Number(row, "again").ShouldBe(printed, share * printed);
    }

    /// <summary>Chapter 6:45: 139 FLOP a byte on V100, 295 on H100; but 1125 in the narrowest format of B200: forecast by format.</summary>
    [Fact]
    public void Trend_of_ridges_is_in_the_format()
    {
        JsonElement json = Ask("trend --tape-out 2027-01");

        double wide = Number(Row(json, "trends", "quantity", "FLOP a byte in BF16"), "perYear");
        double narrow = Number(Row(json, "trends", "quantity", "FLOP a byte in the narrowest native format"), "perYear");
        wide.ShouldBeInRange(1, 1.15);
        narrow.ShouldBeGreaterThan(wide + 0.1);
        Number(json, "year").ShouldBe(2030, 0.1);
    }

    /// <summary>Chapter 8:06.</summary>
    [Fact]
    public void Basin_of_a_device_with_less_memory_is_narrower()
    {
        JsonElement json = Ask("basin --on h100-sxm,tpu-v6e --intensity 300FLOP/B --needs 60GB");

        JsonElement wide = Row(json, "basins", "accelerator", "h100-sxm");
        JsonElement narrow = Row(json, "basins", "accelerator", "tpu-v6e");
        Workload(wide, "compute").ShouldBe(1, 5e-3);
        Workload(wide, "bandwidth").ShouldBe(0.98, 5e-3);
        Workload(narrow, "compute").ShouldBe(0.54, 5e-3);
        Workload(narrow, "bandwidth").ShouldBe(1, 5e-3);
        Workload(wide, "drainSeconds").ShouldBe(0.0239, 5e-5);
        Workload(narrow, "drainSeconds").ShouldBe(0.0195, 5e-5);
        wide.GetProperty("oneWorkload").GetProperty("fits").GetBoolean().ShouldBeTrue();
        narrow.GetProperty("oneWorkload").GetProperty("fits").GetBoolean().ShouldBeFalse();
        Number(wide, "runs").ShouldBeGreaterThan(Number(narrow, "runs"));

        static double Workload(JsonElement basin, string name) => Number(basin.GetProperty("oneWorkload"), name);
    }

    /// <summary>Chapter 9:34.</summary>
    [Fact]
    public void Regret_is_least_at_four_sevenths()
    {
        JsonElement json = Ask("regret --per device");

        JsonElement hedge = json.GetProperty("hedge");
        Number(hedge, "shareOfArithmetic").ShouldBe(4 / 7.0, 1e-9);
        Number(hedge, "kept").ShouldBe(0.57, 5e-3);
        Number(json, "dojoDiesFor70BFp8").ShouldBe(159);
    }

    [Fact]
    public void Regret_of_a_specialist_grows_with_the_cost_of_its_design()
    {
        double free = Odds("0");
        Odds("10%").ShouldBeGreaterThan(free + 0.03);

        static double Odds(string engineering) => Number(
            Row(Ask($"regret --on a100-sxm-80,tpu-v6e --per watt --nre {engineering}"), "odds", "scenario", "pre-training"),
            "paysFrom");
    }

    /// <summary>Chapter 13:23.</summary>
    [Fact]
    public void Grain_of_an_instruction_weighs_more_as_arithmetic_gets_cheaper()
    {
        JsonElement json = Ask("grain");

        double[] gains = [.. Rows(json, "instructions").Select(row => Number(row, "gain"))];
        gains[..3].ShouldBe([21, 6, 1.22]);
        JsonElement matrix = Row(json, "instructions", "instruction", "HMMA");
        Number(matrix, "overheadAt4").ShouldBe(0.88, 1e-9);
        Chalk.Run("codesign grain").Good().ShouldContain("10.7 times");
    }

    /// <summary>Chapter 16:22.</summary>
    [Theory]
    [InlineData("1.5", 0.15)]
    [InlineData("3", 0)]
    public void Flexible_share_of_a_fleet(string gain, double share)
        => Number(Ask($"flexibility --gain {gain} --chance 10% --value 1"), "flexibleShare").ShouldBe(share, 1e-9);

    /// <summary>Chapter 20:05.</summary>
    [Fact]
    public void Demand_of_decoding_is_twenty_times_what_6ND_sees()
    {
        JsonElement json = Ask("demand llama-3.1-8b --batch 128 --context 8192");

        double[] ratios = [.. Rows(json, "published").Select(row => Number(row, "ratio"))];
        double[] printed = [.. Rows(json, "published").Select(row => Number(row, "printed"))];
        printed.ShouldBe([20.2, 5.7, 1.56]);
        ratios.Zip(printed).ShouldAllBe(pair => Math.Abs((pair.First / pair.Second) - 1) < 0.01);
        Number(Rows(json, "wedge").First(), "inferenceOverTraining").ShouldBe(12.65, 0.01);
        Rows(json, "wedge").ShouldAllBe(row => row.GetProperty("mark").GetString()!.StartsWith("outside", StringComparison.Ordinal), "the law is asked beyond its data");
    }

    /// <summary>Chapter 23:09.</summary>
    [Fact]
    public void Sram_machines_are_bound_by_their_layers()
    {
        JsonElement wafers = Ask("sram llama-3.1-405b --machine cerebras-cs3");
        Number(wafers, "chips").ShouldBe(19);
        Number(wafers, "layerSeconds").ShouldBe(8.2e-6, 5e-8);
        Number(wafers, "tokensPerSecondPerUser").ShouldBe(969, 5);

        JsonElement chips = Ask("sram llama-3.1-70b --machine groq-lpu-v1 --weights int8 --chips 576 --context 4096 --layer-time 41.7us");
        Number(chips, "tokensPerSecondPerUser").ShouldBe(300, 5);

        string text = Chalk.Run("codesign sram").Good();
        foreach (string figure in new[] { "3.67", "135.7", "1.9505", "1.9135", "-1.90 %" })
        {
            text.ShouldContain(figure);
        }
    }

    /// <summary>Chapter 25:34.</summary>
    [Fact]
    public void Split_needs_as_many_micro_batches_as_the_way_takes()
    {
        JsonElement json = Ask("split");
        double[] pairs = [.. new[] { "DSv3", "Qwen3 MoE 235B", "Step-3" }.Select(model => Number(Row(json, "pairs", "model", model), "togetherUsdPerMtok"))];
        double[] printed = [0.068, 0.062, 0.055];
        pairs.Zip(printed).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-3);
        Number(Rows(json, "microBatches").Single(row => Number(row, "microBatches") == 3), "stepSeconds").ShouldBe(18_470e-6, 1e-9);

        Least(20).ShouldBe(3, "2 (1 + 0.2) is 2.4");
        Least(60).ShouldBe(4, "2 (1 + 0.6) is 3.2");

        static double Least(int transfer) => Rows(Ask($"split --attention-time 100us --expert-time 100us --transfer-time {transfer}us"), "microBatches")
            .Where(row => row.GetProperty("hidesTransfer").GetString() == "yes").Min(row => Number(row, "microBatches"));
    }

    /// <summary>Chapter 29:06.</summary>
    [Fact]
    public void Format_97_percent_as_good_is_a_fifth_of_the_parameters()
    {
        Equivalent("0.97").ShouldBe(14.4e9, 0.05e9);
        Equivalent("0.99").ShouldBe(37.8e9, 0.05e9);
        Equivalent("0.999").ShouldBe(65.4e9, 0.05e9);

        static double Equivalent(string ratio) => Number(Ask($"format --loss-ratio {ratio}").GetProperty("result"), "equivalentParameters");
    }

    [Fact]
    public void Format_a_smaller_overhead_saves_its_share_of_energy()
    {
        double before = Overhead("0.714");
        double after = Overhead("0.741");

        before.ShouldBe(0.40, 1e-3);
        after.ShouldBe(0.35, 1e-3);
        ((1 + after) / (1 + before)).ShouldBe(1 - 0.036, 1e-3);

        static double Overhead(string share) => Number(Row(Ask($"format --eN {share}"), "recipes", "name", "yours"), "overhead");
    }

    /// <summary>The first question, of complete designs: what makes the most of a joule is on a front, and so is the fastest.</summary>
    [Fact]
    public void Ipp_has_the_least_energy_and_the_most_speed_on_its_fronts()
    {
        JsonElement[] designs = [.. Rows(Ask("ipp"), "designs")];

        designs.Length.ShouldBeGreaterThanOrEqualTo(6);
        foreach (JsonElement best in new[]
        {
            designs.MinBy(design => Number(design, "joulesPerTokenAtReferenceLoss")),
            designs.MaxBy(design => Number(design, "tokensPerSecondPerUser")),
        })
        {
            best.GetProperty("speedFront").GetBoolean().ShouldBeTrue();
        }
    }

    private static JsonElement Ask(string question) => Chalk.Run($"codesign {question} --format json").Json();

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static IEnumerable<JsonElement> Rows(JsonElement json, string list) => json.GetProperty(list).EnumerateArray();

    private static JsonElement Row(JsonElement json, string list, string field, string value)
        => Rows(json, list).Single(row => row.GetProperty(field).GetString()!.StartsWith(value, StringComparison.Ordinal));
}
