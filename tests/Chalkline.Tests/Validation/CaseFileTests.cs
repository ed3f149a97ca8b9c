using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>What a table says about itself before anything is predicted.</summary>
public sealed class CaseFileTests
{
    private const string Serving = "case_id,model,model_key,hardware,ttft_ms,tpot_ms,tolerance_pct\na,Llama,meta/Llama,h100_sxm,1,2,15\nb,Other,,,1,2,\n";
    private const string Kernels = "case_id,kind,precision,time_us\na,gemm,bf16,1\n";

    [Theory]
    [InlineData(Serving, ValidationKind.Serving)]
    [InlineData(Kernels, ValidationKind.Kernels)]
    [InlineData("case_id,iteration_s,global_batch\na,1,2\n", ValidationKind.Training)]
    [InlineData("case_id,input_usd_per_m,output_usd_per_m\na,1,2\n", ValidationKind.Prices)]
    public void The_columns_tell_the_kind(string text, ValidationKind kind)
    {
        CaseFile.Parse(text, "some.csv", null).Kind.ShouldBe(kind);
        CaseFile.Parse(text, "some.csv", kind).Kind.ShouldBe(kind);
    }

    [Fact]
    public void Groups_come_from_the_columns_and_a_missing_key_from_the_next()
    {
        CaseFile file = CaseFile.Parse(Serving, "some.csv", null);

        file.Keys.ShouldBe(["model", "hardware"]);
        file.Groups(2)["model"].ShouldBe("meta/Llama");
        file.Groups(3)["model"].ShouldBe("Other");
        file.Groups(3)["hardware"].ShouldBe("(unknown)");
    }

    [Fact]
    public void A_row_has_the_tolerance_of_its_own_column()
    {
        CaseFile file = CaseFile.Parse(Serving, "some.csv", null);

        file.Tolerance(2).ShouldBe(0.15);
        file.Tolerance(3).ShouldBeNull();
        CaseFile.Parse(Kernels, "some.csv", null).Tolerance(2).ShouldBeNull();
    }

    [Fact]
    public void A_tolerance_that_is_no_share_is_named_with_its_line()
        => Should.Throw<ChalkException>(() => CaseFile.Parse(Serving.Replace(",15", ",-3", StringComparison.Ordinal), "some.csv", null).Tolerance(2))
            .Message.ShouldContain("some.csv: line 2, column tolerance_pct: '-3' is wrong");

    [Theory]
    [InlineData("", null, "some.csv: is empty")]
    [InlineData("a,b\n1,2\n", null, "are of no kind that can be validated")]
    [InlineData("case_id,ttft_ms,tpot_ms\n", null, "has a header and no rows")]
    [InlineData(Kernels, ValidationKind.Serving, "holds kernels rows (column time_us), not serving; give --kind kernels")]
    public void What_cannot_be_validated_is_one_sentence(string text, ValidationKind? asked, string hint)
    {
        string message = Should.Throw<ChalkException>(() => CaseFile.Parse(text, "some.csv", asked)).Message;

        message.ShouldContain(hint);
        message.ShouldEndWith(".");
        message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("tpot_ms", "", 0.30)]
    [InlineData("ttft_ms", "", 0.60)]
    [InlineData("output_tok_s_per_gpu", "", 0.35)]
    [InlineData("time_us", "gemm", 0.25)]
    [InlineData("time_us", "attention_decode", 0.30)]
    [InlineData("time_us", "moe", 0.50)]
    [InlineData("time_us", "all_reduce", 0.30)]
    public void Default_tolerances(string metric, string kernel, double expected)
        => CaseTolerance.Default(metric, kernel).ShouldBe(expected);
}
