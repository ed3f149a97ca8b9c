using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>
/// Prefill and decode on separate workers: prompts queue for one pool, hand their cache over, wait for a seat and decode
/// in the other.
/// </summary>
/// <param name="prefill">The workers for prompts.</param>
/// <param name="decode">The workers for answers.</param>
/// <param name="engine">The engine of both.</param>
/// <param name="fidelity">Which model of time.</param>
/// <param name="speculation">Speculation of the decode workers, or null.</param>
public sealed class DisaggregatedRun(
    WorkerPool prefill, WorkerPool decode, EnginePreset engine, Fidelity fidelity, Speculation? speculation = null)
{
    private readonly StepTimer _prompts = new(prefill.Pass, engine, fidelity, null);
    private readonly StepTimer _steps = new(decode.Pass, engine, fidelity, speculation);

    /// <summary>Time to hand a prompt's cache over, at the rate of the slower of the two sides' devices.</summary>
    /// <param name="input">Tokens of the prompt.</param>
    /// <exception cref="ChalkException">The pools stand apart and nothing joins them.</exception>
    public Seconds HandOver(Tokens input)
    {
        MachineSystem system = decode.Pass.System;
        bool together = system.ScaleOut is null
            || (prefill.Devices + decode.Devices).Value <= system.DomainSize;
        Workloads.Workload workload = new(input, new(1), default);
        return Quantity.Max(
            new ServingModel(prefill.Pass, workload, fidelity).Transfer(together),
            new ServingModel(decode.Pass, workload, fidelity).Transfer(together));
    }

    /// <summary>Replays the traffic of all workers.</summary>
    /// <exception cref="ChalkException">Not even one request fits a worker, or nothing joins the pools.</exception>
    public DisaggregatedReport Replay(Traffic traffic)
    {
        Check(prefill, traffic.Input);
        double room = Check(decode, traffic.Input + traffic.Output);
        int count = (int)(traffic.Concurrency > 0
            ? Math.Max(1, Math.Round(traffic.Concurrency)) * traffic.Rounds
            : 100 * traffic.Rounds);
        Request[] requests = Request.Draw(traffic, Math.Max(1, count), traffic.Concurrency > 0 ? 0 : traffic.Rate, 0);
        double tokensPerStep = speculation?.TokensPerStep ?? 1;
        PrefillWorker[] before = new PrefillWorker[prefill.Workers];
        DecodeWorker[] after = new DecodeWorker[decode.Workers];
        for (int i = 0; i < before.Length; i++)
        {
            before[i] = new(_prompts, engine, new(engine.PrefillRouting, prefill.Groups, (ulong)i), requests);
        }

        for (int i = 0; i < after.Length; i++)
        {
            GroupLoads groups = new(engine.DecodeRouting, decode.Groups, (ulong)(i + before.Length));
            after[i] = new(_steps, engine, room, groups, tokensPerStep, requests);
        }

        PoolReplay replay = new(traffic, requests, before, after, HandOverParts(traffic.Input));
        replay.Run();
        return DisaggregatedStatistics.Of(
            requests,
            replay.End,
            new(prefill, [.. before.Select(worker => worker.Totals)]),
            new(decode, [.. after.Select(worker => worker.Totals)]),
            Math.Min(room / (traffic.Input + traffic.Output).Value, engine.Sequences * (double)decode.Groups),
            engine,
            tokensPerStep);
    }

    /// <summary>
    /// The steady state in closed form: requests circulate between the pools, and the slower pool holds the others back.
    /// No start, no chance, no full cache; the host's time is that of the replay.
    /// </summary>
    /// <param name="traffic">A closed loop; lengths are taken at their means.</param>
    public DisaggregatedSteadyState Steady(Traffic traffic)
    {
        Tokens fresh = traffic.Input - traffic.Prefix;
        Seconds prompts = new(_prompts.Step(0, 0, fresh.Value, 1, traffic.Prefix.Value));
        double full = engine.PrefillTokens * (double)prefill.Groups / fresh.Value;
        full = Math.Max(1, engine.Chunked ? full : Math.Floor(full));
        double capacity = prefill.Workers * full
            / _prompts.Step(0, 0, full * fresh.Value, Math.Ceiling(full), traffic.Prefix.Value);
        double context = (traffic.Input + (traffic.Output / 2)).Value;
        double steps = Math.Max(1, traffic.Output.Value - 1) / (speculation?.TokensPerStep ?? 1);
        Seconds before = prompts + engine.HandOver + HandOver(traffic.Input);

        // More sequences in decode mean fewer before it: the two demands cross once.
        double least = 0;
        double most = traffic.Concurrency / decode.Workers;
        for (int i = 0; i < 50; i++)
        {
            double batch = (least + most) / 2;
            double rate = decode.Workers * batch / (steps * DecodeStep(batch, context).Value);
            double outside = traffic.Concurrency - (decode.Workers * batch);
            bool tooMany = rate > capacity || rate * before.Value > outside;
            (least, most) = tooMany ? (least, batch) : (batch, most);
        }

        Seconds step = DecodeStep(least, context);
        double through = Math.Max(1e-9, decode.Workers * least / (steps * step.Value));
        double waiting = Math.Max(0, traffic.Concurrency - (decode.Workers * least));
        return new(
            step / (speculation?.TokensPerStep ?? 1),
            Quantity.Max(before, new Seconds(waiting / through)) + engine.HostPerRequest,
            new(through * traffic.Output.Value),
            least,
            through / capacity);
    }

    private Seconds DecodeStep(double batch, double context)
        => new(DecodeWorker.Overlapped(_steps, Math.Max(1, batch), context).Time);

    /// <summary>Latency, and time of each token, s.</summary>
    private (double Latency, double PerToken) HandOverParts(Tokens input)
    {
        double one = HandOver(new(1)).Value;
        double each = input.Value > 1 ? (HandOver(input).Value - one) / (input.Value - 1) : 0;
        return (engine.HandOver.Value + one - each, each);
    }

    /// <summary>Room of a worker's cache, in tokens.</summary>
    private double Check(WorkerPool pool, Tokens longest)
    {
        double room = CacheRoom.Tokens(pool.Pass, engine, longest);
        return room / pool.Groups >= longest.Value
            ? room
            : throw new ChalkException(
                $"{pool.Pass.Model.Name} does not fit a worker of {pool.Pass.Layout}: {new Footprint(pool.Pass).WhyNot(longest)}.");
    }
}
