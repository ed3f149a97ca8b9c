using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Deduction;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>Facts that are known of a model: <c>--given active=37e9,kv=70kB/tok</c>.</summary>
internal sealed class GivenOption
{
    private const string HardwareWord = "hardware";

    private readonly Option<string[]> _given = new("--given")
    {
        Description = "What is known otherwise, with commas between: active=37e9, total=671e9, kv=70kB/tok,\n"
            + "hardware=h100-sxm, sparsity, batch, decode-mfu, markup, device-speed or speed.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    public void AddTo(Command command) => command.Options.Add(_given);

    /// <summary>The accelerator it is served on; null when that is not given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">What <c>--hardware</c> says; null when it is not there.</param>
    /// <exception cref="ChalkException">It is empty, or given twice.</exception>
    public string? Hardware(ParseResult parsed, string? option)
    {
        string? named = option;
        foreach (string part in Parts(parsed).Where(IsHardware))
        {
            string value = part.Split('=', 2)[1].Trim();
            if (value.Length == 0)
            {
                throw new ChalkException($"--given {part}: name an accelerator, as in hardware=h100-sxm.");
            }

            named = named is null
                ? value
                : throw new ChalkException($"--given {part}: the hardware is given twice; give it once.");
        }

        return named;
    }

    /// <summary>The facts that are numbers.</summary>
    /// <exception cref="ChalkException">A name is unknown or given twice, or a value is no number above 0.</exception>
    public ImmutableDictionary<DeducedQuantity, double> Read(ParseResult parsed)
    {
        ImmutableDictionary<DeducedQuantity, double>.Builder given =
            ImmutableDictionary.CreateBuilder<DeducedQuantity, double>();
        foreach (string part in Parts(parsed).Where(part => !IsHardware(part)))
        {
            (DeducedQuantity quantity, double value) = One(part);
            if (!given.TryAdd(quantity, value))
            {
                throw new ChalkException(
                    $"--given {part}: '{part.Split('=')[0]}' is given twice; give each quantity once.");
            }
        }

        return given.ToImmutable();
    }

    private IEnumerable<string> Parts(ParseResult parsed)
        => (parsed.GetValue(_given) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries));

    private static bool IsHardware(string part)
        => part.Contains('=', StringComparison.Ordinal)
            && part.Split('=')[0].Trim().Equals(HardwareWord, StringComparison.OrdinalIgnoreCase);

    private static (DeducedQuantity Quantity, double Value) One(string part)
    {
        string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
        if (sides.Length < 2)
        {
            throw new ChalkException($"--given {part}: write a name and a value, as in active=37e9.");
        }

        string[] words = [.. DeducedNames.All.Select(row => row.Word)];
        string word = NameResolver.Match(sides[0], words)
            ?? throw new ChalkException(Unknown(sides[0], [.. words, HardwareWord]));
        DeducedQuantity quantity = DeducedNames.All.Single(row => row.Word == word).Quantity;
        bool read = double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            || (quantity is DeducedQuantity.ActiveParameters or DeducedQuantity.TotalParameters && Read<Parameters>(
                sides[1], out value))
            || (quantity == DeducedQuantity.KvBytesPerToken && (
                Read<BytesPerToken>(sides[1], out value) || Read<Bytes>(sides[1], out value)))
            || (quantity == DeducedQuantity.TokensPerSecondPerUser && Read<TokensPerSecondPerUser>(
                sides[1], out value));
        return read && value > 0 && double.IsFinite(value)
            ? (quantity, value)
            : throw new ChalkException($"--given {part}: '{sides[1]}' must be a number above 0{Unit(quantity)}.");
    }

    private static string Unknown(string name, string[] words)
    {
        string sentence = NameResolver.Unknown("quantity", name, words).Message;
        return sentence.Contains("did you mean", StringComparison.Ordinal)
            ? $"--given: {sentence}"
            : $"--given: '{name}' is not a quantity that is deduced; there are {string.Join(", ", words)}.";
    }

    private static string Unit(DeducedQuantity quantity)
        => DeducedNames.Of(quantity).Unit is { Length: > 0 } unit ? $", in {unit}" : "";

    private static bool Read<T>(string text, out double value)
        where T : struct, IQuantity<T>
        => QuantityText.TryParse(text, T.Info, out value, out _);
}
