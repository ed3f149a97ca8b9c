namespace Chalkline.Engines;

/// <summary>One run of one replica: the state of its scheduler.</summary>
internal sealed class Replay
{
    private readonly StepTimer _timer;
    private readonly EnginePreset _engine;
    private readonly double _stepTokens;
    private readonly double[] _taken; // prompt tokens of each attention-parallel group in the step that is put together
    private readonly GroupLoads _groups;
    private readonly double _tokensPerStep;
    private readonly bool _closed;
    private readonly Request[] _requests;
    private readonly PriorityQueue<int, (double Ready, int Request)> _coming = new();
    private readonly Queue<int> _waiting = new();
    private readonly List<int> _prompts = [];
    private readonly RunningBatch _running;
    private double _now;
    private double _ticks; // steps of any kind so far
    private double _looked; // the last of them after which the engine looked for requests
    private double _promised;
    private int _sent;
    private int _finished;
    private RunTotals _totals;

    public Replay(
        StepTimer timer, EnginePreset engine, Traffic traffic, int replicas, double room, int groups, double tokensPerStep)
    {
        _timer = timer;
        _engine = engine;
        _stepTokens = engine.StepTokens * (engine.TokensPerGroup ? groups : 1.0);
        _taken = new double[groups];
        _groups = new(engine.Routing, groups, 0);
        _tokensPerStep = tokensPerStep;
        _closed = traffic.Concurrency > 0;
        double clients = Math.Max(1, Math.Round(traffic.Concurrency / replicas));
        int count = _closed ? (int)Math.Max(1, clients * traffic.Rounds) : (int)(100 * traffic.Rounds);
        _requests = Request.Draw(traffic, count, _closed ? 0 : traffic.Rate / replicas, engine.EntrySteps);
        _running = new(engine, room, _groups, tokensPerStep, _requests);
        if (_closed)
        {
            for (int i = 0; i < (int)clients; i++)
            {
                Send();
            }
        }
    }

    /// <summary>The requests, as far as they have come.</summary>
    public ReadOnlySpan<Request> Requests => _requests;

    public void Run()
    {
        while (_finished < _requests.Length)
        {
            Arrive();
            Receive();
            Admit();
            if (_prompts.Count > 0)
            {
                PromptStep();
            }
            else if (_running.Count > 0)
            {
                Decode();
            }
            else
            {
                Spend(_requests[_sent].Arrival - _now);
            }
        }
    }

    public EngineReport Report() => RunStatistics.Of(_requests, _totals with { End = _now }, _engine, _tokensPerStep);

    /// <summary>Sends the next request of a closed loop.</summary>
    private void Send()
    {
        if (_sent < _requests.Length)
        {
            _requests[_sent].Arrival = _now;
            Come(_sent++);
        }
    }

    /// <summary>Takes in what an open loop has sent by now.</summary>
    private void Arrive()
    {
        while (!_closed && _sent < _requests.Length && _requests[_sent].Arrival <= _now)
        {
            Come(_sent++);
        }
    }

    /// <summary>A request is under way: the engine may take it in some steps later.</summary>
    private void Come(int request) => _coming.Enqueue(request, (_ticks + _requests[request].Way, request));

    /// <summary>Lets in what has come through, when it is time to look; an idle engine waits for the first.</summary>
    private void Receive()
    {
        if (_running.Count + _prompts.Count + _waiting.Count == 0 && _coming.TryPeek(out _, out (double Ready, int) first))
        {
            _ticks = Math.Max(_ticks, first.Ready);
            _looked = _ticks - _engine.ReceiveSteps;
        }

        double looks = Math.Floor((_ticks - _looked) / _engine.ReceiveSteps);
        _looked += looks * _engine.ReceiveSteps;
        while (looks > 0 && _coming.TryPeek(out int next, out (double Ready, int) way) && way.Ready <= _looked)
        {
            _waiting.Enqueue(next);
            _coming.Dequeue();
        }
    }

    /// <summary>Steps of decoding until a look finds somebody.</summary>
    private double UntilReceived()
    {
        double looks = _coming.TryPeek(out _, out (double Ready, int) first)
            ? Math.Max(1, Math.Ceiling((first.Ready - _looked) / _engine.ReceiveSteps))
            : double.PositiveInfinity;
        return _looked + (looks * _engine.ReceiveSteps) - _ticks;
    }

    /// <summary>Seats waiting requests in their order while there is a seat and room.</summary>
    private void Admit()
    {
        while (_waiting.TryPeek(out int next) && _running.Fits(next, _prompts.Count, _promised))
        {
            _promised += _running.Promise(next);
            _prompts.Add(_waiting.Dequeue());
        }
    }

    /// <summary>One step that processes prompts, with or without the running sequences.</summary>
    private void PromptStep()
    {
        bool mixed = _engine.Policy == StepPolicy.Mixed;
        double budget = Math.Max(64, (_stepTokens - (mixed ? _running.Count : 0)) / _taken.Length);
        Array.Clear(_taken);
        double tokens = 0;
        double offsets = 0;
        int prompts = 0;
        for (int i = 0; i < _prompts.Count; i++)
        {
            // Each attention-parallel group takes prompts of its own; the next goes to the one with the fewest tokens.
            int group = Array.IndexOf(_taken, _taken.Min());
            ref Request one = ref _requests[_prompts[i]];
            double take = Math.Min(one.ToPrefill, budget - _taken[group]);
            if (take <= RunningBatch.Rounding || (take < one.ToPrefill && !_engine.Chunked && _taken[group] > 0))
            {
                break;
            }

            // An engine that does not cut prompts takes the first one whole, whatever its length.
            take = _engine.Chunked ? take : one.ToPrefill;
            _taken[group] += take;
            offsets += one.Held;

            // A group's share of a step may be a broken number; what rounding leaves of a prompt takes no further step.
            one.ToPrefill = one.ToPrefill - take > RunningBatch.Rounding ? one.ToPrefill - take : 0;
            one.Held += take;
            tokens += take;
            prompts++;
        }

        int decoding = mixed ? _running.Count : 0;
        double fullest = mixed ? _groups.MostRequests * _groups.Groups : 0;
        double evenness = (decoding + tokens) / (fullest + tokens);
        StepTime step = _timer.Of(fullest, Context(fullest, 1), tokens, prompts, offsets / prompts, evenness);
        _totals.Prompts += step.Time;
        Spend(step, 1);
        _ticks++;
        _looked = _ticks - _engine.ReceiveSteps;
        if (decoding > 0)
        {
            _running.Decode(1);
            EndFinished();
        }

        // Prompts that were cut keep their place before those whose turn has not come.
        int kept = 0;
        for (int i = 0; i < prompts; i++)
        {
            int request = _prompts[i];
            if (_requests[request].ToPrefill > 0)
            {
                _prompts[kept++] = request;
            }
            else
            {
                Start(request);
            }
        }

        _prompts.RemoveRange(kept, prompts - kept);
        EndFinished();
    }

    /// <summary>Decodes until a request ends, one arrives, or the cache is full.</summary>
    private void Decode()
    {
        if (_running.Overflows)
        {
            Evict();
            return;
        }

        double steps = Math.Min(_running.StepsAlike, Math.Max(1, UntilReceived()));
        double fullest = _groups.MostRequests * _groups.Groups;
        StepTime first = _timer.Of(fullest, Context(fullest, 1), 0, 0, 0, _groups.Evenness);
        if (!_closed && _sent < _requests.Length)
        {
            steps = Math.Clamp(Math.Ceiling((_requests[_sent].Arrival - _now) / first.Time), 1, steps);
        }

        double middle = Context(fullest, steps);
        Spend(steps > 1 ? _timer.Of(fullest, middle, 0, 0, 0, _groups.Evenness) : first, steps);
        _ticks += steps;
        _running.Decode(steps);
        EndFinished();
    }

    /// <summary>The prompt of a request is done: it decodes from now on.</summary>
    private void Start(int request)
    {
        _promised -= _running.Promise(request);
        _running.Join(request, _now);
    }

    private void EndFinished()
    {
        while (_running.TryEnd(_now, out _))
        {
            _finished++;
            if (_closed)
            {
                Send();
            }
        }
    }

    /// <summary>The youngest running request waits at the front, to be computed again.</summary>
    private void Evict()
    {
        _totals.Evictions++;
        int[] others = [.. _waiting];
        _waiting.Clear();
        _waiting.Enqueue(_running.Evict());
        foreach (int other in others)
        {
            _waiting.Enqueue(other);
        }
    }

    /// <summary>Mean tokens of the fullest group's sequences, were they as many in each group as in the fullest.</summary>
    private double Context(double fullest, double steps) => fullest > 0
        ? Math.Max(0, _groups.MeanMostTokens(steps, _tokensPerStep) * _groups.Groups / fullest)
        : 0;

    private void Spend(in StepTime step, double times)
    {
        _totals.Add(step, times);
        Spend(times * step.Time);
    }

    private void Spend(double time)
    {
        _now += time;
        _totals.Sequences += time * _running.Count;
        _totals.Waiting += time * (_coming.Count + _waiting.Count + _prompts.Count);
        _totals.Cache += time * _running.Filled;
    }
}
