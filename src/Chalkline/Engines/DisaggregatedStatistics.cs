namespace Chalkline.Engines;

/// <summary>Turns a finished replay of two pools into what is reported.</summary>
internal static class DisaggregatedStatistics
{
    /// <summary>Adds up a run.</summary>
    /// <param name="requests">The requests, all finished.</param>
    /// <param name="end">When the last one was, s.</param>
    /// <param name="prefill">The prefill workers.</param>
    /// <param name="decode">The decode workers.</param>
    /// <param name="seats">Requests of final length that one decode worker holds.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="tokensPerStep">Tokens that a decode step yields.</param>
    public static DisaggregatedReport Of(
        Request[] requests,
        double end,
        PoolTotals prefill,
        PoolTotals decode,
        double seats,
        EnginePreset engine,
        double tokensPerStep)
    {
        double before = 0;
        double between = 0;
        foreach (ref readonly Request one in requests.AsSpan())
        {
            before += one.Prefilled - one.Arrival;
            between += one.FirstToken - one.Prefilled;
        }

        RunTotals prompts = prefill.Sum();
        RunTotals steps = decode.Sum();
        double share = prefill.Pool.Devices / (prefill.Pool.Devices + decode.Pool.Devices);
        double Mean(double first, double second)
            => (share * first / prefill.Pool.Workers) + ((1 - share) * second / decode.Pool.Workers);
        RunTotals whole = new()
        {
            End = end,
            Prompts = prompts.Busy / prefill.Pool.Workers,
            Sequences = steps.Sequences,
            Waiting = before + between,
            Cache = steps.Cache / decode.Pool.Workers,
            Compute = Mean(prompts.Compute, steps.Compute),
            Memory = Mean(prompts.Memory, steps.Memory),
            Network = Mean(prompts.Network, steps.Network),
            Evictions = steps.Evictions,
        };
        double running = (steps.Sequences + between) / end;
        return new(
            RunStatistics.Of(requests, whole, engine, tokensPerStep),
            Report(prefill, prompts, prompts.Busy / prefill.Pool.Workers / end, before / end, end),
            Report(decode, steps, running / (decode.Pool.Workers * seats), between / end, end));
    }

    private static PoolReport Report(in PoolTotals pool, RunTotals sum, double load, double waiting, double end)
    {
        double time = pool.Pool.Workers * end;
        return new()
        {
            Busy = sum.Busy / time,
            Load = load,
            Waiting = waiting,
            ComputeUse = sum.Compute / time,
            MemoryUse = sum.Memory / time,
            NetworkUse = sum.Network / time,
        };
    }
}
