using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Quantities;

namespace Chalkline.Economics.PriceSheets;

/// <summary>
/// Makes sheets of drafts: finds the unit, checks every price, and writes down what it left out and why.
/// </summary>
internal sealed class SheetAssembly
{
    private readonly List<SheetFinding> _findings = [];
    private readonly double _scale;

    private SheetAssembly(double scale) => _scale = scale;

    /// <summary>Makes the list of a file.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="form">Its form.</param>
    /// <param name="drafts">Its entries.</param>
    /// <param name="found">What was found wrong while reading.</param>
    /// <param name="named">The unit that its fields name; null when they name none.</param>
    /// <param name="currency">Its currency.</param>
    /// <param name="reading">What the user says.</param>
    /// <exception cref="ChalkException">The unit is ambiguous, or the currency has no rate.</exception>
    public static PriceSheetList Assemble(
        string file, string form, IReadOnlyList<SheetDraft> drafts, IEnumerable<SheetFinding> found, PriceUnit? named,
        string currency, PriceReading reading)
    {
        double rate = Rate(file, currency, reading.UsdPerUnit);
        (PriceUnit unit, string knownBy) = (reading.Unit, named) switch
        {
            ({ } said, _) => (said, "as told"),
            (null, { } field) => (field, "as the fields say"),
            _ => (UnitGuess.Of(file, Prices(drafts, rate)), "assumed from the size of the prices; no field names it"),
        };
        SheetAssembly assembly = new(rate / UnitGuess.Tokens(unit));
        assembly._findings.AddRange(found);
        ImmutableArray<PriceSheetEntry> entries = [.. drafts.Select(assembly.Entry).OfType<PriceSheetEntry>()];
        return new()
        {
            File = file,
            Form = form,
            Unit = unit,
            UnitKnownBy = knownBy,
            Entries = entries,
            Findings = [.. assembly._findings],
        };
    }

    private static double Rate(string file, string currency, double? rate)
    {
        if (rate is { } given)
        {
            return given > 0 && double.IsFinite(given)
                ? given
                : throw new ChalkException(string.Create(
                    CultureInfo.InvariantCulture, $"A rate of {given} dollars is wrong; give a number above 0."));
        }

        return string.Equals(currency, "USD", StringComparison.OrdinalIgnoreCase)
            ? 1
            : throw new ChalkException(
                $"{file}: prices are in {currency.ToUpperInvariant()}; give the rate, in dollars for one "
                    + $"{currency.ToUpperInvariant()}, with --rate.");
    }

    private static double[] Prices(IEnumerable<SheetDraft> drafts, double rate)
        => [.. drafts.SelectMany(draft => new[] { draft.Base.Input, draft.Base.Output })
            .OfType<double>().Where(price => price > 0 && double.IsFinite(price)).Select(price => price * rate)];

    private PriceSheetEntry? Entry(SheetDraft draft)
    {
        if (
            Needed(draft, "input", draft.Base.Input) is not { } input
                || Needed(draft, "output", draft.Base.Output) is not { } output)
        {
            return null;
        }

        PricePair all = new(input, output);
        UsdPerToken? cached = Cached(draft, "cached input", draft.Base.Cached, input);
        return new(draft.Key, new()
        {
            Provider = draft.Provider,
            Model = draft.Model,
            Input = input,
            Output = output,
            CachedInput = cached,
            CacheWrites = Writes(draft),
            ContextTiers = Tiers(draft, all),
            Batch = Pair(draft, "batch", draft.Batch, all, dearer: false),
            Flex = Pair(draft, "flex", draft.Flex, all, dearer: false),
            Fast = Pair(draft, "fast", draft.Fast, all, dearer: true),
            Uplifts = draft.Uplifts,
            LongestInput = draft.LongestInput is > 0 and { } longest ? new Tokens(longest) : null,
            LongestOutput = draft.LongestOutput is > 0 and { } most ? new Tokens(most) : null,
            Source = draft.Source,
        }, draft.Published);
    }

    private UsdPerToken? Needed(SheetDraft draft, string field, double? price)
    {
        string? problem = price switch
        {
            null => "has no price",
            { } value when !double.IsFinite(value) => "is no number",
            < 0 => Said("is below 0", price),
            0 => "is 0: a free tier says nothing of what a token costs",
            { } value when !UnitGuess.Believed(value * _scale * 1e6) => TooOdd(value),
            _ => null,
        };
        if (problem is null)
        {
            return new(price!.Value * _scale);
        }

        _findings.Add(new(draft.Key, field, problem, "the entry is left out", LeftOut: true));
        return null;
    }

    private static string Said(string what, double? price)
        => string.Create(CultureInfo.InvariantCulture, $"{what} ({price:G6})");

    private string TooOdd(double price)
    {
        string fitting = string.Join(" or ", UnitGuess.Fitting(price).Select(UnitGuess.Word));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"is {price:G6}, which would be {price * _scale * 1e6:G4} $/Mtok and is no price of a model"
            + $"{(fitting.Length > 0 ? $" (it looks like a price {fitting})" : "")}");
    }

    private UsdPerToken? Cached(SheetDraft draft, string field, double? price, UsdPerToken input)
    {
        string? problem = price switch
        {
            null => null,
            0 => "is 0: not priced apart, or free, which says nothing of what a read costs",
            { } value when !double.IsFinite(value) || value < 0 => Said("is no price", value),
            { } value when value * _scale > input.Value => "is dearer than a token that no cache holds",
            _ => null,
        };
        if (problem is not null)
        {
            _findings.Add(new(draft.Key, field, problem, "it is left out", LeftOut: false));
        }

        return problem is null && price is { } known ? new(known * _scale) : null;
    }

    private ImmutableArray<CacheWritePrice> Writes(SheetDraft draft)
    {
        List<CacheWritePrice> writes = [];
        foreach ((double kept, double price) in draft.Writes.OrderBy(write => write.Kept))
        {
            if (price < 0 || !double.IsFinite(price))
            {
                _findings.Add(
                    new(draft.Key, "cache write", Said("is no price", price), "it is left out", LeftOut: false));
            }
            else if (writes.Count > 0 && price * _scale < writes[^1].Price.Value)
            {
                _findings.Add(new(
                    draft.Key, "cache write", "for longer is cheaper than for less long", "the longer one is left out",
                    LeftOut: false));
            }
            else if (price > 0)
            {
                writes.Add(new(new(kept), new(price * _scale)));
            }
        }

        return [.. writes];
    }

    private ImmutableArray<ContextTier> Tiers(SheetDraft draft, PricePair shortest)
    {
        List<ContextTier> tiers = [];
        PricePair last = shortest;
        foreach ((double above, DraftPair pair) in draft.Tiers.OrderBy(tier => tier.Above))
        {
            string field = string.Create(CultureInfo.InvariantCulture, $"tier above {above:N0} tokens");
            if (Pair(draft, field, pair, last, dearer: true) is not { } prices)
            {
                continue;
            }

            tiers.Add(new(new(above), prices));
            last = prices;
        }

        return [.. tiers];
    }

    /// <summary>
    /// Prices of another way to be served; null when there are none, or when they contradict the sheet.
    /// </summary>
    private PricePair? Pair(SheetDraft draft, string field, DraftPair? pair, PricePair than, bool dearer)
    {
        if (pair is null || pair.IsEmpty)
        {
            return null;
        }

        double input = (pair.Input * _scale) ?? than.Input.Value;
        double output = (pair.Output * _scale) ?? than.Output.Value;
        bool positive = input > 0 && output > 0 && double.IsFinite(input) && double.IsFinite(output);
        string? problem = !positive ? "has a price that is not above 0"
            : dearer && (input < than.Input.Value || output < than.Output.Value) ? "is cheaper than what it should top"
            : !dearer && (input > than.Input.Value || output > than.Output.Value) ? "is dearer than the prices it "
                + "should undercut"
            : null;
        if (problem is not null)
        {
            _findings.Add(new(draft.Key, field, problem, "it is left out", LeftOut: false));
            return null;
        }

        return new(new(input), new(output), Cached(draft, $"{field}, cached input", pair.Cached, new(input)));
    }
}
