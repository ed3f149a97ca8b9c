using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Economics.CostSheets.CostSymbols;

namespace Chalkline.Economics.Accounts;

/// <summary>An operator's accounts worked out again from its volumes, machines and prices.</summary>
/// <param name="Cost">Rent of all devices.</param>
/// <param name="Revenue">What the tokens bring at list price.</param>
/// <param name="Margin">Profit over cost.</param>
public sealed record AccountsResult(Usd Cost, Usd Revenue, double Margin)
{
    /// <summary>Rent over tokens while a device prefills, hits included; null without a rate.</summary>
    public UsdPerToken? InputCost { get; init; }

    /// <summary>Rent over tokens while a device decodes; null without a rate.</summary>
    public UsdPerToken? OutputCost { get; init; }

    /// <summary>
    /// Devices that the volumes need at the published rates, over the devices there were: near 1 when rates and volumes
    /// are
    /// of the same hours. Null without both rates.
    /// </summary>
    public double? Busy { get; init; }

    /// <summary>Works the accounts out, with the work shown.</summary>
    public static AccountsResult Of<TWork>(OperatorAccounts accounts, ref TWork work)
        where TWork : struct, IWork
    {
        Source source = accounts.Source;
        work.Open("what the devices cost");
        Devices devices = work.Given(S.Devices, new Devices(accounts.Devices), source, "devices");
        UsdPerDeviceHour rent = work.Given(S.Rent, accounts.Rent, source, "rent");
        Seconds time = work.Given(S.Time, accounts.Time, source, "time");
        Usd expense = work.Step(S.Expense, rent * devices * time);
        work.Close();
        work.Open("what the tokens bring");
        Tokens inputTokens = work.Given(S.InputTokens, accounts.Input, source, "inputTokens");
        Tokens hitTokens = work.Given(S.HitTokens, accounts.CacheHits, source, "hitTokens");
        Tokens outputTokens = work.Given(S.OutputTokens, accounts.Output, source, "outputTokens");
        UsdPerToken hitPrice = work.Given(
            S.HitPrice, accounts.Prices.CachedInput ?? accounts.Prices.Input, source, "hitPrice");
        UsdPerToken missPrice = work.Given(S.MissPrice, accounts.Prices.Input, source, "missPrice");
        UsdPerToken outputPrice = work.Given(S.OutputPrice, accounts.Prices.Output, source, "outputPrice");
        Usd revenue = work.Step(
            S.Revenue, hitPrice * hitTokens + missPrice * (inputTokens - hitTokens) + outputPrice * outputTokens);
        work.Close();
        work.Given(S.Expense, expense, name: "expense");
        work.Given(S.Revenue, revenue, name: "revenue");
        double margin = work.Step(S.Margin, (revenue - expense) / expense);
        AccountsResult result = new(expense, revenue, margin);
        if (accounts.InputRate is not { } prefill || accounts.OutputRate is not { } decode)
        {
            return result;
        }

        work.Open("what a token costs while its kind is made");
        Devices one = work.Given(S.OneDevice, new Devices(1), name: "one");
        work.Given(S.Rent, rent, source, "rent");
        work.Given(S.InputTokens, inputTokens, source, "inputTokens");
        work.Given(S.OutputTokens, outputTokens, source, "outputTokens");
        work.Given(S.Time, time, source, "time");
        TokensPerSecondPerDevice inputRate = work.Given(S.InputRate, prefill, source, "inputRate");
        TokensPerSecondPerDevice outputRate = work.Given(S.OutputRate, decode, source, "outputRate");
        UsdPerToken inputCost = work.Step(S.InputCost, rent * one / (inputRate * one));
        UsdPerToken outputCost = work.Step(S.OutputCost, rent * one / (outputRate * one));
        Devices busyDevices = work.Step(
            S.BusyDevices, inputTokens / time / inputRate + outputTokens / time / outputRate);
        work.Close();
        return result with { InputCost = inputCost, OutputCost = outputCost, Busy = busyDevices / devices };
    }
}
