using System.CommandLine;
using System.Globalization;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary>Reading of arguments: text in, quantity or one sentence out.</summary>
internal static class Inputs
{
    /// <summary>An option that takes text.</summary>
    public static Option<string?> Text(string name, string helpName, string description)
        => new(name) { Description = description, HelpName = helpName };

    /// <summary>Reads a positive quantity.</summary>
    public static T? Quantity<T>(ParseResult parsed, Option<string?> option)
        where T : struct, IQuantity<T>
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        if (!QuantityText.TryParse(text, T.Info, out double value, out string? error))
        {
            throw new ChalkException($"{option.Name}: {error}.");
        }

        return value > 0 && double.IsFinite(value)
            ? T.Create(value)
            : throw new ChalkException($"{option.Name} {text}: must be more than zero.");
    }

    /// <summary>Reads a quantity that may be zero.</summary>
    public static T QuantityOrZero<T>(ParseResult parsed, Option<string?> option)
        where T : struct, IQuantity<T>
        => parsed.GetValue(option) is "0" ? default : Quantity<T>(parsed, option) ?? default;

    /// <summary>Reads a positive quantity that may be written without its unit: <c>100e9</c> parameters.</summary>
    public static T? BareQuantity<T>(ParseResult parsed, Option<string?> option)
        where T : struct, IQuantity<T>
        => double.TryParse(parsed.GetValue(option), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value > 0 && double.IsFinite(value)
                ? T.Create(value)
                : throw new ChalkException($"{option.Name} {parsed.GetValue(option)}: must be more than zero.")
            : Quantity<T>(parsed, option);

    /// <summary>Reads a number in a range.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="option">The option.</param>
    /// <param name="least">The least that makes sense.</param>
    /// <param name="most">The most that makes sense.</param>
    public static double? Number(ParseResult parsed, Option<string?> option, double least, double most)
        => parsed.GetValue(option) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new ChalkException(FormattableString.Invariant($"{option.Name} {text}: must be a number from {least} to {most}."));

    /// <summary>Reads a length: a whole number of tokens from 1 to 1e9.</summary>
    public static Tokens? Length(ParseResult parsed, Option<string?> option)
        => Quantity<Tokens>(parsed, option) is not { } length ? null
            : length.Value == Math.Floor(length.Value) && length.Value <= 1e9 ? length
            : throw new ChalkException(
                $"{option.Name} {parsed.GetValue(option)}: must be a whole number of tokens from 1 to 1,000,000,000.");

    /// <summary>Reads a date, as exact as it is known: <c>2026</c>, <c>2026-11</c> or <c>2026-11-01</c>.</summary>
    public static string Date(ParseResult parsed, Option<string?> option)
    {
        string text = parsed.GetValue(option) ?? "";
        return text.Length == 0
            || DateOnly.TryParseExact(text, ["yyyy", "yyyy-MM", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text
            : throw new ChalkException($"{option.Name} {text}: must be a date such as 2026-11-01, 2026-11 or 2026.");
    }

    /// <summary>Reads a price of one device: <c>2.2$/h</c> and <c>2.2 $/h/device</c> mean the same here.</summary>
    public static UsdPerDeviceHour? DevicePrice(ParseResult parsed, Option<string?> option)
        => parsed.GetValue(option) is { } text
            && QuantityText.TryParse(text, UsdPerHour.Info, out double value, out _)
            ? value > 0 && double.IsFinite(value) ? new UsdPerDeviceHour(value)
                : throw new ChalkException($"{option.Name} {text}: must be more than zero, for example 2.2$/h.")
            : Quantity<UsdPerDeviceHour>(parsed, option);

    /// <summary>Reads <c>64</c> or a range <c>1..8192</c> of whole numbers.</summary>
    public static (double Low, double High) Range(string name, string text)
    {
        string[] ends = text.Split("..");
        if (ends.Length is 1 or 2
            && Whole(ends[0], out double low) && Whole(ends[^1], out double high) && low >= 1 && high >= low && high <= 1e9)
        {
            return (low, high);
        }

        throw new ChalkException($"{name} {text}: must be a batch from 1 to 1e9 such as 64, or a range such as 1..8192.");
    }

    /// <summary>Reads a list of ratios such as <c>2,6,100</c>.</summary>
    public static IReadOnlyList<double> Ratios(string name, string text)
        => [.. text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) && ratio is >= 1 and <= 1e9
                ? ratio
                : throw new ChalkException($"{name} {text}: '{part}' must be a ratio of at least 1, as in 2,6,100."))];

    /// <summary>Reads a whole number of things, at least 1.</summary>
    public static int? Count(ParseResult parsed, Option<string?> option, string things)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : throw new ChalkException($"{option.Name} {text}: must be a whole number of {things}, at least 1.");
    }

    /// <summary>Reads a share from 0 to 1, such as <c>0.8</c> or <c>80%</c>.</summary>
    public static double? Share(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        double scale = text.EndsWith('%') ? 0.01 : 1;
        return double.TryParse(text.TrimEnd('%', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
            && share * scale is >= 0 and <= 1
            ? share * scale
            : throw new ChalkException($"{option.Name} {text}: must be a share from 0 to 1, such as 0.8 or 80%.");
    }

    /// <summary>Reads a list of whole numbers such as <c>1,8,64</c>; empty when it is not given.</summary>
    public static IReadOnlyList<double> Counts(ParseResult parsed, Option<string?> option)
        => parsed.GetValue(option) is not { } text ? []
            : [.. text.Split(',').Select(part => Whole(part, out double count) && count is >= 1 and <= 1e6
                ? count
                : throw new ChalkException(
                    $"{option.Name} {text}: '{part}' must be a whole number from 1 to 1,000,000, as in 1,8,64."))];

    /// <summary>Reads a list of names such as <c>h100x8,h200x8</c>.</summary>
    public static IReadOnlyList<string> Names(string option, string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.Any(name => name.Length == 0)
            ? throw new ChalkException($"{option} '{text}': a name is missing; write one, or several with commas between.")
            : names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ChalkException($"{option} {text}: '{twice.Key}' is named twice; name it once.")
            : names;
    }

    /// <summary>Reads the name of a fidelity.</summary>
    public static Fidelity? FidelityOf(string? text) => text?.ToLowerInvariant() switch
    {
        null => null,
        "operator" => Fidelity.Operator,
        "chalk" => Fidelity.Chalk,
        "calibrated" => Fidelity.Calibrated,
        _ => throw new ChalkException($"--fidelity {text} is not known; choose chalk, operator or calibrated."),
    };

    private static bool Whole(string text, out double value)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value == Math.Floor(value);
}
