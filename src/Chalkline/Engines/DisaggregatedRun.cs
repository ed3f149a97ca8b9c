using Chalkline.Quantities;

namespace Chalkline.Engines;

/// <summary>
/// Prefill and decode on separate workers under a closed loop, in the steady state: requests circulate between the pools,
/// and the slower pool holds the others back.
/// </summary>
/// <param name="prefill">One prefill worker.</param>
/// <param name="prefillWorkers">Their number.</param>
/// <param name="prefillGroups">Attention-parallel groups of one, each with a prompt of its own.</param>
/// <param name="decode">One decode worker.</param>
/// <param name="decodeWorkers">Their number.</param>
public sealed class DisaggregatedRun(
    EngineRun prefill, int prefillWorkers, int prefillGroups, EngineRun decode, int decodeWorkers)
{
    /// <summary>Finds the steady state.</summary>
    /// <param name="traffic">A closed loop; lengths are taken at their means.</param>
    /// <param name="transfer">Time to hand a request's cache over.</param>
    public DisaggregatedReport Steady(Traffic traffic, Seconds transfer)
    {
        Tokens fresh = traffic.Input - traffic.Prefix;
        Seconds prompts = prefill.PrefillStep(prefillGroups, fresh, traffic.Prefix);
        double capacity = prefillWorkers * prefillGroups / prompts.Value;
        Tokens context = traffic.Input + (traffic.Output / 2);
        double tokens = Math.Max(1, traffic.Output.Value - 1);

        // More sequences in decode mean fewer before it: the two demands cross once.
        double least = 0;
        double most = traffic.Concurrency / decodeWorkers;
        for (int i = 0; i < 50; i++)
        {
            double batch = (least + most) / 2;
            double rate = decodeWorkers * batch / (tokens * decode.DecodeStep(Math.Max(1, batch), context).Value);
            double outside = traffic.Concurrency - (decodeWorkers * batch);
            bool tooMany = rate > capacity || rate * (prompts + transfer).Value > outside;
            (least, most) = tooMany ? (least, batch) : (batch, most);
        }

        Seconds step = decode.DecodeStep(Math.Max(1, least), context);
        double through = Math.Max(1e-9, decodeWorkers * least / (tokens * step.Value));
        double before = Math.Max(0, traffic.Concurrency - (decodeWorkers * least));
        return new(step, Quantity.Max(prompts + transfer, new Seconds(before / through)), new(through * traffic.Output.Value), least, through / capacity);
    }
}

/// <summary>The steady state of separate pools.</summary>
/// <param name="TimePerOutputToken">TPOT: a decode step.</param>
/// <param name="TimeToFirstToken">TTFT: everything before decode, waiting included.</param>
/// <param name="Throughput">Output tokens a second of all decode workers.</param>
/// <param name="BatchPerWorker">Sequences that one decode worker runs.</param>
/// <param name="PrefillLoad">Load over capacity of the prefill pool.</param>
public sealed record DisaggregatedReport(
    Seconds TimePerOutputToken,
    Seconds TimeToFirstToken,
    TokensPerSecond Throughput,
    double BatchPerWorker,
    double PrefillLoad);
