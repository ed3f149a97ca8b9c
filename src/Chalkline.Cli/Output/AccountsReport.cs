using System.Globalization;
using System.Text.Json;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Economics.Accounts;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk price accounts</c>.</summary>
internal static class AccountsReport
{
    public static Answer Of(OperatorAccounts accounts, AccountsResult result, Derivation? work)
    {
        TableSpec table = Results(accounts, result);
        return new()
        {
            Command = "price accounts",
            Work = work,
            Data = table,
            Report = new()
            {
                Title = accounts.Name,
                Lead = $"Devices cost **{Dollars(result.Cost)}**, tokens bring **{Dollars(result.Revenue)}** at "
                    + $"list price: a profit of **{Percent(result.Margin)}** of the cost.",
                Sections =
                [
                    new("Worked out again", [new ChartBlock(Chart(accounts, result)), new TableBlock(table)]),
                    new("From", [new TableBlock(Inputs(accounts)), .. Notes(accounts)]),
                ],
                Footer = $"{accounts.Source.Where}, {accounts.Source.Date}.",
            },
            Json = writer => Write(writer, accounts, result),
        };
    }

    private static TableSpec Results(OperatorAccounts accounts, AccountsResult result)
    {
        List<TableCell[]> rows =
        [
            [
                "cost ($)",
                Money(result.Cost),
                Money(accounts.PrintedCost),
                Over(result.Cost.Value, accounts.PrintedCost?.Value),
            ],
            [
                "revenue ($)",
                Money(result.Revenue),
                Money(accounts.PrintedRevenue),
                Over(result.Revenue.Value, accounts.PrintedRevenue?.Value),
            ],
            [
                "profit over cost",
                Tables.Percent(result.Margin),
                accounts.PrintedMargin is { } margin ? Tables.Percent(margin) : "-",
                Over(result.Margin, accounts.PrintedMargin),
            ],
        ];
        if (result is { InputCost: { } input, OutputCost: { } output, Busy: { } busy })
        {
            rows.Add(["an input token, hits included ($/Mtok)", Tables.Cell(input, "$/Mtok", 4), "-", "-"]);
            rows.Add(["an output token ($/Mtok)", Tables.Cell(output, "$/Mtok", 4), "-", "-"]);
            rows.Add(["output over input cost", Tables.Number(output / input), "-", "-"]);
            rows.Add(["devices that the volumes need, over those there were", Tables.Percent(busy), "-", "-"]);
        }

        return Tables.Of("", ["Figure", "Ours", "Printed", "Ours over printed"], rows);
    }

    private static TableSpec Inputs(OperatorAccounts accounts) => Tables.Of(
        "",
        ["Input", "Value"],
        new TableCell[][]
        {
            ["time", accounts.Time.ToString()],
            ["devices in the mean", Tables.Number(accounts.Devices)],
            ["rent, assumed by the operator", accounts.Rent.ToString()],
            ["input tokens", accounts.Input.ToString()],
            ["of these found in a cache", $"{accounts.CacheHits} ({Percent(accounts.HitRate)})"],
            ["output tokens", accounts.Output.ToString()],
            ["price of input", accounts.Prices.Input.ToString()],
            ["price of cached input", accounts.Prices.CachedInput?.ToString() ?? "-"],
            ["price of output", accounts.Prices.Output.ToString()],
        });

    private static IEnumerable<ReportBlock> Notes(OperatorAccounts accounts)
        => accounts.Notes.Length > 0 ? [new TextBlock(accounts.Notes)] : [];

    private static ChartSpec Chart(OperatorAccounts accounts, AccountsResult result)
    {
        double hits = ((accounts.Prices.CachedInput ?? accounts.Prices.Input) * accounts.CacheHits).Value;
        double misses = (accounts.Prices.Input * (accounts.Input - accounts.CacheHits)).Value;
        return new()
        {
            Title = "What the devices cost and what the tokens bring",
            Subtitle = accounts.Name,
            X = Axis.Linear("Amount", "$") with { Minimum = 0 },
            Y = Axis.Of("", "revenue", "cost"),
            Series =
            [
                new BarSeries("devices", [0, result.Cost.Value]),
                new BarSeries("cached input", [hits, 0]),
                new BarSeries("other input", [misses, 0]),
                new BarSeries("output", [result.Revenue.Value - hits - misses, 0]),
            ],
            Legend = LegendPlace.Above,
        };
    }

    private static void Write(Utf8JsonWriter writer, OperatorAccounts accounts, AccountsResult result)
    {
        writer.WriteString("name", accounts.Name);
        writer.WriteString("source", accounts.Source.Where);
        writer.WriteString("sourceDate", accounts.Source.Date);
        writer.WriteNumber("costUsd", result.Cost.Value);
        writer.WriteNumber("revenueUsd", result.Revenue.Value);
        writer.WriteNumber("margin", result.Margin);
        writer.WriteNumber("hitRate", accounts.HitRate);
        Optional("printedCostUsd", accounts.PrintedCost?.Value);
        Optional("printedRevenueUsd", accounts.PrintedRevenue?.Value);
        Optional("printedMargin", accounts.PrintedMargin);
        Optional("inputUsdPerMtok", result.InputCost?.Value * 1e6);
        Optional("outputUsdPerMtok", result.OutputCost?.Value * 1e6);
        Optional("busyShare", result.Busy);

        void Optional(string name, double? value)
        {
            if (value is { } known)
            {
                writer.WriteNumber(name, known);
            }
        }
    }

    private static TableCell Money(Usd? amount)
        => amount is { } known ? new(known.Value.ToString("N0", CultureInfo.InvariantCulture), known.Value) : new("-");

    private static string Dollars(Usd amount) => amount.Value.ToString("N0", CultureInfo.InvariantCulture) + " $";

    private static TableCell Over(double ours, double? printed)
        => printed is { } known ? new(FormattableString.Invariant($"{ours / known:0.00000}"), ours / known) : new("-");

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
