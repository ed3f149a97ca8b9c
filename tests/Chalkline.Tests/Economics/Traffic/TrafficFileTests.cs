using Chalkline.Derivations;
using Chalkline.Economics.Accounts;
using Chalkline.Economics.Traffic;
using Chalkline.Files;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Economics.Traffic;

/// <summary>Traffic that is shipped, that a user writes, and that is wrong.</summary>
public sealed class TrafficFileTests
{
    private const string Good = """
        {"name":"a","source":{"where":"w","date":"2025"},"input":"4 ktok","output":"500 tok",
        "lengths":[{"length":"9000 tok","weight":1},{"length":"3000 tok","weight":3}],
        "hitRate":0.25,"batchShare":0.5,"ttft":"2 s","tpot":"40 ms","notes":"n"}
        """;

    [Fact]
    public void A_users_file_is_read()
    {
        TrafficProfile read = Read(Good);

        read.Usual.Input.Value.ShouldBe(4000);
        read.Usual.Output.Value.ShouldBe(500);
        read.Usual.Prefix.Value.ShouldBe(0);
        read.Usual.TimeToFirstToken.ShouldBe(new Seconds(2));
        read.Usual.TimePerOutputToken!.Value.Value.ShouldBe(0.04, 1e-12);
        read.Lengths!.Parts.ShouldBe([(new Tokens(3000), 0.75), (new Tokens(9000), 0.25)]);
        read.HitRate.ShouldBe(0.25);
        read.BatchShare.ShouldBe(0.5);
        read.Source.ShouldBe(new Source("w", "2025", Verification.Yes));
    }

    [Fact]
    public void What_is_not_said_is_not_known()
    {
        TrafficProfile read = Read("""{"name":"a","source":{"where":"w","date":""},"input":"4 tok","output":"5 tok"}""");

        read.Lengths.ShouldBeNull();
        read.HitRate.ShouldBeNull();
        read.BatchShare.ShouldBeNull();
        read.Usual.TimePerOutputToken.ShouldBeNull();
    }

    /// <summary>Two files of one source: the lengths follow from the accounts and the context that is published.</summary>
    [Fact]
    public void Day_6_agrees_with_its_accounts()
    {
        OperatorAccounts accounts = AccountsFile.Find(HardwareData.Folder, "deepseek-day-6");
        TrafficProfile traffic = TrafficFile.Find(HardwareData.Folder, "DeepSeek-Day-6");

        traffic.Source.Where.ShouldBe(accounts.Source.Where);
        traffic.HitRate!.Value.ShouldBe(accounts.HitRate, 1e-12);
        (traffic.Usual.Input / traffic.Usual.Output).ShouldBe(accounts.Input / accounts.Output, 0.001);
        traffic.Usual.MeanContext.Value.ShouldBe(4989, 1, "an output token's KV cache, as published");
    }

    [Fact]
    public void An_agent_grows_evenly_and_writes_one_token_for_131()
    {
        TrafficProfile traffic = TrafficFile.Find(HardwareData.Folder, "codex-swe-bench-pro");

        traffic.Lengths!.Mean.Value.ShouldBe(traffic.Usual.Input.Value, 1e-6);
        (traffic.Usual.Input / traffic.Usual.Output).ShouldBe(131, 0.5);
    }

    [Theory]
    [InlineData("\"input\":\"4 ktok\",", "", "has no 'input'")]
    [InlineData("4 ktok", "4 GB", "'input'")]
    [InlineData("500 tok", "0.5 tok", "'output' is \"0.5 tok\" and must be a whole number of tokens")]
    [InlineData("0.25", "1", "'hitRate' is 1 and leaves nothing to compute; it lies from 0 to below 1")]
    [InlineData("\"batchShare\":0.5", "\"batchShare\":1.5", "'batchShare' is 1.5 and must be a number from 0 to 1")]
    [InlineData("9000 tok", "3000 tok", "field 'lengths': A mix names a length twice")]
    [InlineData("\"weight\":1", "\"weight\":0", "'lengths[0].weight'")]
    [InlineData("\"weight\":1", "\"share\":1", "'lengths[0].share'")]
    [InlineData("\"notes\"", "\"note\"", "'note' is \"n\" and is not a field known here")]
    [InlineData("\"2025\"", "\"2025\",\"verified\":\"maybe\"", "'source.verified' is \"maybe\" and must be yes, partial or no")]
    public void What_is_wrong_is_told_in_a_sentence(string good, string bad, string hint)
    {
        Good.ShouldContain(good);
        Should.Throw<ChalkException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)))
            .Message.ShouldContain(hint);
    }

    private static TrafficProfile Read(string text) => TrafficFile.Read(JsonView.Parse("workload.json", text));
}
