using System.CommandLine;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>What <c>chalk cache</c> is asked.</summary>
internal sealed class CacheOptions
{
    private static readonly Source Given = new("given", "", Verification.Yes);

    private readonly CacheSubject _subject = new();

    private readonly Option<string?> _hold = Inputs.Text(
        "--hold", "TIMES", "Hold times. Default: 5min,1h,24h.");

    private readonly TierOption _tiers = new();

    private readonly Option<string?> _copy = Inputs.Text(
        "--copy",
        "HOW",
        "overlapped: a copy takes bandwidth of the accelerator's memory; waits: one accelerator waits for one device.\n"
            + "Default: overlapped.");

    private readonly Option<string?> _electricity = Inputs.Text(
        "--electricity", "PRICE", "Price of electricity, cooling included. \n"
            + "Default: 0.1 $/kWh, assumed: 0.08 $/kWh at a PUE of 1.25.");

    private readonly Option<string?> _input = Inputs.Text("--input-price", "PRICE", "A provider's input price.");

    private readonly Option<string?> _cached = Inputs.Text("--cached-price", "PRICE", "Its price of cached input.");

    private readonly Option<string?> _write = Inputs.Text(
        "--write-price", "LIST", "Its prices of writing, by duration: 5min=6.25$/Mtok,1h=10$/Mtok.");

    private readonly Option<string?> _gaps = Inputs.Text(
        "--gaps",
        "GAPS",
        "Time until a prefix is used again: exponential:2min, lognormal:10min:1.5, a list 30s,2min,never, or shares\n"
            + "of such, 0.7*exponential:2min+0.2*lognormal:3h:1 (what is left over never comes back), or a .txt file\n"
            + "with one gap a line.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _subject.AddTo(command);
        command.Options.Add(_hold);
        _tiers.AddTo(command);
        foreach (Option option in new[] { _copy, _electricity, _input, _cached, _write, _gaps })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads them and answers.</summary>
    /// <exception cref="ChalkException">Something is wrong.</exception>
    public CacheFindings Read(ParseResult parsed, Derivation? work)
    {
        Seconds[] holds = [.. Inputs.Names("--hold", parsed.GetValue(_hold) ?? "5min,1h,24h")
            .Select(text => Time("--hold", text))];
        CacheOffer? offer = Offer(parsed);
        GapDistribution? gaps = Gaps(parsed.GetValue(_gaps));
        CopyRule copy = Copy(parsed.GetValue(_copy));
        Subject subject = _subject.Read(parsed, work);
        CacheTerms terms = new()
        {
            KeyValue = subject.KeyValue,
            Rate = subject.Rate,
            Bandwidth = subject.Memory.Bandwidth,
            Copy = copy,
            CountWrites = !subject.Lecture,
        };
        if (Inputs.Quantity<UsdPerKilowattHour>(parsed, _electricity) is { } tariff)
        {
            terms = terms with { Electricity = new(tariff, Given, []) };
        }

        CacheTier[] tiers = _tiers.Read(parsed, subject.Memory, subject.Rate, subject.System);
        CacheStudy study = CacheCommand.Study(subject.Compute, tiers, terms, work);
        if (work is not null)
        {
            CacheCommand.Show(study, holds, offer, work);
        }

        return new()
        {
            Subject = subject.Name,
            Model = subject.Model,
            System = subject.System?.Id,
            Terms = terms,
            Tiers = [.. tiers],
            Study = study,
            Compute = subject.Compute,
            ComputeHow = subject.ComputeHow,
            Prefixes = subject.Prefixes,
            Prefix = subject.Prefix,
            Holds = [.. holds],
            Offer = offer,
            Gaps = gaps,
            GapsText = parsed.GetValue(_gaps) ?? "",
            Inputs =
            [
                .. subject.Inputs,
                new("electricity, cooling included", $"{terms.Electricity.Value}", terms.Electricity.Source),
            ],
        };
    }

    private static GapDistribution? Gaps(string? text)
    {
        bool file = text is not null
            && (text.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
                || text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));
        return text is null ? null : file ? GapText.Read(text) : GapText.Parse(text);
    }

    private CacheOffer? Offer(ParseResult parsed)
    {
        UsdPerToken? input = Inputs.Quantity<UsdPerToken>(parsed, _input);
        UsdPerToken? cached = Inputs.Quantity<UsdPerToken>(parsed, _cached);
        string? writes = parsed.GetValue(_write);
        if (input is null && cached is null && writes is null)
        {
            return null;
        }

        if (input is not { } plain || cached is not { } hit)
        {
            throw new ChalkException(
                "--input-price and --cached-price need each other; give both, and --write-price if there is one.");
        }

        return hit < plain
            ? new(plain, hit, [.. (writes is null ? [] : Inputs.Names("--write-price", writes)).Select(Write)])
            : throw new ChalkException($"--cached-price {hit}: must be less than the input price, {plain}.");
    }

    private static CacheWritePrice Write(string text)
    {
        string[] sides = text.Split('=');
        return sides.Length == 2 && QuantityText.TryParse(sides[1], UsdPerToken.Info, out double price, out _)
            && price > 0
            ? new(Time("--write-price", sides[0]), new(price))
            : throw new ChalkException($"--write-price {text}: must be a duration and a price, as in 5min=6.25$/Mtok.");
    }

    private static Seconds Time(string option, string text)
        => QuantityText.TryParse(text, Seconds.Info, out double value, out _) && value > 0 && value <= 1e9
            ? new(value)
            : throw new ChalkException($"{option} {text}: must be a time above zero and below 30 years, such as 5min.");

    private static CopyRule Copy(string? text) => text switch
    {
        null or "overlapped" => CopyRule.Overlapped,
        "waits" => CopyRule.Waits,
        _ => throw new ChalkException($"--copy {text} is not known; choose overlapped or waits."),
    };
}
