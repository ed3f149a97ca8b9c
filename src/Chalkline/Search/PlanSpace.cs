using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>Layouts and batches of a plan, with prefill and decode together and apart.</summary>
internal sealed class PlanSpace : ISearchSpace<Candidate>
{
    /// <summary>Places of a branch in the order numbers of points: more than there are batches.</summary>
    private const long Places = 1 << 16;

    /// <summary>Points with pools come after all without.</summary>
    private const long SecondMode = 1L << 48;

    private readonly PlanRequest _request;
    private readonly PreparedLayout[] _layouts;
    private readonly PrefillWorker[] _workers;
    private readonly ObjectiveKeys _keys;
    private readonly bool _everyWorker;
    private readonly double _output;
    private readonly int _smallest;
    private readonly int _devices;

    /// <summary>A space over layouts that fit.</summary>
    public PlanSpace(PlanRequest request, IEnumerable<PreparedLayout> layouts, PrefillWorker[] workers)
    {
        _request = request;
        _layouts = [.. layouts.OrderByDescending(layout => layout.Promise).ThenBy(layout => layout.Number)];
        _workers = workers;
        _keys = new(request);
        _devices = request.DevicesPaid;
        _everyWorker = request.Load is not null || request.Objectives.Contains(Objective.FirstToken);
        _output = request.Workload.Output.Value;
        _smallest = workers.Length > 0 ? workers.Min(worker => worker.Size) : 0;
    }

    /// <inheritdoc />
    public int Branches => _layouts.Length;

    /// <inheritdoc />
    public int Objectives => _keys.Count;

    /// <inheritdoc />
    public void Explore(int branch, SearchFinds<Candidate> known, SearchFinds<Candidate> found)
    {
        PreparedLayout layout = _layouts[branch];
        Span<double> key = stackalloc double[_keys.Count];
        long order = (layout.Number * Places) - 1;
        foreach (double batch in layout.Batches)
        {
            order++;
            double least = layout.LeastStep(batch);
            bool together = _request.Prefill is null
                && (layout.Exact || Open(Together(layout, batch, least), known, found, key));
            bool apart = _workers.Length > 0 && Open(BestApart(layout, batch, least), known, found, key);
            if (!together && !apart)
            {
                continue;
            }

            double step = layout.Exact ? least : layout.Model.Decode(batch).Time.Value;
            if (together)
            {
                Offer(Together(layout, batch, step), order, found, key);
            }

            if (apart)
            {
                Apart(layout, batch, step, SecondMode + order, found, key);
            }
        }
    }

    /// <summary>Whether a point may be worth timing, given the best it can be; counts it when not.</summary>
    private bool Open(in Candidate best, SearchFinds<Candidate> known, SearchFinds<Candidate> found, Span<double> key)
    {
        if (best.Paid == 0)
        {
            return false;
        }

        _keys.Write(best, key);
        bool within = _keys.Within(best);
        if (!known.All.Beats(key) || (within && !known.Within.Beats(key)))
        {
            return true;
        }

        if (within)
        {
            found.Beaten++;
        }
        else
        {
            found.Missed++;
        }

        return false;
    }

    private void Offer(in Candidate point, long order, SearchFinds<Candidate> found, Span<double> key)
    {
        if (point.Paid == 0)
        {
            return;
        }

        found.Evaluated++;
        _keys.Write(point, key);
        found.All.Add(point, key, order);
        if (_keys.Within(point))
        {
            found.Within.Add(point, key, order);
        }
        else
        {
            found.Outside++;
        }
    }

    /// <summary>Prefill and decode on the same devices, at a decode step of so many seconds.</summary>
    private Candidate Together(PreparedLayout layout, double batch, double step)
    {
        double perOutput = step + layout.Newcomers(batch);
        double each = batch / perOutput;
        int replicas = _request.Load is { } load
            ? PoolSizes.Least(load.Value * _output, each, int.MaxValue)
            : layout.Layout.Replicas;
        return replicas > layout.Layout.Replicas ? default : new()
        {
            Mode = ServingMode.Aggregated,
            Decode = layout.Number,
            Batch = batch,
            DecodeReplicas = replicas,
            FirstToken = step + layout.Parts.PrefillLatency.Value,
            PerOutput = perOutput,
            Throughput = batch * replicas / perOutput,
            Paid = PaidFor(replicas * layout.Layout.DevicesPerReplica),
        };
    }

    /// <summary>The best that pools can do at a decode step: whole numbers of workers and their times left out.</summary>
    private Candidate BestApart(PreparedLayout layout, double batch, double step)
    {
        int size = layout.Layout.DevicesPerReplica;
        int devices = _devices;
        if (size + (_request.Prefill is null ? _smallest : 0) > devices)
        {
            return default;
        }

        double rate = batch / (_output * step);
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
            Mode = ServingMode.Disaggregated,
            FirstToken = step,
            PerOutput = step,
            Throughput = most * _output * (1 + 1e-9),
            Paid = paid,
            PaidForPrefill = _request.Load is null ? _request.Prefill?.Devices ?? 0 : 0,
        };
    }

    /// <summary>
    /// The pairing with most throughput at a decode step, or under a load, and where the first token counts, every one.
    /// </summary>
    private void Apart(
        PreparedLayout layout, double batch, double step, long order, SearchFinds<Candidate> found, Span<double> key)
    {
        double rate = batch / (_output * step);
        Candidate best = default;
        for (int number = 0; number < _workers.Length; number++)
        {
            PrefillWorker worker = _workers[number];
            double most = _devices * _output / ((layout.Layout.DevicesPerReplica / rate) + worker.Effort);
            if (!_everyWorker && _request.Prefill is null && most * (1 + 1e-9) < best.Throughput)
            {
                // Workers come by rising device-seconds: none that follows can carry as much.
                break;
            }

            double first = worker.Wait + step;
            if (!_keys.SoonEnough(first, step) || Paired(layout, batch, step, rate, number) is not { Paid: > 0 } pair)
            {
                continue;
            }

            if (_everyWorker)
            {
                Offer(pair, order + ((number + 1) * (SecondMode << 1)), found, key);
            }
            else if (pair.Throughput > best.Throughput)
            {
                best = pair;
            }
        }

        Offer(best, order, found, key);
    }

    private int PaidFor(int used) => _request.Load is null ? _devices : used;

    private Candidate Paired(PreparedLayout layout, double batch, double step, double rate, int number)
    {
        PrefillWorker worker = _workers[number];
        int size = layout.Layout.DevicesPerReplica;
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
            Mode = ServingMode.Disaggregated,
            Decode = layout.Number,
            Prefill = number,
            Batch = batch,
            DecodeReplicas = pools.Decode,
            PrefillReplicas = pools.Prefill,
            FirstToken = worker.Wait + step,
            PerOutput = step,
            Throughput = pools.Rate * _output,
            Paid = PaidFor(other ? used : used + usedForPrefill),
            PaidForPrefill = !other ? 0 : _request.Load is null ? _request.Prefill!.Devices : usedForPrefill,
        };
    }
}
