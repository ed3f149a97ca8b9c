namespace Chalkline.Engines;

/// <summary>
/// A worker that does nothing but prompts. Each attention-parallel group has a queue of its own and takes from it, in the
/// order they came, as many tokens a step as it may; the step is over when the group with the most has done.
/// </summary>
internal sealed class PrefillWorker(StepTimer timer, EnginePreset engine, GroupLoads groups, Request[] requests)
{
    private readonly List<int>[] _queues = [.. Enumerable.Range(0, groups.Groups).Select(_ => new List<int>())];
    private readonly List<int> _ending = [];
    private RunTotals _totals;

    /// <summary>Prompt tokens that are still to be processed.</summary>
    public double Queued { get; private set; }

    /// <summary>Whether a step is under way.</summary>
    public bool Busy { get; private set; }

    /// <summary>What its steps add up to.</summary>
    public RunTotals Totals => _totals;

    /// <summary>A prompt comes.</summary>
    public void Offer(int request)
    {
        ref Request one = ref requests[request];
        one.Group = groups.Add(one.ToPrefill);
        _queues[one.Group].Add(request);
        Queued += one.ToPrefill;
    }

    /// <summary>Fills a step; its time in s, or null when nothing waits.</summary>
    public double? Begin()
    {
        (double Tokens, double Prompts, double Offsets) fullest = default;
        double all = 0;
        for (int i = 0; i < _queues.Length; i++)
        {
            (double Tokens, double Prompts, double Offsets) mine = Fill(_queues[i]);
            groups.Done(i, mine.Tokens);
            all += mine.Tokens;
            fullest = mine.Tokens > fullest.Tokens ? mine : fullest;
        }

        Busy = fullest.Prompts > 0;
        if (!Busy)
        {
            return null;
        }

        Queued -= all;
        double even = all / (fullest.Tokens * _queues.Length);
        StepTime step = timer.Of(
            0, 0, fullest.Tokens * _queues.Length, fullest.Prompts * _queues.Length, fullest.Offsets / fullest.Prompts, even);
        _totals.Add(step, 1);
        return step.Time;
    }

    /// <summary>The step ends: the prompts that it finished, in their order.</summary>
    public int[] End()
    {
        Busy = false;
        _ending.Sort();
        int[] ended = [.. _ending];
        _ending.Clear();
        foreach (int request in ended)
        {
            groups.Remove(requests[request].Group, 0);
        }

        return ended;
    }

    /// <summary>A group's part of a step. What a step ends leaves the queue at once.</summary>
    private (double Tokens, double Prompts, double Offsets) Fill(List<int> queue)
    {
        double tokens = 0;
        double offsets = 0;
        int prompts = 0;
        int ending = 0;
        while (prompts < queue.Count && tokens < engine.PrefillTokens)
        {
            ref Request one = ref requests[queue[prompts]];
            double take = engine.Chunked ? Math.Min(one.ToPrefill, engine.PrefillTokens - tokens) : one.ToPrefill;
            if (tokens > 0 && tokens + take > engine.PrefillTokens)
            {
                break;
            }

            offsets += one.Held;
            one.ToPrefill -= take;
            one.Held += take;
            tokens += take;
            prompts++;
            ending += one.ToPrefill <= 0 ? 1 : 0;
        }

        _ending.AddRange(queue.GetRange(0, ending));
        queue.RemoveRange(0, ending);
        return (tokens, prompts, offsets);
    }
}
