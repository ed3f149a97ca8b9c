namespace Chalkline.Engines;

/// <summary>
/// One run of two pools, from event to event: a request comes, a prompt step ends, a cache has been handed over, decode
/// steps end. Each request goes to the worker with the least to do.
/// </summary>
internal sealed class PoolReplay
{
    private readonly Request[] _requests;
    private readonly PrefillWorker[] _prefill;
    private readonly DecodeWorker[] _decode;
    private readonly int[] _versions;
    private readonly PriorityQueue<Event, (double Time, int Order)> _events = new();
    private readonly double _transferPerToken;
    private readonly double _transferLatency;
    private readonly bool _closed;
    private int _order;
    private int _sent;
    private int _finished;

    /// <summary>Draws the requests and sends the first of them.</summary>
    /// <param name="traffic">What clients send.</param>
    /// <param name="requests">The requests, which the workers share.</param>
    /// <param name="prefill">The prefill workers.</param>
    /// <param name="decode">The decode workers.</param>
    /// <param name="transfer">Time to hand a cache over, s: at once, and for each of its tokens.</param>
    public PoolReplay(
        Traffic traffic,
        Request[] requests,
        PrefillWorker[] prefill,
        DecodeWorker[] decode,
        (double Latency, double PerToken) transfer)
    {
        _requests = requests;
        _prefill = prefill;
        _decode = decode;
        _versions = new int[decode.Length];
        (_transferLatency, _transferPerToken) = transfer;
        _closed = traffic.Concurrency > 0;
        int first = _closed ? (int)Math.Max(1, Math.Round(traffic.Concurrency)) : requests.Length;
        for (int i = 0; i < Math.Min(first, requests.Length); i++)
        {
            Schedule(new(What.Comes, _sent, 0), requests[_sent].Arrival);
            _sent++;
        }
    }

    private enum What
    {
        Comes,
        PromptsEnd,
        HandedOver,
        StepsEnd,
    }

    /// <summary>When the last answer ended, s.</summary>
    public double End { get; private set; }

    public void Run()
    {
        while (_finished < _requests.Length && _events.TryDequeue(out Event happens, out (double Time, int) when))
        {
            End = when.Time;
            switch (happens.What)
            {
                case What.Comes:
                    Come(happens.Which);
                    break;
                case What.PromptsEnd:
                    EndPrompts(happens.Which, when.Time);
                    break;
                case What.HandedOver:
                    Seat(happens.Which, when.Time);
                    break;
                default:
                    EndSteps(happens, when.Time);
                    break;
            }

            // What happens at once is taken in at once: a first wave fills a step, not its first request alone.
            if (!_events.TryPeek(out _, out (double Time, int) next) || next.Time > when.Time)
            {
                BeginIdle(when.Time);
            }
        }
    }

    private void BeginIdle(double now)
    {
        for (int i = 0; i < _prefill.Length; i++)
        {
            if (!_prefill[i].Busy && _prefill[i].Begin() is { } time)
            {
                Schedule(new(What.PromptsEnd, i, 0), now + time);
            }
        }

        for (int i = 0; i < _decode.Length; i++)
        {
            if (!_decode[i].Busy && _decode[i].Begin(now))
            {
                Schedule(new(What.StepsEnd, i, ++_versions[i]), _decode[i].Until);
            }
        }
    }

    private void Come(int request)
    {
        int least = Least(_prefill, worker => worker.Queued + (worker.Busy ? 1 : 0));
        _prefill[least].Offer(request);
    }

    /// <summary>Finished prompts go over the worker's links one after another while it works on.</summary>
    private void EndPrompts(int worker, double now)
    {
        foreach (int request in _prefill[worker].End())
        {
            _requests[request].Prefilled = now;
            Schedule(
                new(What.HandedOver, request, 0),
                now + _transferLatency + (_transferPerToken * _requests[request].Held));
        }
    }

    private void Seat(int request, double now)
    {
        int least = Least(_decode, worker => worker.Sequences);
        if (_decode[least].Offer(request, now))
        {
            Schedule(new(What.StepsEnd, least, ++_versions[least]), _decode[least].Until);
        }
    }

    private void EndSteps(Event happens, double now)
    {
        if (happens.Version != _versions[happens.Which])
        {
            return;
        }

        foreach (int request in _decode[happens.Which].End(now))
        {
            _finished++;
            if (_closed && _sent < _requests.Length)
            {
                _requests[_sent].Arrival = now;
                Schedule(new(What.Comes, _sent++, 0), now);
            }
        }
    }

    private void Schedule(Event what, double time) => _events.Enqueue(what, (time, _order++));

    private static int Least<TWorker>(TWorker[] workers, Func<TWorker, double> work)
    {
        int least = 0;
        for (int i = 1; i < workers.Length; i++)
        {
            least = work(workers[i]) < work(workers[least]) ? i : least;
        }

        return least;
    }

    private readonly record struct Event(What What, int Which, int Version);
}
