namespace Chalkline.Engines;

/// <summary>Turns a finished replay into what is reported.</summary>
internal static class RunStatistics
{
    public static EngineReport Of(
        Request[] requests, RunTotals totals, EnginePreset engine, double tokensPerStep)
    {
        double end = totals.End;
        double[] first = new double[requests.Length];
        double[] each = new double[requests.Length];
        double whole = 0;
        double tokens = 0;
        double middle = 0;
        double from = 0.3 * end;
        double until = 0.7 * end;
        double host = engine.HostPerRequest.Value;
        for (int i = 0; i < requests.Length; i++)
        {
            ref Request one = ref requests[i];
            double decoding = one.Finish - one.FirstToken;
            first[i] = one.FirstToken - one.Arrival + host;
            each[i] = one.Output > 1 ? decoding / (one.Output - 1) : 0;
            whole += one.Finish - one.Arrival + host;
            tokens += one.Output;
            double inside = Math.Max(0, Math.Min(one.Finish, until) - Math.Max(one.FirstToken, from));
            middle += decoding > 0 ? one.Output * inside / decoding : 0;
        }

        double meanFirst = first.Average();
        double meanEach = each.Average();
        Array.Sort(first);
        Array.Sort(each);
        double count = requests.Length;
        return new()
        {
            TimeToFirstToken = new(meanFirst),
            MedianTimeToFirstToken = new(first[first.Length / 2]),
            TimePerOutputToken = new(meanEach),
            MedianTimePerOutputToken = new(each[each.Length / 2]),
            InterTokenLatency = new(meanEach * tokensPerStep),
            EndToEnd = new(whole / count),
            Throughput = new(middle > 0 ? middle / (until - from) : tokens / end),
            RunThroughput = new(tokens / end),
            RunningBatch = totals.Sequences / end,
            Waiting = totals.Waiting / end,
            CacheUse = totals.Cache / end,
            PrefillShare = totals.Prompts / end,
            Evictions = totals.Evictions / count,
            ComputeUse = totals.Compute / end,
            MemoryUse = totals.Memory / end,
            NetworkUse = totals.Network / end,
        };
    }
}
