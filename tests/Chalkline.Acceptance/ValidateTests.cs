using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary><c>chalk validate</c> as a user meets it: their own file, its kinds, its groups, and their slips.</summary>
public sealed class ValidateTests
{
    private const string Header =
        "case_id,source,model,model_key,hardware,weight_precision,kv_precision,mode,isl,osl,prefix_len,concurrency,n_gpus,tp,pp,"
        + "attn_dp,moe_ep,spec_decode,quality,ttft_ms,tpot_ms\n";

    private const string Llama = "mine,Llama,meta-llama/Meta-Llama-3.1-8B,h100_sxm,bf16,bf16,agg,1024,1024,0,16,1,1,1,1,1,no";

    /// <summary>Two rows that can be trusted, a weak one, a dropped one, and one without a layout.</summary>
    private const string Mine =
        Header
        + "a," + Llama + ",ok,60,8.5\n"
        + "b," + Llama + ",ok,55,8\n"
        + "c," + Llama + ",weak: short run,60,30\n"
        + "d," + Llama + ",drop: copy,60,8\n"
        + "e,mine,Llama,meta-llama/Meta-Llama-3.1-8B,h100_sxm,bf16,bf16,agg,1024,1024,0,16,,,,,,no,ok,60,8\n";

    private static JsonElement Json(string text, string options = "")
    {
        using Scratch scratch = new();
        return Chalk.Run($"validate {scratch.Write("mine.csv", text)} --format json {options}").Json();
    }

    [Fact]
    public void A_users_own_rows_are_predicted_counted_and_kept_apart_by_quality()
    {
        JsonElement json = Json(Mine);

        json.ShouldSatisfy("validate");
        json.GetProperty("kind").GetString().ShouldBe("serving");
        json.GetProperty("rows").GetInt32().ShouldBe(5);
        json.GetProperty("predicted").GetInt32().ShouldBe(3);
        json.GetProperty("overall").GetProperty("tpot_ms").GetProperty("n").GetInt32().ShouldBe(2);
        json.GetProperty("notOk").GetProperty("overall").GetProperty("tpot_ms").GetProperty("n").GetInt32().ShouldBe(1);
        json.GetProperty("skipped").EnumerateObject().Sum(reason => reason.Value.GetInt32()).ShouldBe(2);
        json.GetProperty("skipped").GetProperty("dropped by the data").GetInt32().ShouldBe(1);
        json.GetProperty("floorViolations").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void The_errors_are_fractions_that_follow_from_the_csv()
    {
        using Scratch scratch = new();
        string file = scratch.Write("mine.csv", Mine);
        JsonElement score = Chalk.Run($"validate {file} --format json").Json().GetProperty("overall").GetProperty("tpot_ms");
        string[][] rows = Csv.Read(Chalk.Run($"validate {file} --format csv").Good());
        int Column(string name) => Array.IndexOf(rows[0], name);
        double Number(string[] row, string name) => double.Parse(row[Column(name)], System.Globalization.CultureInfo.InvariantCulture);
        double[] errors =
        [
            .. rows[1..].Where(row => row[Column("quality")] == "ok" && row[Column("metric")] == "tpot_ms")
                .Select(row => (Number(row, "predicted") - Number(row, "measured")) / Number(row, "measured")),
        ];

        errors.Length.ShouldBe(2);
        score.GetProperty("bias").GetDouble().ShouldBe(errors.Average(), 1e-12);
        score.GetProperty("meanApe").GetDouble().ShouldBe(errors.Average(Math.Abs), 1e-12);
    }

    [Fact]
    public void What_a_prediction_knows_of_itself_groups_rows()
    {
        JsonElement group = Json(Mine, "--group-by load,architecture,kernels").GetProperty("groups").EnumerateArray().ShouldHaveSingleItem();

        JsonElement by = group.GetProperty("by");
        by.GetProperty("load").GetString().ShouldBe("below");
        by.GetProperty("architecture").GetString().ShouldBe("dense");
        by.GetProperty("kernels").GetString().ShouldBe("own");
    }

    [Fact]
    public void A_fidelity_without_calibration_states_no_intervals()
        => Json(Mine, "--fidelity operator").GetProperty("overall").GetProperty("tpot_ms").GetProperty("coverage80").ValueKind
            .ShouldBe(JsonValueKind.Null);

    [Fact]
    public void Groups_are_by_the_keys_in_their_order()
    {
        JsonElement group = Json(Mine, "--group-by hardware,model,isl").GetProperty("groups").EnumerateArray().ShouldHaveSingleItem();

        group.GetProperty("by").EnumerateObject().Select(pair => pair.Name).ShouldBe(["hardware", "model", "isl"]);
        group.GetProperty("by").GetProperty("isl").GetString().ShouldBe("1024");
    }

    [Fact]
    public void A_column_of_tolerances_is_used()
    {
        string tight = Mine.Replace("tpot_ms\n", "tpot_ms,tolerance_pct\n", StringComparison.Ordinal)
            .Replace("8.5\n", "8.5,0.001\n", StringComparison.Ordinal)
            .Replace(",8\n", ",8,0.001\n", StringComparison.Ordinal)
            .Replace(",30\n", ",30,0.001\n", StringComparison.Ordinal);

        Json(tight).GetProperty("overall").GetProperty("tpot_ms").GetProperty("withinTolerance").GetDouble().ShouldBe(0);
    }

    [Fact]
    public void Every_fidelity_there_is_predicts_and_none_under_the_floor()
    {
        foreach (string fidelity in new[] { "chalk", "operator" })
        {
            JsonElement json = Json(Mine, $"--fidelity {fidelity}");
            json.GetProperty("fidelity").GetString().ShouldBe(fidelity);
            json.GetProperty("floorViolations").GetInt32().ShouldBe(0);
        }
    }

    [Fact]
    public void Prices_are_scored_against_the_prior_and_drawn()
    {
        using Scratch scratch = new();
        const string Text =
            "case_id,provider,architecture,input_usd_per_m,output_usd_per_m,truth_total_params_b,truth_active_params_b,"
            + "truth_kv_bytes_per_token_bf16\n"
            + "A,deepinfra,new/One,0.3,0.9,100,10,60000\nB,else,new/One,0.2,0.2,100,10,\nC,else,new/Two,0,1,8,8,100000\n";
        JsonElement json = Json(Text, "--kind prices");
        json.GetProperty("predicted").GetInt32().ShouldBe(2);
        json.GetProperty("skipped").EnumerateObject().Single().Name.ShouldContain("free tier");
        JsonElement active = json.GetProperty("overall").GetProperty("activeParameters");
        active.GetProperty("n").GetInt32().ShouldBe(2);
        active.GetProperty("architectures").GetProperty("n").GetInt32().ShouldBe(1);
        active.GetProperty("medianFactor").GetDouble().ShouldBeGreaterThanOrEqualTo(1);
        Chalk.Run(["validate", scratch.Write("prices.csv", Text), "--out", scratch.File("out.html")]).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,b\n1,2\n", "of no kind")]
    [InlineData(Header, "no rows")]
    [InlineData("case_id,ttft_ms,tpot_ms\na,1,2\n", "lacks column 'source'")]
    [InlineData(Header + "a,mine\n", "line 2 has 2 fields")]
    public void A_file_that_cannot_be_used_is_named(string text, string hints)
    {
        using Scratch scratch = new();
        string file = scratch.Write("mine.csv", text);

        BadInputTests.Check(Chalk.Run(["validate", file, "--out", scratch.File("out.html")]), $"{file}|{hints}");
        Directory.GetFiles(scratch.Path).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("validate no-such.csv", "no-such.csv|cannot be read")]
    [InlineData("validate --kind colours", "--kind colours|serving, kernels, training or prices")]
    [InlineData("validate --kind prices --fidelity chalk", "Prices are deduced|--fidelity calibrated")]
    [InlineData("validate --fidelity exact", "--fidelity exact|chalk, operator or calibrated")]
    [InlineData("validate --group-by model,colour", "'colour'|hardware")]
    [InlineData("validate --group-by model,,mode", "--group-by|empty key")]
    [InlineData("validate --write-docs /no/such/root", "/no/such/root|README.md")]
    public void A_slip_is_one_sentence(string arguments, string hints) => BadInputTests.Check(Chalk.Run(arguments), hints);

    [Fact]
    public void A_file_of_another_kind_is_told_with_what_it_is()
    {
        using Scratch scratch = new();

        BadInputTests.Check(
            Chalk.Run($"validate {scratch.Write("mine.csv", Mine)} --kind kernels"), "holds serving rows|--kind serving");
    }
}
