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
    private readonly int _seats = engine.Sequences * groups.Groups;
    private readonly LinkedList<int> _waiting = new();
    private readonly PriorityQueue<int, (double End, int Request)> _running = new();
    private RunTotals _totals;
    private StepTime _step;
    private double _start;
    private double _count;
    private double _steps;
    private double _contexts;
    private double _left;
    private double _again; // tokens of evicted requests that the coming step computes once more
    private int _turns;
    private bool _full;

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
        if (!Busy || _waiting.Count > 1 || !Fits(request))
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

        double growth = _running.Count * tokensPerStep;
        while (_contexts + growth > room && _running.Count > 1)
        {
            Evict();
            growth = _running.Count * tokensPerStep;
        }

        _running.TryPeek(out _, out (double End, int) first);
        double steps = Math.Max(1, Math.Ceiling(first.End - _steps - 1e-9));
        steps = _full ? 1 : Math.Min(steps, Math.Max(1, Math.Floor((room - _contexts) / growth)));
        _full = false;
        _count = steps;
        int most = groups.MostRequests;
        double context = groups.MeanMostTokens(tokensPerStep * (steps - 1)) / most;
        _step = Overlapped(timer, most * groups.Groups, context, groups.Evenness);
        return true;
    }

    /// <summary>The steps end: who has got the last token.</summary>
    public List<int> End(double now)
    {
        double time = now - _start;
        _totals.Add(_step, _count);
        _totals.Sequences += time * _running.Count;
        _totals.Cache += time * Math.Min(1, _contexts / room);
        if (_again <= 0)
        {
            _steps += _count;
            _contexts += _count * _running.Count * tokensPerStep;
            _left -= _count * _running.Count * tokensPerStep;
            groups.Grow(_count * tokensPerStep);
        }

        (_again, _count) = (0, 0);
        List<int> finished = [];
        while (_running.TryPeek(out int request, out (double End, int) next) && next.End <= _steps + 1e-9)
        {
            _running.Dequeue();
            Leave(request);
            requests[request].Finish = now;
            finished.Add(request);
        }

        return finished;
    }

    /// <summary>Whether there is a seat, and room for what a request holds and the share of its answer that is reserved.</summary>
    private bool Fits(int request)
    {
        ref Request one = ref requests[request];
        double taken = _contexts + (engine.Reserved * _left) + (_running.Count * tokensPerStep);
        double promise = one.Held + one.ToPrefill + (engine.Reserved * one.Left);
        return !_full && _running.Count < _seats && (_running.Count == 0 || taken + promise <= room);
    }

    /// <summary>Takes the waiting in, in their order. The first token, which prefill made, goes out at once.</summary>
    private void Admit(double now)
    {
        while (_waiting.First is { } next && Fits(next.Value))
        {
            _waiting.RemoveFirst();
            ref Request one = ref requests[next.Value];
            _again += one.ToPrefill;
            one.Held += one.ToPrefill;
            one.ToPrefill = 0;
            if (one.FirstToken < 0)
            {
                one.FirstToken = now;
                one.Left -= 1;
            }

            one.Entered = _steps;
            one.Turn = _turns++;
            one.Group = groups.Add(one.Held);
            _contexts += one.Held;
            _left += one.Left;
            _running.Enqueue(next.Value, (_steps + Math.Max(0, one.Left / tokensPerStep), next.Value));
        }
    }

    /// <summary>The youngest gives its cache back and waits at the front, to be computed again.</summary>
    private void Evict()
    {
        int youngest = _running.UnorderedItems.MaxBy(item => requests[item.Element].Turn).Element;
        double done = (_steps - requests[youngest].Entered) * tokensPerStep;
        Leave(youngest);
        _running.Remove(youngest, out _, out _);
        ref Request one = ref requests[youngest];
        one.Left -= done;
        one.ToPrefill = one.Held + done;
        one.Held = 0;
        _waiting.AddFirst(youngest);
        _totals.Evictions++;
        _full = true;
    }

    private void Leave(int request)
    {
        ref Request one = ref requests[request];
        double done = (_steps - one.Entered) * tokensPerStep;
        _contexts -= one.Held + done;
        groups.Remove(one.Group, one.Held + done);
        _left -= one.Left - done;
    }
}
