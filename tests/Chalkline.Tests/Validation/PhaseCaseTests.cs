using Chalkline.Calibration;
using Chalkline.Catalog;
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

    private static readonly ServingPredictor Predictor = new(
        ModelCatalogue.Open(HardwareData.Folder), HardwareData.Catalogue, Fidelity.Calibrated,
        CalibrationSet.Open(HardwareData.Folder));

    private static ScoredRow Row(string cells)
        => Predictor.Predict(ServingCases.Parse($"{Header}\n{cells}\n", "rows.csv").ShouldHaveSingleItem());

    /// <summary>A row of DeepSeek-V3 on H800 from its mode on.</summary>
    private static ScoredRow DeepSeek(string mode)
        => Row($"a,s,deepseek_internal,DeepSeek-V3,deepseek-ai/DeepSeek-V3,h800_sxm,fp8,bf16,{mode}");

    private static double Value(ScoredRow row, string metric) => row.Values.Single(value => value.Metric == metric).Predicted;

    [Fact]
    public void The_profile_of_deepseek_comes_out()
    {
        Value(DeepSeek("prefill,4096,,0,,32,1,,32,32,unknown,ok,,,,7839,,,batch: 16384 tokens/GPU"), "input_tok_s_per_gpu")
            .ShouldBe(7839, 784);
        Value(DeepSeek("decode,4096,,0,16384,128,1,,128,128,unknown,ok,,,2325,,,,"), "output_tok_s_per_gpu")
            .ShouldBe(2325, 233);
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
