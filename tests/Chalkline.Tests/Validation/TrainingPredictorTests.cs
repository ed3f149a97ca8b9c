using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Tests.Catalog;
using Chalkline.Training;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

public sealed class TrainingPredictorTests
{
    private const string Header =
        "case_id,layers,hidden,heads,kv_heads,gated_mlp,vocab,seq_len,hardware,n_gpus,precision,tp,pp,schedule,"
        + "micro_batch,global_batch,recompute,iteration_s,tokens_s_per_gpu,mfu_pct,flop_convention,peak_mem_gib,"
        + "quality,task,experts\n";

    private const string Korthikanti =
        "paper:22b,48,6144,64,64,no,51200,2048,a100_sxm_80,8,fp16,8,1,n/a,4,4,full,1.42,721.127,,,,ok,pretrain,\n";

    private static readonly string Shipped = Path.Combine(HardwareData.Folder.Path, "measurements", "training.csv");

    private static readonly Lazy<ImmutableArray<ScoredRow>> Rows = new(
        () => new TrainingPredictor(HardwareData.Catalogue).Predict(CaseFile.Read(Shipped, null), CancellationToken.None));

    [Fact]
    public void A_row_is_predicted_in_every_metric_it_has()
    {
        ScoredRow row = Predict(Korthikanti).Single();
        row.Skipped.ShouldBeNull();
        row.Values.Select(value => value.Metric).ShouldBe(["iteration_s", "tokens_s_per_gpu"]);
        row.Values[0].Predicted.ShouldBe(1.42, 0.15);

        // A rate is the work over the time, at both ends.
        double work = 4 * 2048 / 8.0;
        row.Values[1].Predicted.ShouldBe(work / row.Values[0].Predicted, 1e-9);
        row.Values[1].Low.ShouldBe(work / row.Values[0].High, 1e-9);
        row.Values[1].High.ShouldBe(work / row.Values[0].Low, 1e-9);
    }

    [Fact]
    public void A_run_that_ended_for_want_of_memory_is_a_verdict()
    {
        string large = Korthikanti.Replace("full,1.42,721.127", "none,,", StringComparison.Ordinal)
            .Replace(",ok,", ",oom: printed,", StringComparison.Ordinal);
        Predict(large.Replace(",4,4,none", ",32,32,none", StringComparison.Ordinal)).Single()
            .Skipped.ShouldBe("does not fit");
        Predict(large.Replace(",4,4,none", ",1,4,none", StringComparison.Ordinal)).Single()
            .Skipped.ShouldBe("ran out of memory, predicted to fit");
    }

    [Theory]
    [InlineData(",48,", ",,", "layers not stated")]
    [InlineData("fp16", "", "precision not stated")]
    [InlineData("fp16", "ternary", "precision 'ternary' is not known")]
    [InlineData("a100_sxm_80", "abacus", "hardware not in the catalogue")]
    [InlineData("fp16,8,1", "fp16,3,1", "degrees do not give the devices")]
    [InlineData("fp16,8,1", "fp16,1,8", null)]
    public void What_is_missing_is_said(string from, string to, string? reason)
        => Predict(Korthikanti.Replace(from, to, StringComparison.Ordinal)).Single().Skipped.ShouldBe(reason);

    [Theory]
    [InlineData("1.42", "soon", "column iteration_s")]
    [InlineData(",ok,", ",fine,", "column quality")]
    [InlineData("fp16,8", "fp16,half", "column tp")]
    public void A_wrong_cell_is_named(string from, string to, string named)
        => Should.Throw<ChalkException>(() => Predict(Korthikanti.Replace(from, to, StringComparison.Ordinal)))
            .Message.ShouldContain(named);

    [Fact]
    public void A_micro_batch_that_is_not_printed_is_assumed_and_said_so()
    {
        ScoredRow row = Predict(Korthikanti.Replace(",4,4,full", ",,4,full", StringComparison.Ordinal)).Single();
        row.Remark.ShouldBe("assumed, not stated: micro-batch");
    }

    [Fact]
    public void Dense_layers_are_found_from_the_parameters()
    {
        const string Columns = "case_id,layers,hidden,heads,kv_heads,head_dim,ffn,gated_mlp,vocab,experts,"
            + "experts_per_token,shared_experts,expert_ffn,params_b,seq_len,hardware,n_gpus,precision,tp,pp,"
            + "global_batch,iteration_s,quality\n";
        const string Row = "a,61,7168,128,128,,18432,yes,129280,256,8,1,2048,671,4096,h800_sxm,8,fp8,1,1,8,1,ok\n";
        TrainingShape shape = TrainingCases.Parse(Columns + Row, "t.csv").Single().Job!.Shape;
        shape.DenseLayers.ShouldBe(3);
        shape.Latent.ShouldBeTrue();
        (shape.Parameters / 1e9).ShouldBe(671, 1);
    }

    [Fact]
    public void No_shipped_row_is_predicted_past_its_floor_or_outside_its_interval()
    {
        foreach (ScoredValue value in Rows.Value.SelectMany(row => row.Values))
        {
            value.UnderFloor.ShouldBeFalse();
            value.Predicted.ShouldBeInRange(value.Low, value.High);
        }
    }

    /// <summary>Whole sources, as published; the marks are a quarter above what the constants reach now.</summary>
    [Theory]
    [InlineData("korthikanti", 0.06)]
    [InlineData("vtrain_multi", 0.07)]
    [InlineData("vtrain_single", 0.10)]
    [InlineData("mpt", 0.09)]
    [InlineData("simumax", 0.08)]
    [InlineData("bridge", 0.16)]
    [InlineData("mlperf", 0.12)]
    [InlineData("zerobubble", 0.11)]
    public void Shipped_sources_keep_their_median_error(string source, double most)
    {
        double[] errors =
        [
            .. Rows.Value.Where(row => row.Quality == CaseQuality.Ok && row.Id.StartsWith(source, StringComparison.Ordinal))
                .SelectMany(row => row.Values).Where(value => value.Metric == "iteration_s")
                .Select(value => Math.Abs(value.Error)).Order(),
        ];
        errors[errors.Length / 2].ShouldBeLessThan(most);
    }

    private static ImmutableArray<ScoredRow> Predict(string rows)
        => new TrainingPredictor(HardwareData.Catalogue)
            .Predict(TrainingCases.Parse(Header + rows, "training.csv"), CancellationToken.None);
}
