using Chalkline.Derivations;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Economics.Caching.CacheSymbols;

namespace Chalkline.Economics.Caching;

/// <summary>
/// What one way of having a prompt token's KV cache again costs: retrieving it, writing it, and holding it in between
/// (lecture, eq. 6.9 to 6.12). Computing it again is the way that holds nothing.
/// </summary>
/// <param name="Tier">The tier's name, or <c>rematerialise</c>.</param>
/// <param name="Retrieve">Bringing one token into the memory of the accelerator.</param>
/// <param name="Write">Copying one token into the tier; zero where it already is.</param>
/// <param name="Capital">What the room of one token costs by the hour: depreciation or rent.</param>
/// <param name="Energy">What its share of the electricity costs by the hour.</param>
/// <param name="Wear">What one write uses up of a device that wears by writing; zero where it does not.</param>
public sealed record CacheCost(
    string Tier,
    UsdPerToken Retrieve,
    UsdPerToken Write,
    UsdPerTokenHour Capital,
    UsdPerTokenHour Energy,
    UsdPerToken Wear)
{
    /// <summary>The name of computing the cache again.</summary>
    public const string Rematerialise = "rematerialise";

    /// <summary>Holding one token, when the device ages by time.</summary>
    public UsdPerTokenHour Hold => Capital + Energy;

    /// <summary>
    /// The hold time below which a full device is written to death before it is written off; zero where nothing wears.
    /// </summary>
    public Seconds WearTime => Wear > UsdPerToken.Zero ? Wear / Capital : Seconds.Zero;

    /// <summary>Whether this is computing the cache again.</summary>
    public bool HoldsNothing => Tier == Rematerialise;

    /// <summary>One write, a hold and one read (lecture, eq. 6.12).</summary>
    /// <param name="hold">Time between the two, 0 or more.</param>
    public UsdPerToken Total(Seconds hold)
    {
        Quiet quiet = default;
        return Total(hold, ref quiet);
    }

    /// <summary>One write, a hold and one read, with the work shown.</summary>
    public UsdPerToken Total<TWork>(Seconds hold, ref TWork work)
        where TWork : struct, IWork
    {
        UsdPerToken retrieve = work.Given(S.Retrieve, Retrieve, name: "retrieve");
        UsdPerToken keep = Keep(hold, ref work);
        return work.Step(S.Total, retrieve + keep);
    }

    /// <summary>One write and a hold: what is paid whether or not the token is asked for again.</summary>
    /// <param name="hold">How long it is held, 0 or more.</param>
    public UsdPerToken Keep(Seconds hold)
    {
        Quiet quiet = default;
        return Keep(hold, ref quiet);
    }

    /// <summary>One write and a hold, with the work shown.</summary>
    public UsdPerToken Keep<TWork>(Seconds hold, ref TWork work)
        where TWork : struct, IWork
    {
        UsdPerToken write = work.Given(S.Write, Write, name: "write");
        UsdPerTokenHour capital = work.Given(S.Capital, Capital, name: "capital");
        UsdPerTokenHour energy = work.Given(S.Energy, Energy, name: "energy");
        UsdPerToken wear = work.Given(S.Wear, Wear, name: "wear");
        work.Given(S.HoldTime, hold);
        return work.Step(S.Keep, write + (energy * hold) + Max(capital * hold, wear));
    }

    /// <summary>The longest hold whose total is at most a limit; null when even no hold at all costs more.</summary>
    /// <param name="limit">What one token may cost.</param>
    /// <returns>Infinity when holding is free.</returns>
    public Seconds? LongestHold(UsdPerToken limit)
    {
        UsdPerToken left = limit - Retrieve - Write - Wear;
        if (left < UsdPerToken.Zero)
        {
            return null;
        }

        // While wear rules only electricity adds; after that both do.
        Seconds worn = Energy > UsdPerTokenHour.Zero ? left / Energy : new Seconds(double.PositiveInfinity);
        Seconds aged = Hold > UsdPerTokenHour.Zero ? (left + Wear) / Hold : new Seconds(double.PositiveInfinity);
        return worn < WearTime ? worn : Max(WearTime, aged);
    }
}
