using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Quantities;

namespace Chalkline.Economics.Accounts;

/// <summary>
/// Reads accounts: a JSON file as in <c>data/accounts</c>, its schema <c>data/schemas/accounts.schema.json</c>.
/// </summary>
public static class AccountsFile
{
    private const string Folder = "accounts";

    private static readonly string[] Known =
    [
        "$schema", "name", "source", "time", "devices", "rent", "input", "cacheHits", "output", "prices", "inputRate",
        "outputRate", "printed", "notes",
    ];

    /// <summary>Finds accounts by the name of a shipped file, or reads a file.</summary>
    /// <param name="data">Where shipped files are.</param>
    /// <param name="name">For example <c>deepseek-day-6</c>, or a path that ends in <c>.json</c>.</param>
    /// <exception cref="ChalkException">There is no such name, or the file is wrong.</exception>
    public static OperatorAccounts Find(DataFolder data, string name)
        => Read(data.Named(Folder, name, "known accounts"));

    /// <summary>Reads accounts.</summary>
    /// <exception cref="ChalkException">A field is missing, wrong or contradicts another.</exception>
    public static OperatorAccounts Read(JsonView root)
    {
        root.Only(Known);
        JsonView source = root.Required("source").Only(["where", "date"]);
        JsonView prices = root.Required("prices").Only(["input", "cachedInput", "output"]);
        JsonView? printed = root.Optional("printed")?.Only(["cost", "revenue", "margin"]);
        Tokens input = root.Required("input").Quantity<Tokens>();
        JsonView? hits = root.Optional("cacheHits");
        Tokens found = hits?.Quantity<Tokens>() ?? default;
        JsonView? cached = prices.Optional("cachedInput");
        if (found > input)
        {
            throw hits!.Wrong("is more than all input", $"it can be at most {input}");
        }

        if (found > Tokens.Zero && cached is null)
        {
            throw prices.Wrong("has no 'cachedInput'", "tokens found in a cache need a price");
        }

        return new()
        {
            Name = root.Required("name").Text(),
            Source = new(source.Required("where").Text(), source.Required("date").Text(), Verification.Yes),
            Time = root.Required("time").Quantity<Seconds>(),
            Devices = root.Required("devices").Number(1e-3, 1e9),
            Rent = root.Required("rent").Quantity<UsdPerDeviceHour>(),
            Input = input,
            CacheHits = found,
            Output = root.Required("output").Quantity<Tokens>(),
            Prices = new(
                prices.Required("input").Quantity<UsdPerToken>(),
                prices.Required("output").Quantity<UsdPerToken>(),
                cached?.Quantity<UsdPerToken>()),
            InputRate = root.Optional("inputRate")?.Quantity<TokensPerSecondPerDevice>(),
            OutputRate = root.Optional("outputRate")?.Quantity<TokensPerSecondPerDevice>(),
            PrintedCost = printed?.Optional("cost")?.Quantity<Usd>(),
            PrintedRevenue = printed?.Optional("revenue")?.Quantity<Usd>(),
            PrintedMargin = printed?.Optional("margin")?.Number(-1, 1e6),
            Notes = root.Optional("notes")?.Text() ?? "",
        };
    }
}
