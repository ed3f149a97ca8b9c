namespace Chalkline.Engines;

/// <summary>
/// The sequences that decode in one replica: whether another finds a seat and room, when the next one ends, and who
/// gives its cache back when the room is full.
/// </summary>
/// <remarks>
/// The youngest gives way, and its tokens are computed again. Nobody is let in before the others have decoded a step: the
/// same request would come back at once, and nothing would move.
/// </remarks>
/// <param name="engine">The engine.</param>
/// <param name="room">Tokens that the caches may hold, above 0.</param>
/// <param name="groups">What each attention-parallel group has to do.</param>
/// <param name="tokensPerStep">Tokens that a sequence gets in a step, at least 1.</param>
/// <param name="requests">All requests; members are numbers among them.</param>
internal sealed class RunningBatch(
    EnginePreset engine, double room, GroupLoads groups, double tokensPerStep, Request[] requests)
{
    /// <summary>What rounding may leave of a step or a token.</summary>
    public const double Rounding = 1e-9;

    private readonly int _seats = engine.Sequences * groups.Groups;
    private readonly PriorityQueue<int, (double End, int Request)> _members = new();
    private double _steps; // decode steps so far
    private double _contexts; // tokens in all caches
    private double _left; // tokens of all answers that are missing
    private int _turns;
    private bool _evicted; // since the last decode step

    /// <summary>Sequences.</summary>
    public int Count => _members.Count;

    /// <summary>Share of the room that is taken, at most 1.</summary>
    public double Filled => Math.Min(1, _contexts / room);

    /// <summary>Whether the caches have no room for one more step of all.</summary>
    public bool Overflows => _contexts + Growth > room && Count > 1;

    /// <summary>
    /// Decode steps that are alike, at least 1: until a sequence ends or the room is full. Needs a sequence.
    /// </summary>
    public double StepsAlike
    {
        get
        {
            _members.TryPeek(out _, out (double End, int) first);
            double ends = Math.Max(1, Math.Ceiling(first.End - _steps - Rounding));
            return _evicted ? 1 : Math.Min(ends, Math.Max(1, Math.Floor((room - _contexts) / Growth)));
        }
    }

    private double Growth => Count * tokensPerStep;

    /// <summary>Tokens of cache that a request is sure to get: its prompt, and the reserved share of its answer.</summary>
    public double Promise(int request)
    {
        ref Request one = ref requests[request];
        return one.Held + one.ToPrefill + (engine.Reserved * one.Left);
    }

    /// <summary>Whether there is a seat and room for one more. An empty replica takes any request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="seated">Requests whose prompts are under way.</param>
    /// <param name="promised">What they were promised.</param>
    public bool Fits(int request, int seated = 0, double promised = 0)
    {
        double taken = _contexts + (engine.Reserved * _left) + promised + Growth;
        return !_evicted && Count + seated < _seats
            && (Count + seated == 0 || taken + Promise(request) <= room);
    }

    /// <summary>A request whose prompt is done joins. Its first token, which the prompt made, goes out at once.</summary>
    public void Join(int request, double now)
    {
        ref Request one = ref requests[request];
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
        _members.Enqueue(request, (_steps + Math.Max(0, one.Left / tokensPerStep), request));
    }

    /// <summary>Each sequence gets its tokens of so many steps.</summary>
    public void Decode(double steps)
    {
        _steps += steps;
        _contexts += steps * Count * tokensPerStep;
        _left -= steps * Count * tokensPerStep;
        groups.Grow(steps * tokensPerStep);
        _evicted = false;
    }

    /// <summary>The next request that has got its last token; it leaves. False when there is none.</summary>
    public bool TryEnd(double now, out int request)
    {
        if (!_members.TryPeek(out request, out (double End, int) next) || next.End > _steps + Rounding)
        {
            return false;
        }

        _members.Dequeue();
        Leave(request);
        requests[request].Finish = now;
        return true;
    }

    /// <summary>The youngest gives its cache back, to be computed again; which it is. Needs a sequence.</summary>
    public int Evict()
    {
        int youngest = _members.UnorderedItems.MaxBy(item => requests[item.Element].Turn).Element;
        double done = Leave(youngest);
        _members.Remove(youngest, out _, out _);
        ref Request one = ref requests[youngest];
        one.Left -= done;
        one.ToPrefill = one.Held + done;
        one.Held = 0;
        _evicted = true;
        return youngest;
    }

    /// <summary>Takes a request out of the sums; the tokens that it got in its present run.</summary>
    private double Leave(int request)
    {
        ref Request one = ref requests[request];
        double done = (_steps - one.Entered) * tokensPerStep;
        groups.Remove(one.Group, one.Held + done);
        _contexts -= one.Held + done;
        _left -= one.Left - done;
        return done;
    }
}
