using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Economics.Accounts;

/// <summary>
/// What an operator published of its own service: volumes, machines, prices, and the results that it printed.
/// </summary>
public sealed record OperatorAccounts
{
    /// <summary>Whose accounts, and of which time, in words.</summary>
    public required string Name { get; init; }

    /// <summary>Where they were published.</summary>
    public required Source Source { get; init; }

    /// <summary>How long they are of.</summary>
    public required Seconds Time { get; init; }

    /// <summary>Devices in the mean of that time; may be fractional.</summary>
    public required double Devices { get; init; }

    /// <summary>Rent of one device, as the operator assumed it.</summary>
    public required UsdPerDeviceHour Rent { get; init; }

    /// <summary>Tokens of all prompts.</summary>
    public required Tokens Input { get; init; }

    /// <summary>Of these, tokens found in a cache.</summary>
    public required Tokens CacheHits { get; init; }

    /// <summary>Tokens written.</summary>
    public required Tokens Output { get; init; }

    /// <summary>Prices; the cached one must be named when there are hits.</summary>
    public required PricePair Prices { get; init; }

    /// <summary>Input tokens a second of a device that prefills, hits included; null when not published.</summary>
    public TokensPerSecondPerDevice? InputRate { get; init; }

    /// <summary>Output tokens a second of a device that decodes; null when not published.</summary>
    public TokensPerSecondPerDevice? OutputRate { get; init; }

    /// <summary>Cost as printed; null when none was.</summary>
    public Usd? PrintedCost { get; init; }

    /// <summary>Revenue as printed; null when none was.</summary>
    public Usd? PrintedRevenue { get; init; }

    /// <summary>Profit over cost as printed; null when none was.</summary>
    public double? PrintedMargin { get; init; }

    /// <summary>What a reader should know; may be empty.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Share of the input tokens found in a cache.</summary>
    public double HitRate => CacheHits / Input;

    /// <summary>Works the accounts out again.</summary>
    public AccountsResult Result()
    {
        Quiet quiet = default;
        return AccountsResult.Of(this, ref quiet);
    }
}
