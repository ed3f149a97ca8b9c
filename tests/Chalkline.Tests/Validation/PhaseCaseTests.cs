using System.Globalization;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Layouts;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>Rows of prefill workers alone and of decode workers alone: what is predicted, and what says why not.</summary>
public sealed class PhaseCaseTests
{
    private const string Header = "case_id,source,backend,model,model_key,hardware,weight_precision,kv_precision,mode,isl,osl,"
        + "prefix_len,concurrency,n_gpus,tp,pp,attn_dp,moe_ep,spec_decode,quality,ttft_ms,tpot_ms,output_tok_s_per_gpu,"
        + "input_tok_s_per_gpu,tok_s_per_user,prefill_ms,notes";

    private const string WithUse = Header + ",mfu_pct,decode_ms_per_step";

    private static readonly ServingPredictor Predictor = new(
        ModelCatalogue.Open(HardwareData.Folder), HardwareData.Catalogue, Fidelity.Calibrated,
        CalibrationSet.Open(HardwareData.Folder));

    private static ScoredRow Row(string cells, string header = Header)
        => Predictor.Predict(ServingCases.Parse($"{header}\n{cells}\n", "rows.csv").ShouldHaveSingleItem());

    /// <summary>A row of DeepSeek-V3 on H800 from its mode on.</summary>
    private static ScoredRow DeepSeek(string mode)
        => Row($"a,s,deepseek_internal,DeepSeek-V3,deepseek-ai/DeepSeek-V3,h800_sxm,fp8,bf16,{mode}");

    private static double Value(ScoredRow row, string metric) => row.Values.Single(value => value.Metric == metric).Predicted;

    [Fact]
    public void The_profile_of_deepseek_comes_out()
    {
        Value(DeepSeek("prefill,4096,,0,,32,1,,32,32,unknown,ok,,,,7839,,,batch: 16384 tokens/GPU"), "input_tok_s_per_gpu")
            .ShouldBe(7839, 0.13 * 7839);
        Value(DeepSeek("decode,4096,,0,16384,128,1,,128,128,unknown,ok,,,2325,,,,"), "output_tok_s_per_gpu")
            .ShouldBe(2325, 0.13 * 2325);
    }

    [Fact]
    public void Cached_tokens_come_in_for_nothing()
    {
        ScoredRow none = DeepSeek("prefill,4096,,0,,32,1,,32,32,unknown,ok,,,,7839,,,");
        ScoredRow most = DeepSeek("prefill,4096,,3072,,32,1,,32,32,unknown,ok,,,,7839,,,");

        Value(most, "input_tok_s_per_gpu").ShouldBeGreaterThan(2.5 * Value(none, "input_tok_s_per_gpu"));
    }

    [Fact]
    public void The_speed_of_a_stream_gives_the_batch_where_none_is_stated()
    {
        ScoredRow slow = DeepSeek("decode,4989,,,,144,1,,144,144,unknown,ok,,,1850,,15,,");
        ScoredRow fast = DeepSeek("decode,4989,,,,144,1,,144,144,unknown,ok,,,1850,,30,,");

        Value(slow, "output_tok_s_per_gpu").ShouldBeGreaterThan(Value(fast, "output_tok_s_per_gpu"));
        slow.Values.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_static_prefill_is_timed_whole()
    {
        ScoredRow row = Row("a,s,vllm,Llama,meta-llama/Meta-Llama-3.1-8B,h100_sxm,bf16,bf16,prefill,2048,,0,4,1,1,,1,,no,ok,,,,,,200,");

        ScoredValue value = row.Values.ShouldHaveSingleItem();
        value.Metric.ShouldBe("prefill_ms");
        value.Predicted.ShouldBeGreaterThan(value.Floor);
    }

    [Theory]
    [InlineData("prefill,4096,,0,,32,,,,,unknown,ok,,,,7839,,,", "layout not stated")]
    [InlineData("decode,4096,,0,,128,1,,128,128,unknown,ok,,,2325,,,,", "batch not stated")]
    [InlineData("decode,4096,,0,16384,128,1,,128,128,yes,ok,,,2325,,,,", "speculation without its acceptance")]
    [InlineData("prefill,,,0,,32,1,,32,32,unknown,ok,,,,7839,,,", "isl not stated")]
    [InlineData("prefill,4096,,0,,32,1,,32,32,unknown,ok,900,,,,,,", "nothing measured that is predicted")]
    public void What_a_row_does_not_state_is_told(string mode, string reason) => DeepSeek(mode).Skipped.ShouldBe(reason);

    /// <summary>Pope et al., arXiv:2211.05102, tables 2 and 3, within the 20 % that the data allow.</summary>
    [Theory]
    [InlineData("540B", "bf16,,prefill,2048,0,0,512,64", "weight-gathered XYZ, attention sharded over batch", 85200, 76, 0)]
    [InlineData("62B", "int8,,prefill,2048,0,0,1,16", "2D weight-stationary, attention sharded over heads; int8 weights", 160, 36, 0)]
    [InlineData("540B", "int8,,decode,2048,64,0,64,64", "2D weight-stationary, attention sharded over batch; int8 weights", 0, 14, 28.4)]
    [InlineData("62B", "bf16,,decode,2048,64,0,512,8", "2D weight-stationary, attention sharded over batch", 0, 37, 79.7)]
    public void Layouts_over_a_torus_come_out(string size, string cells, string layout, double prefill, double use, double step)
    {
        ScoredRow row = Row(string.Create(
            CultureInfo.InvariantCulture,
            $"a,s,google_pax_paper,PaLM,google/PaLM-{size} (paper),tpu_v4,{cells},,,,,no,ok,,,,,,{Cell(prefill)},\"{layout}\",{use},{Cell(step)}"), WithUse);

        Value(row, "mfu_pct").ShouldBe(use, 0.2 * use);
        double time = Math.Max(prefill, step);
        string metric = prefill > 0 ? "prefill_ms" : "decode_ms_per_step";
        Value(row, metric).ShouldBe(time, 0.2 * time);
        row.Remark.ShouldContain("stated efficiencies");
    }

    private static string Cell(double value) => value > 0 ? value.ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>MFU is 2 N FLOP a token of the model as published, over the peak of the devices in the time of the step.</summary>
    [Fact]
    public void Utilisation_is_the_arithmetic_of_the_model_over_the_time()
    {
        ScoredRow row = Row("a,s,vllm,Llama,meta-llama/Meta-Llama-3.1-8B,h100_sxm,bf16,bf16,prefill,2048,,0,4,1,1,,1,,no,ok,,,,,,200,,50,", WithUse);

        double time = Value(row, "prefill_ms") / 1e3;
        Value(row, "mfu_pct").ShouldBe(100 * 2 * 7.505e9 * 4 * 2048 / (time * 989.4e12), 0.1);
    }

    [Theory]
    [InlineData("FFN 2D weight-stationary, attention sharded over heads", MatrixCut.BothWays, true)]
    [InlineData("FFN weight-gathered XYZ, attention sharded over batch", MatrixCut.Gathered, false)]
    [InlineData("TP8 single node", null, false)]
    public void Notes_state_how_matrices_are_cut(string notes, MatrixCut? cut, bool byHeads)
    {
        CaseNotes.Cut(notes).ShouldBe(cut);
        CaseNotes.AttentionByHeads(notes).ShouldBe(byHeads);
    }

    [Theory]
    [InlineData("precision: int8 weights, bf16 matmul", true)]
    [InlineData("precision: int8", false)]
    public void Notes_state_that_weights_alone_are_narrow(string notes, bool alone)
        => CaseNotes.WeightsAlone(notes).ShouldBe(alone);

    [Theory]
    [InlineData("batch: 16384 tokens/GPU; 4 nodes", 16384.0)]
    [InlineData("batch: 256 requests/GPU", null)]
    public void Notes_state_the_tokens_of_a_step(string notes, double? tokens)
        => CaseNotes.TokensPerDevice(notes).ShouldBe(tokens);

    [Theory]
    [InlineData("EP32, TBO, EPLB", true)]
    [InlineData("EP72 TBO off, simulated MTP", false)]
    [InlineData("EP48, no TBO, no MTP", false)]
    [InlineData("EP32 TP1, two micro-batches", true)]
    [InlineData("TP8 single node", false)]
    public void Notes_state_two_half_batches(string notes, bool two) => CaseNotes.TwoBatches(notes).ShouldBe(two);
}
