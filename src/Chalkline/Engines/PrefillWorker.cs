using System.Runtime.InteropServices;

namespace Chalkline.Engines;

/// <summary>A worker that does nothing but prompts: in the order they come, as many tokens a step as it takes.</summary>
internal sealed class PrefillWorker(StepTimer timer, EnginePreset engine, int groups, Request[] requests)
{
    private readonly double _stepTokens = engine.PrefillTokens * (double)groups;
    private readonly List<int> _prompts = [];
    private RunTotals _totals;
    private int _ending;

    /// <summary>Prompt tokens that are still to be processed.</summary>
    public double Queued { get; private set; }

    /// <summary>Whether a step is under way.</summary>
    public bool Busy { get; private set; }

    /// <summary>What its steps add up to.</summary>
    public RunTotals Totals => _totals;

    /// <summary>A prompt comes.</summary>
    public void Offer(int request)
    {
        _prompts.Add(request);
        Queued += requests[request].ToPrefill;
    }

    /// <summary>Fills a step; its time in s, or null when nothing waits.</summary>
    public double? Begin()
    {
        double tokens = 0;
        double offsets = 0;
        int prompts = 0;
        _ending = 0;
        while (prompts < _prompts.Count && tokens < _stepTokens)
        {
            ref Request one = ref requests[_prompts[prompts]];
            double take = engine.Chunked ? Math.Min(one.ToPrefill, _stepTokens - tokens) : one.ToPrefill;
            if (tokens > 0 && tokens + take > _stepTokens)
            {
                break;
            }

            offsets += one.Held;
            one.ToPrefill -= take;
            one.Held += take;
            tokens += take;
            prompts++;
            _ending += one.ToPrefill <= 0 ? 1 : 0;
        }

        Busy = prompts > 0;
        if (!Busy)
        {
            return null;
        }

        Queued -= tokens;
        StepTime step = timer.Of(0, 0, tokens, prompts, offsets / prompts);
        _totals.Add(step, 1);
        return step.Time;
    }

    /// <summary>The step ends: the prompts that it finished, in their order.</summary>
    public int[] End()
    {
        Busy = false;
        int[] ended = [.. CollectionsMarshal.AsSpan(_prompts)[.._ending]];
        _prompts.RemoveRange(0, _ending);
        return ended;
    }
}
