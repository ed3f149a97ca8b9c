using Chalkline.Derivations;
using Chalkline.Economics.Accounts;
using Chalkline.Files;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Economics;

/// <summary>DeepSeek's accounts of a day, to the dollar, and accounts that are wrong.</summary>
public sealed class AccountsTests
{
    private const string Good = """
        {"name":"a","source":{"where":"w","date":"2025"},"time":"1 h","devices":2,"rent":"3 $/h/device",
        "input":"10 Mtok",        "cacheHits":"4 Mtok",
        "output":"1 Mtok",
        "prices":{"input":"1 $/Mtok","cachedInput":"0.5 $/Mtok","output":"2 $/Mtok"}}
        """;

    private static readonly OperatorAccounts DaySix = AccountsFile.Find(HardwareData.Folder, "deepseek-day-6");

    [Fact]
    public void Day_6_costs_87072_dollars_brings_562100_printed_562027_and_earns_545_percent()
    {
        AccountsResult result = DaySix.Result();

        result.Cost.Value.ShouldBe(87072, 1e-6);
        result.Revenue.Value.ShouldBe(562100, 1e-3);
        result.Margin.ShouldBe(5.45558, 1e-4);
        DaySix.PrintedRevenue!.Value.Value.ShouldBe(562027);
        ((DaySix.PrintedRevenue!.Value.Value / result.Cost.Value) - 1).ShouldBe(5.45, 0.005);
        DaySix.HitRate.ShouldBe(0.5625, 1e-4);
    }

    /// <summary>
    /// Output over input cost 4.98; rates and volumes need the devices that there were, within rounding.
    /// </summary>
    [Fact]
    public void Day_6_rates_and_volumes_agree()
    {
        AccountsResult result = DaySix.Result();

        (result.OutputCost!.Value / result.InputCost!.Value).ShouldBe(4.98, 0.005);
        (result.OutputCost!.Value.Value * 1e6).ShouldBe(16 / (14800 * 3600.0) * 1e6, 1e-9);
        result.Busy!.Value.ShouldBe(1, 0.002);
    }

    [Fact]
    public void The_work_holds()
    {
        Derivation derivation = new("day 6");
        Shown work = new(derivation);
        AccountsResult.Of(DaySix, ref work);

        derivation.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void Small_accounts_by_hand()
    {
        AccountsResult result = AccountsFile.Read(JsonView.Parse("accounts.json", Good)).Result();

        result.Cost.Value.ShouldBe(6, 1e-12);
        result.Revenue.Value.ShouldBe(2 + 6 + 2, 1e-12);
        result.Margin.ShouldBe(10 / 6.0 - 1, 1e-12);
        result.Busy.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"2 $/Mtok\"", "\"0 $/Mtok\"", "prices.output")]
    [InlineData("\"2 $/Mtok\"", "\"-2 $/Mtok\"", "prices.output")]
    [InlineData("\"2 $/Mtok\"", "\"2 GB\"", "prices.output")]
    [InlineData("\"4 Mtok\"", "\"40 Mtok\"", "more than all input")]
    [InlineData("\"cachedInput\":\"0.5 $/Mtok\",", "", "cachedInput")]
    [InlineData("\"devices\":2", "\"devices\":0", "devices")]
    [InlineData("\"name\":\"a\",", "", "name")]
    [InlineData("\"name\":\"a\"", "\"nome\":\"a\"", "nome")]
    [InlineData("\"1 h\"", "\"-1 h\"", "time")]
    public void Wrong_accounts_are_refused_with_the_field(string old, string replacement, string hint)
        => Should.Throw<ChalkException>(() => AccountsFile.Read(
                JsonView.Parse("accounts.json", Good.Replace(old, replacement, StringComparison.Ordinal))))
            .Message.ShouldContain(hint);

    [Fact]
    public void An_unknown_name_lists_what_there_is()
        => Should.Throw<ChalkException>(
            () => AccountsFile.Find(HardwareData.Folder, "nothing")).Message.ShouldContain("deepseek-day-6");
}
