using Chalkline.Layouts;
using Chalkline.Serving;
using Chalkline.Serving.Split;

namespace Chalkline.Search;

/// <summary>
/// Units of attention and feed-forward devices worth asking about, in a fixed order: devices of each side from the
/// degrees of layouts, up to so many of one side for one of the other.
/// </summary>
internal static class SplitUnits
{
    /// <summary>Devices of one side for each of the other, at most.</summary>
    private const int MostRatio = 8;

    /// <summary>The largest split that is timed.</summary>
    private const int MostDevices = 4096;

    /// <summary>Prepares every unit that leaves room for the smallest prefill worker.</summary>
    /// <param name="request">The question.</param>
    /// <param name="workers">Prefill workers; without any there is no unit.</param>
    /// <param name="cancel">Stops the preparation.</param>
    public static SplitUnit[] Prepare(PlanRequest request, PrefillWorker[] workers, CancellationToken cancel)
    {
        if (!request.Splits || workers.Length == 0)
        {
            return [];
        }

        int devices = request.DevicesPaid - (request.Prefill is null ? workers.Min(worker => worker.Size) : 0);
        devices = Math.Min(devices, request.System.ScaleOut is null ? request.System.DomainSize : MostDevices);
        if (devices < 2)
        {
            return [];
        }

        SplitRequest all = Request(request, devices);
        int[] degrees = [.. LayoutSpace.Degrees.Where(degree => degree < devices)];
        SplitHalf[] attentions =
            [.. SplitSearch.Attentions(all).Select(pass => new SplitHalf(request, pass, SplitSide.Attention))];
        SplitHalf[][] feedForwards = new SplitHalf[degrees.Length][];
        ParallelOptions options = new() { CancellationToken = cancel, MaxDegreeOfParallelism = request.Threads ?? -1 };
        Parallel.For(0, degrees.Length, options, place => feedForwards[place] =
            [.. SplitSearch.FeedForwards(all, degrees[place]).Select(pass => new SplitHalf(request, pass, SplitSide.FeedForward))]);
        (SplitHalf Attention, int Workers, SplitHalf FeedForward)[] pairs =
        [
            .. from there in feedForwards.SelectMany(halves => halves)
               from attending in degrees
               let feeding = there.Pass.Layout.Devices
               where attending + feeding <= devices && attending <= MostRatio * feeding && feeding <= MostRatio * attending
               from here in attentions
               where attending % here.Pass.Layout.Devices == 0
               select (here, attending / here.Pass.Layout.Devices, there),
        ];
        SplitUnit[] units = new SplitUnit[pairs.Length];
        Parallel.For(0, pairs.Length, options, place =>
        {
            (SplitHalf here, int count, SplitHalf there) = pairs[place];
            SplitRequest own = all with { Devices = (count * here.Pass.Layout.Devices) + there.Pass.Layout.Devices };
            units[place] = new(own, here, count, there, place);
        });
        return units;
    }

    /// <summary>The unit of a point as a split by itself.</summary>
    public static SplitPoint Again(PlanRequest request, ServingPoint point)
    {
        Layout attention = point.Decode with { Replicas = 1 };
        Layout all = point.FeedForward ?? throw new ChalkException($"{point.Decode} has no feed-forward devices of its own.");
        Layout feedForward = all with { Replicas = all.Replicas / point.Units };
        int workers = point.Decode.Replicas / point.Units;
        SplitRequest split = Request(request, (workers * attention.Devices) + feedForward.Devices);
        int size = (int)Math.Round(point.BatchPerReplica / (point.MicroBatches * workers));
        return SplitSearch.Time(split, attention, workers, feedForward, point.MicroBatches, size);
    }

    /// <summary>A unit of so many devices as a split.</summary>
    public static SplitRequest Request(PlanRequest request, int devices) => new()
    {
        Model = request.Model,
        Precision = request.Precision,
        Workload = request.Workload,
        AttentionOn = request.System,
        FeedForwardOn = request.System,
        Devices = devices,
        AttentionPrice = request.Price,
        FeedForwardPrice = request.Price,
        Fidelity = request.Fidelity,
        Calibrations = request.Calibrations,
        Efficiency = request.Efficiency,
    };
}
