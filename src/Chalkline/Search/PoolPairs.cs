namespace Chalkline.Search;

/// <summary>Decode workers paired with prefill workers, in whole numbers of each.</summary>
internal sealed class PoolPairs
{
    /// <summary>Points of a prefill worker come after all of the one before.</summary>
    private const long Worker = 1L << 49;

    private readonly PlanRequest _request;
    private readonly PrefillWorker[] _workers;
    private readonly CandidateGate _gate;
    private readonly bool _everyWorker;
    private readonly double _output;
    private readonly int _devices;
    private readonly int _smallest;

    /// <summary>Pairs with these prefill workers.</summary>
    public PoolPairs(PlanRequest request, PrefillWorker[] workers, CandidateGate gate)
    {
        _request = request;
        _workers = workers;
        _gate = gate;
        _everyWorker = request.Load is not null || request.Objectives.Contains(Objective.FirstToken);
        _output = request.Workload.Output.Value;
        _devices = request.DevicesPaid;
        _smallest = workers.Length > 0 ? workers.Min(worker => worker.Size) : 0;
    }

    /// <summary>Whether there is a prefill worker at all.</summary>
    public bool Any => _workers.Length > 0;

    /// <summary>The best that pools can do at a decode step: whole numbers of workers and their times left out.</summary>
    public Candidate Best(in DecodeUnit unit)
    {
        int size = unit.Size;
        int devices = _devices;
        if (size + (_request.Prefill is null ? _smallest : 0) > devices)
        {
            return default;
        }

        double rate = unit.Batch / (_output * unit.Step);
        double most = double.PositiveInfinity;
        int paid = PaidFor(size + (_request.Prefill is null ? _smallest : 0));
        if (_request.Load is { } load)
        {
            int decodes = PoolSizes.Least(load.Value, rate, int.MaxValue / size);
            paid = Math.Max(paid, decodes * size);
            most = _request.Prefill is null ? paid / ((size / rate) + _workers[0].Effort) : most;
        }
        else if (_request.Prefill is { } pool)
        {
            most = Math.Min(devices / size * rate, pool.Devices / _workers[0].Effort);
        }
        else
        {
            most = Math.Min((devices - _smallest) / size * rate, devices / ((size / rate) + _workers[0].Effort));
        }

        return new()
        {
            Mode = unit.Mode,
            FirstToken = unit.Step,
            PerOutput = unit.Step,
            Throughput = most * _output * (1 + 1e-9),
            Paid = paid,
            PaidForPrefill = _request.Load is null ? _request.Prefill?.Devices ?? 0 : 0,
        };
    }

    /// <summary>
    /// The pairing with most throughput at a decode step, or under a load, and where the first token counts, every one.
    /// </summary>
    public void Offer(in DecodeUnit unit, long order, SearchFinds<Candidate> found, Span<double> key)
    {
        double rate = unit.Batch / (_output * unit.Step);
        Candidate best = default;
        for (int number = 0; number < _workers.Length; number++)
        {
            PrefillWorker worker = _workers[number];
            double most = _devices * _output / ((unit.Size / rate) + worker.Effort);
            if (!_everyWorker && _request.Prefill is null && most * (1 + 1e-9) < best.Throughput)
            {
                // Workers come by rising device-seconds: none that follows can carry as much.
                break;
            }

            double first = worker.Wait + unit.Step;
            if (!_gate.Keys.SoonEnough(first, unit.Step) || Paired(unit, rate, number) is not { Paid: > 0 } pair)
            {
                continue;
            }

            if (_everyWorker)
            {
                _gate.Offer(pair, order + ((number + 1) * Worker), found, key);
            }
            else if (pair.Throughput > best.Throughput)
            {
                best = pair;
            }
        }

        _gate.Offer(best, order, found, key);
    }

    private Candidate Paired(in DecodeUnit unit, double rate, int number)
    {
        PrefillWorker worker = _workers[number];
        int size = unit.Size;
        int devices = _devices;
        int decodes = devices / size;
        int prefills = (_request.Prefill?.Devices ?? devices) / worker.Size;
        PoolSizes pools = _request switch
        {
            { Load: { } load } => PoolSizes.For(load.Value, decodes, prefills, rate, worker.Rate),
            { Prefill: not null } => PoolSizes.Apart(decodes, prefills, rate, worker.Rate),
            _ => PoolSizes.Shared(devices, size, worker.Size, rate, worker.Rate),
        };
        int used = pools.Decode * size;
        int usedForPrefill = pools.Prefill * worker.Size;
        bool other = _request.Prefill is not null;
        return pools.Decode == 0 || (!other && used + usedForPrefill > devices) ? default : new()
        {
            Mode = unit.Mode,
            Decode = unit.Number,
            Prefill = number,
            Batch = unit.Batch,
            MicroBatches = unit.MicroBatches,
            DecodeReplicas = pools.Decode,
            PrefillReplicas = pools.Prefill,
            FirstToken = worker.Wait + unit.Step,
            PerOutput = unit.Step,
            Throughput = pools.Rate * _output,
            Paid = PaidFor(other ? used : used + usedForPrefill),
            PaidForPrefill = !other ? 0 : _request.Load is null ? _request.Prefill!.Devices : usedForPrefill,
        };
    }

    /// <summary>Devices paid for a point that uses so many, without working out how many a budget allows anew.</summary>
    public int PaidFor(int used) => _request.Load is null ? _devices : used;
}
