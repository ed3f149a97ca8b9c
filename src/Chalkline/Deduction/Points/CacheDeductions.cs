using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Quantities;
using S = Chalkline.Deduction.Points.PointSymbols;

namespace Chalkline.Deduction.Points;

/// <summary>What the prices of cached tokens say (lecture, 6C).</summary>
public static class CacheDeductions
{
    /// <summary>Cost of computing a token's KV again (eq. 6.9).</summary>
    /// <param name="active">Active parameters.</param>
    /// <param name="devicePeak">Dense peak.</param>
    /// <param name="prefillUtilisation">MFU of prefill.</param>
    /// <param name="deviceRent">Rent of the device.</param>
    /// <param name="work">Where the work is written.</param>
    /// <param name="hardware">Where the device's figures come from.</param>
    /// <param name="rented">Where its rent comes from.</param>
    public static UsdPerToken Rematerialise<TWork>(
        Parameters active, FlopPerSecond devicePeak, double prefillUtilisation, UsdPerHour deviceRent, ref TWork work,
        Source? hardware = null, Source? rented = null)
        where TWork : struct, IWork
    {
        active = work.Given(S.Active, active);
        FlopPerSecond peak = work.Given(S.Peak, devicePeak, hardware, "peak");
        double utilisation = work.Given(S.Utilisation, prefillUtilisation, name: "utilisation");
        UsdPerHour rent = work.Given(S.Rent, deviceRent, rented, "rent");
        FlopPerParameterToken flopPerWeight =
            work.Given(S.FlopPerWeight, new FlopPerParameterToken(2), name: "flopPerWeight");
        Tokens oneToken = work.Given(S.OneToken, new Tokens(1), name: "oneToken");
        Seconds prefillTime = work.Step(S.PrefillTime, oneToken * (flopPerWeight * active) / (utilisation * peak));
        return work.Step(S.RematCost, rent * prefillTime / oneToken);
    }

    /// <summary>Price of holding a million tokens, out of what a cache write costs beyond a plain token.</summary>
    /// <param name="input">Price of a token read.</param>
    /// <param name="write">Price of a token written to the cache and how long it is kept.</param>
    /// <param name="work">Where the work is written.</param>
    /// <param name="source">Where the prices come from.</param>
    public static UsdPerHour Hold<TWork>(
        UsdPerToken input, CacheWritePrice write, ref TWork work, Source? source = null)
        where TWork : struct, IWork
    {
        UsdPerToken inputPrice = work.Given(S.InputPrice, input, source, "inputPrice");
        UsdPerToken writePrice = work.Given(S.WritePrice, write.Price, source, "writePrice");
        Seconds kept = work.Given(S.Kept, write.Kept, source, "kept");
        Tokens held = work.Given(S.Held, new Tokens(1e6), name: "held");
        UsdPerToken premium = work.Step(S.Premium, writePrice - inputPrice);
        Usd paid = work.Step(S.Paid, premium * held);
        return work.Step(S.HoldPrice, paid / kept);
    }

    /// <summary>KV bytes of a token at which holding it in the device's memory costs a price (eq. 6.10).</summary>
    /// <param name="price">Price of holding a million tokens.</param>
    /// <param name="deviceRent">Rent of the device.</param>
    /// <param name="deviceMemory">Its memory.</param>
    /// <param name="work">Where the work is written.</param>
    /// <param name="hardware">Where the device's figures come from.</param>
    /// <param name="rented">Where its rent comes from.</param>
    public static BytesPerToken EqualKv<TWork>(
        UsdPerHour price, UsdPerHour deviceRent, Bytes deviceMemory, ref TWork work,
        Source? hardware = null, Source? rented = null)
        where TWork : struct, IWork
    {
        UsdPerHour holdPrice = work.Given(S.HoldPrice, price, name: "holdPrice");
        UsdPerHour rent = work.Given(S.Rent, deviceRent, rented, "rent");
        Bytes capacity = work.Given(S.Capacity, deviceMemory, hardware, "capacity");
        Tokens held = work.Given(S.Held, new Tokens(1e6), name: "held");
        Bytes equalBytes = work.Step(S.EqualBytes, holdPrice / rent * capacity);
        return work.Step(S.EqualKv, equalBytes / held);
    }

    internal static IEnumerable<PointDeduction> Of<TWork>(PriceSheet sheet, PointAssumptions given, TWork work)
        where TWork : struct, IWork
    {
        if (sheet.CachedInput is { } cached)
        {
            work.Open("Hit price against computing again");
            UsdPerToken rematCost = Rematerialise(
                given.Active, given.Peak, given.PrefillUtilisation, given.Rent, ref work, given.HardwareSource,
                given.RentSource);
            UsdPerToken cachedPrice = work.Given(S.CachedPrice, cached, sheet.Source, "cachedPrice");
            UsdPerToken inputPrice = work.Given(S.InputPrice, sheet.Input, sheet.Source, "inputPrice");
            double hitShare = work.Step(S.HitShare, cachedPrice / inputPrice);
            double hitOverRemat = work.Step(S.HitOverRemat, cachedPrice / rematCost);
            work.Close();
            yield return new(
                "hit-over-remat", "Hit price over cost of computing again", Rounded.Of(hitOverRemat),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A hit costs {hitShare:P1} of a plain token; computing its KV again costs the operator about "
                        + $"{rematCost}."),
                "lecture, eq. 6.9",
                [
                    $"active parameters: {given.SizesFrom}",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"prefill at {given.PrefillUtilisation:0%} MFU on {given.Hardware} (inferred in the notes, not "
                            + $"said)"),
                    $"rent of {given.Rent}",
                ]);
        }

        foreach (CacheWritePrice write in sheet.CacheWrites.Where(write => write.Kept.Value > 0))
        {
            string length = Length(write.Kept);
            TierGuess guess = LectureTiers.Nearest(write.Kept);
            yield return new(
                $"tier-{write.Kept.Value:0}s", $"Where a cache kept {length} lies", Measure.Of(guess.Tier.Drain),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{guess.Tier.Name}: its drain time, {guess.Tier.Said}, is nearest on a logarithmic scale "
                        + $"(x{guess.Times:0.#} away)."),
                "lecture, eq. 6.13",
                [
                    "a tier suits a time that is its capacity over its bandwidth",
                    "drain times as said in the lecture; data sheets put flash at 4 to 30 min and a disk at a day, "
                        + "`chalk cache` computes them",
                ]);
            if (write.Price <= sheet.Input)
            {
                continue;
            }

            work.Open($"Price of holding, kept {length}");
            UsdPerHour hold = Hold(sheet.Input, write, ref work, sheet.Source);
            work.Close();
            work.Open($"KV bytes at which memory rent is that price, kept {length}");
            BytesPerToken equal =
                EqualKv(hold, given.Rent, given.Capacity, ref work, given.HardwareSource, given.RentSource);
            work.Close();
            yield return new(
                $"hold-{write.Kept.Value:0}s", $"Holding a million tokens, kept {length}", Measure.Of(hold),
                $"That is the rent of {given.Hardware}'s memory at {equal}; below that, holding is priced above "
                    + $"memory.",
                "theory notes, 6C (inferred)",
                ["the write premium pays for the whole time kept, and for nothing else", $"rent of {given.Rent}"]);
        }
    }

    private static string Length(Seconds kept) => kept.Value switch
    {
        >= 3600 => string.Create(CultureInfo.InvariantCulture, $"{kept.Value / 3600:0.#} h"),
        >= 60 => string.Create(CultureInfo.InvariantCulture, $"{kept.Value / 60:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{kept.Value:0.#} s"),
    };
}
