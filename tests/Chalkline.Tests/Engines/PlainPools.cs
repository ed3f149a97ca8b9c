using Chalkline.Engines;

namespace Chalkline.Tests.Engines;

/// <summary>Two pools once more, the plain way: one worker of each kind, one decode step at a time, closed loops.</summary>
internal sealed class PlainPools(
    StepTimer prompts, StepTimer steps, EnginePreset engine, double room, Func<double, double> transfer, PlainRequest[] requests)
{
    private readonly List<PlainRequest> _coming = [];
    private readonly List<PlainRequest> _prefilling = [];
    private readonly List<(double Ready, PlainRequest Request)> _between = [];
    private readonly List<PlainRequest> _waiting = [];
    private readonly List<PlainRequest> _running = [];
    private readonly List<PlainRequest> _chosen = [];
    private double _promptsEnd = double.PositiveInfinity;
    private double _stepEnds = double.PositiveInfinity;
    private bool _full;
    private double _again;
    private int _sent;

    /// <summary>Evictions so far.</summary>
    public int Evictions { get; private set; }

    /// <summary>Serves all requests, so many at once.</summary>
    public void Run(int clients)
    {
        for (int i = 0; i < clients; i++)
        {
            Send(0);
        }

        double now = 0;
        while (requests.Any(one => one.Finish < 0))
        {
            _prefilling.AddRange(_coming);
            _coming.Clear();
            if (double.IsPositiveInfinity(_promptsEnd) && _prefilling.Count > 0)
            {
                _promptsEnd = now + PromptStep();
            }

            if (double.IsPositiveInfinity(_stepEnds))
            {
                BeginStep(now);
            }

            double handed = _between.Count > 0 ? _between.Min(one => one.Ready) : double.PositiveInfinity;
            now = Math.Min(Math.Min(_promptsEnd, _stepEnds), handed);
            if (now >= _promptsEnd)
            {
                EndPrompts(now);
            }

            _waiting.AddRange(_between.Where(one => one.Ready <= now).Select(one => one.Request));
            _between.RemoveAll(one => one.Ready <= now);
            if (now >= _stepEnds)
            {
                EndStep(now);
            }
        }
    }

    private void Send(double now)
    {
        if (_sent < requests.Length)
        {
            requests[_sent].Arrival = now;
            _coming.Add(requests[_sent++]);
        }
    }

    private double PromptStep()
    {
        _chosen.Clear();
        double tokens = 0;
        double held = 0;
        foreach (PlainRequest one in _prefilling)
        {
            double rest = one.Prompt - one.Cached;
            double take = engine.Chunked ? Math.Min(rest, engine.PrefillTokens - tokens) : rest;
            if (tokens >= engine.PrefillTokens || (tokens > 0 && tokens + take > engine.PrefillTokens))
            {
                break;
            }

            held += one.Cached;
            one.Cached += take;
            tokens += take;
            _chosen.Add(one);
        }

        return prompts.Step(0, 0, tokens, _chosen.Count, held / _chosen.Count);
    }

    private void EndPrompts(double now)
    {
        _promptsEnd = double.PositiveInfinity;
        foreach (PlainRequest one in _chosen.Where(one => one.Cached >= one.Prompt))
        {
            _prefilling.Remove(one);
            _between.Add((now + transfer(one.Prompt), one));
        }
    }

    private void BeginStep(double now)
    {
        while (_waiting.Count > 0 && Fits(_waiting[0]))
        {
            PlainRequest one = _waiting[0];
            _waiting.RemoveAt(0);
            _running.Add(one);
            if (one.FirstToken < 0)
            {
                one.FirstToken = now;
                one.Missing--;
            }
            else
            {
                _again += one.Prompt;
                one.Cached = one.Prompt;
            }
        }

        if (_running.Count == 0)
        {
            return;
        }

        if (_again > 0)
        {
            _stepEnds = now + steps.Step(0, 0, _again, 1, 0);
            return;
        }

        while (_running.Count > 1 && _running.Sum(one => one.Cached) + _running.Count > room)
        {
            PlainRequest last = _running[^1];
            _running.Remove(last);
            last.Prompt = last.Cached;
            last.Cached = 0;
            _waiting.Insert(0, last);
            Evictions++;
            _full = true;
        }

        double host = steps.Host(_running.Count);
        double kernels = steps.Step(_running.Count, _running.Average(one => one.Cached), 0, 0, 0) - host;
        _stepEnds = now + Math.Max(kernels, host);
        _full = false;
    }

    private bool Fits(PlainRequest next)
    {
        double held = _running.Sum(one => one.Cached + 1 + (engine.Reserved * one.Missing));
        return !_full && _running.Count < engine.Sequences
            && (_running.Count == 0 || held + next.Prompt + (engine.Reserved * next.Missing) <= room);
    }

    private void EndStep(double now)
    {
        _stepEnds = double.PositiveInfinity;
        if (_again > 0)
        {
            _again = 0;
            return;
        }

        foreach (PlainRequest one in _running.ToList())
        {
            one.Cached++;
            one.Missing--;
            if (one.Missing <= 0)
            {
                _running.Remove(one);
                one.Finish = now;
                Send(now);
            }
        }
    }
}
