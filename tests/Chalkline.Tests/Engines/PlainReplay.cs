using Chalkline.Engines;

namespace Chalkline.Tests.Engines;

/// <summary>
/// The scheduler once more, the plain way: lists, one step and one token at a time, nothing passed over. Closed loops
/// without speculation.
/// </summary>
internal sealed class PlainReplay(
    Func<double, double, double, double, double, double, double> step, EnginePreset engine, double room, PlainRequest[] requests, int groups = 1)
{
    private const double Rounding = 1e-9;

    private readonly List<PlainRequest> _coming = [];
    private readonly List<PlainRequest> _waiting = [];
    private readonly List<PlainRequest> _prefilling = [];
    private readonly List<PlainRequest> _running = [];
    private double _now;
    private int _sent;
    private int _steps;
    private int _untilLook;
    private int _turn;
    private bool _full;

    /// <summary>Evictions so far.</summary>
    public int Evictions { get; private set; }

    /// <summary>Serves all requests, so many at once.</summary>
    public void Run(int clients)
    {
        for (int i = 0; i < clients; i++)
        {
            Send();
        }

        while (requests.Any(one => one.Finish < 0))
        {
            Look();
            while (!_full && _waiting.Count > 0 && _running.Count + _prefilling.Count < engine.Sequences * groups && Fits(_waiting[0]))
            {
                _prefilling.Add(_waiting[0]);
                _waiting.RemoveAt(0);
            }

            if (_prefilling.Count > 0)
            {
                Prompts();
            }
            else if (_running.Count > 1 && _running.Sum(one => one.Cached) + _running.Count > room)
            {
                Evict();
            }
            else
            {
                double fullest = Fullest(_running);
                _now += step(fullest, Mean(_running, fullest), 0, 0, 0, _running.Count / fullest);
                _steps++;
                _untilLook--;
                _full = false;
                Token(_running);
            }
        }
    }

    /// <summary>An idle engine waits for the first that comes; a busy one looks every so many steps.</summary>
    private void Look()
    {
        if (_running.Count + _prefilling.Count + _waiting.Count == 0)
        {
            _steps = Math.Max(_steps, _coming.Min(one => one.Ready));
            _untilLook = 0;
        }

        if (_untilLook <= 0)
        {
            foreach (PlainRequest one in _coming.Where(one => one.Ready <= _steps).OrderBy(one => one.Ready).ToList())
            {
                _coming.Remove(one);
                _waiting.Add(one);
            }

            _untilLook = engine.ReceiveSteps;
        }
    }

    /// <summary>Sequences, were each group as full as the one with the most.</summary>
    private double Fullest(List<PlainRequest> running)
        => running.Count > 0 ? groups * running.GroupBy(one => one.Group).Max(group => group.Count()) : 0;

    /// <summary>Mean context, were the caches of each group as long as those of the group with the most tokens.</summary>
    private double Mean(List<PlainRequest> running, double fullest)
        => fullest > 0 ? groups / fullest * running.GroupBy(one => one.Group).Max(group => group.Sum(one => one.Cached)) : 0;

    private int Choose(PlainRequest next)
    {
        if (engine.Routing == GroupRouting.InTurn)
        {
            return _turn++ % groups;
        }

        List<PlainRequest> others = [.. _running.Where(one => one != next)];
        return Enumerable.Range(0, groups)
            .OrderBy(group => others.Count(one => one.Group == group))
            .ThenBy(group => others.Where(one => one.Group == group).Sum(one => one.Cached))
            .First();
    }

    private void Send()
    {
        if (_sent < requests.Length)
        {
            requests[_sent].Arrival = _now;
            requests[_sent].Ready = _steps + requests[_sent].Way;
            _coming.Add(requests[_sent++]);
        }
    }

    private bool Fits(PlainRequest next)
    {
        // The running sequences keep what they hold, the next token of each, and the reserved share of what is to come.
        double held = _running.Sum(one => one.Cached + 1 + (engine.Reserved * one.Missing));
        double promised = _prefilling.Append(next).Sum(one => one.Prompt + (engine.Reserved * one.Missing));
        return _running.Count + _prefilling.Count == 0 || held + promised <= room;
    }

    private void Prompts()
    {
        bool mixed = engine.Policy == StepPolicy.Mixed;
        List<PlainRequest> decoding = mixed ? [.. _running] : [];
        double whole = engine.TokensPerGroup ? engine.StepTokens * groups : engine.StepTokens;
        double budget = Math.Max(64, (whole - decoding.Count) / groups);
        List<PlainRequest> chosen = [];
        List<double> cached = [];
        List<double> filled = [.. Enumerable.Repeat(0.0, groups)];
        foreach (PlainRequest one in _prefilling)
        {
            // The next prompt goes to the group with the fewest tokens in this step.
            int group = filled.IndexOf(filled.Min());
            double rest = one.Prompt - one.Cached;
            double take = engine.Chunked ? Math.Min(rest, budget - filled[group]) : rest;
            if (filled[group] >= budget - Rounding || (!engine.Chunked && filled[group] > 0 && filled[group] + take > budget))
            {
                break;
            }

            chosen.Add(one);
            cached.Add(one.Cached);
            one.Cached += take;
            filled[group] += take;
        }

        double tokens = filled.Sum();
        double fullest = Fullest(decoding);
        double evenness = (decoding.Count + tokens) / (fullest + tokens);
        _now += step(fullest, Mean(decoding, fullest), tokens, chosen.Count, cached.Average(), evenness);
        _steps++;
        _untilLook = 0;
        Token(decoding);
        foreach (PlainRequest one in chosen.Where(one => one.Cached >= one.Prompt - Rounding))
        {
            _prefilling.Remove(one);
            one.Group = Choose(one);
            _running.Add(one);
            if (one.FirstToken < 0)
            {
                one.FirstToken = _now;
                one.Missing--;
            }
        }

        Finish();
    }

    private void Token(List<PlainRequest> decoding)
    {
        foreach (PlainRequest one in decoding)
        {
            one.Cached++;
            one.Missing--;
        }

        Finish();
    }

    private void Finish()
    {
        foreach (PlainRequest one in _running.Where(one => one.Missing <= 0).ToList())
        {
            _running.Remove(one);
            one.Finish = _now;
            Send();
        }
    }

    /// <summary>The last one in goes back to the front of the queue, with all its tokens as its prompt.</summary>
    private void Evict()
    {
        PlainRequest last = _running[^1];
        _running.Remove(last);
        last.Prompt = last.Cached;
        last.Cached = 0;
        _waiting.Insert(0, last);
        Evictions++;
        _full = true;
    }
}

/// <summary>One request of the plain replay.</summary>
internal sealed class PlainRequest(double prompt, double output, int way)
{
    /// <summary>Tokens to process before the next one comes out.</summary>
    public double Prompt { get; set; } = prompt;

    /// <summary>Tokens of the answer that are missing.</summary>
    public double Missing { get; set; } = output;

    /// <summary>Tokens in the cache.</summary>
    public double Cached { get; set; }

    /// <summary>The attention-parallel group that has it.</summary>
    public int Group { get; set; }

    /// <summary>Steps it is under way to a busy engine.</summary>
    public int Way { get; } = way;

    /// <summary>The first step that may take it in.</summary>
    public int Ready { get; set; }

    /// <summary>When it was sent, s.</summary>
    public double Arrival { get; set; } = -1;

    /// <summary>When its first token came, s.</summary>
    public double FirstToken { get; set; } = -1;

    /// <summary>When its last token came, s.</summary>
    public double Finish { get; set; } = -1;
}
