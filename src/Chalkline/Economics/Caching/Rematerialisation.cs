using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Operators;
using Chalkline.Serving;
using Chalkline.Workloads;
using S = Chalkline.Economics.Caching.CacheSymbols;

namespace Chalkline.Economics.Caching;

/// <summary>Computing a prefix's cache again instead of keeping it (lecture, eq. 6.9).</summary>
/// <param name="Prefix">Tokens of the prefix.</param>
/// <param name="Time">Time of the accelerators that one such prefix takes.</param>
/// <param name="Average">Cost of one of its tokens, over all of them.</param>
/// <param name="Last">Cost of one of its last tokens, which attend to all before them.</param>
public sealed record Rematerialisation(Tokens Prefix, Seconds Time, UsdPerToken Average, UsdPerToken Last)
{
    /// <summary>Lower end of the 80 % interval of the average, as if all kernels erred together.</summary>
    public required UsdPerToken Low { get; init; }

    /// <summary>Upper end of it; equal to the average at fidelities that know none.</summary>
    public required UsdPerToken High { get; init; }

    /// <summary>The cost as a way among the tiers: it holds nothing.</summary>
    public CacheCost Cost => Way(Average);

    /// <summary>A cost of computing a token again as a way among the tiers.</summary>
    public static CacheCost Way(UsdPerToken retrieve) => new(
        CacheCost.Rematerialise, retrieve, UsdPerToken.Zero, UsdPerTokenHour.Zero, UsdPerTokenHour.Zero,
        UsdPerToken.Zero);

    /// <summary>The lecture's closed form: two FLOP for each active parameter, attention left out.</summary>
    /// <param name="active">Active parameters.</param>
    /// <param name="peak">Dense peak of one accelerator.</param>
    /// <param name="utilisation">Share of it that prefill reaches, above 0 and at most 1.</param>
    /// <param name="rate">Price of one accelerator.</param>
    /// <param name="work">Where the work goes.</param>
    public static UsdPerToken ClosedForm<TWork>(
        Parameters active, FlopPerSecond peak, double utilisation, UsdPerHour rate, ref TWork work)
        where TWork : struct, IWork
    {
        FlopPerParameterToken flopPerWeight =
            work.Given(S.FlopPerWeight, new FlopPerParameterToken(2), name: "flopPerWeight");
        work.Given(S.Active, active);
        work.Given(S.Peak, peak);
        work.Given(S.Utilisation, utilisation);
        work.Given(S.Rate, rate);
        Tokens tokens = work.Given(S.Tokens, new Tokens(1e6), name: "tokens");
        FlopPerToken tokenFlop = work.Step(S.TokenFlop, flopPerWeight * active);
        Seconds time = work.Step(S.Time, tokens * tokenFlop / (utilisation * peak));
        return work.Step(S.Rematerialised, rate * time / tokens);
    }

    /// <summary>
    /// The cost by the pass model: the prefix is prefilled in chunks, each attending to all tokens before it, so that a
    /// token costs more the later it stands. Short prefixes share a chunk, as an engine would batch them.
    /// </summary>
    /// <param name="pass">The prepared model; every device of its layout is paid for.</param>
    /// <param name="fidelity">Which model of time.</param>
    /// <param name="price">Price of one accelerator.</param>
    /// <param name="prefix">Tokens of the prefix, at least 1.</param>
    /// <param name="source">Where the price comes from; null when the user gave it.</param>
    /// <param name="work">Where the work goes.</param>
    public static Rematerialisation Of<TWork>(
        PassModel pass, Fidelity fidelity, UsdPerDeviceHour price, Tokens prefix, Source? source, ref TWork work)
        where TWork : struct, IWork
    {
        Tokens done = Tokens.Zero;
        Seconds sum = Seconds.Zero;
        Seconds low = Seconds.Zero;
        Seconds high = Seconds.Zero;
        Seconds last = Seconds.Zero;
        Tokens chunk = new(Math.Min(Footprint.ChunkTokens, prefix.Value));
        while (done < prefix)
        {
            chunk = Quantity.Min(chunk, prefix - done);
            (double sequences, PassTime each) = Chunk(pass, fidelity, chunk, done);
            last = pass.Layout.PipelineStages * each.Estimate / sequences;
            sum += last;
            low += pass.Layout.PipelineStages * each.Low / sequences;
            high += pass.Layout.PipelineStages * each.High / sequences;
            done += chunk;
        }

        Devices devices = work.Given(S.Devices, pass.Layout.DeviceCount, name: "devices");
        UsdPerDeviceHour devicePrice = work.Given(S.DevicePrice, price, source, "devicePrice");
        Tokens tokens = work.Given(S.Tokens, prefix, name: "tokens");
        Seconds time = work.Given(S.Time, sum, name: "time");
        UsdPerHour rate = work.Step(S.Rate, devicePrice * devices);
        UsdPerToken retrieve = work.Step(S.Rematerialised, rate * time / tokens);
        return new(prefix, sum, retrieve, rate * last / chunk)
        {
            Low = rate * low / tokens,
            High = rate * high / tokens,
        };
    }

    /// <summary>A pass over the next tokens of as many sequences as fill a chunk.</summary>
    private static (double Sequences, PassTime Time) Chunk(
        PassModel pass, Fidelity fidelity, Tokens chunk, Tokens before)
    {
        int groups = pass.Layout.AttentionParallel;
        double sequences = groups * Math.Max(1, Math.Floor(Footprint.ChunkTokens / chunk.Value));
        Pass prompts = new(sequences, chunk, before);
        PassLoad load = PassLoad.Split(Pass.None, prompts, groups);
        return (sequences, pass.Time(load, fidelity));
    }
}
