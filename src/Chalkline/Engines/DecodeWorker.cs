namespace Chalkline.Engines;

/// <summary>
/// A worker that decodes what others have prefilled, in continuous batches. Steps between an end, a newcomer and a full
/// cache are alike and are taken at once; a newcomer cuts them short at the end of the step that is under way.
/// </summary>
/// <remarks>
/// Every step is a captured graph with the next one scheduled meanwhile, so that the host shows only where it takes
/// longer than the kernels.
/// </remarks>
internal sealed class DecodeWorker(
    StepTimer timer, EnginePreset engine, double room, GroupLoads groups, double tokensPerStep, Request[] requests)
{
    private readonly LinkedList<int> _waiting = new();
    private readonly RunningBatch _running = new(engine, room, groups, tokensPerStep, requests);
    private RunTotals _totals;
    private StepTime _step;
    private double _start;
    private double _count;
    private double _again; // tokens of evicted requests that the coming step computes once more

    /// <summary>Sequences that run or wait here.</summary>
    public int Sequences => _running.Count + _waiting.Count;

    /// <summary>Whether steps are under way.</summary>
    public bool Busy => _count > 0;

    /// <summary>When the steps under way end, s.</summary>
    public double Until => _start + (_count * _step.Time);

    /// <summary>What its steps add up to.</summary>
    public RunTotals Totals => _totals;

    /// <summary>One decode step, the host's time under that of the kernels.</summary>
    public static StepTime Overlapped(StepTimer timer, double sequences, double context, double evenness = 1)
    {
        StepTime step = timer.Of(sequences, context, 0, 0, 0, evenness);
        double host = timer.Host(sequences);
        return step with { Time = Math.Max(step.Time - host, host) };
    }

    /// <summary>A request with its cache comes; true when the steps under way are cut short for it.</summary>
    public bool Offer(int request, double now)
    {
        _waiting.AddLast(request);
        if (!Busy || _waiting.Count > 1 || !_running.Fits(request))
        {
            return false;
        }

        double count = Math.Clamp(Math.Ceiling((now - _start) / _step.Time), 1, _count);
        bool cut = count < _count;
        _count = count;
        return cut;
    }

    /// <summary>Lets in who fits and starts steps; false when nobody is there.</summary>
    public bool Begin(double now)
    {
        Admit(now);
        if (_running.Count == 0)
        {
            return false;
        }

        _start = now;
        if (_again > 0)
        {
            (_step, _count) = (timer.Of(0, 0, _again, 1, 0), 1);
            return true;
        }

        while (_running.Overflows)
        {
            _waiting.AddFirst(_running.Evict());
            _totals.Evictions++;
        }

        _count = _running.StepsAlike;
        int most = groups.MostRequests;
        double context = groups.MeanMostTokens(_count, tokensPerStep) / most;
        _step = Overlapped(timer, most * groups.Groups, context, groups.Evenness);
        return true;
    }

    /// <summary>The steps end: who has got the last token.</summary>
    public List<int> End(double now)
    {
        double time = now - _start;
        _totals.Add(_step, _count);
        _totals.Sequences += time * _running.Count;
        _totals.Cache += time * _running.Filled;
        if (_again <= 0)
        {
            _running.Decode(_count);
        }

        (_again, _count) = (0, 0);
        List<int> finished = [];
        while (_running.TryEnd(now, out int request))
        {
            finished.Add(request);
        }

        return finished;
    }

    /// <summary>Takes the waiting in, in their order. What an evicted one held is computed once more.</summary>
    private void Admit(double now)
    {
        while (_waiting.First is { } next && _running.Fits(next.Value))
        {
            _waiting.RemoveFirst();
            ref Request one = ref requests[next.Value];
            _again += one.ToPrefill;
            one.Held += one.ToPrefill;
            one.ToPrefill = 0;
            _running.Join(next.Value, now);
        }
    }
}
