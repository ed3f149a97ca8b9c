using Chalkline.Layouts;
using Chalkline.Serving;
using Chalkline.Serving.Split;

namespace Chalkline.Search;

/// <summary>
/// A unit of attention and feed-forward devices that decodes, repeated as often as it fits, and what all of its
/// operating points share.
/// </summary>
internal sealed class SplitUnit
{
    /// <summary>Micro-batches of a unit at most: enough while the link takes no longer than a side (MegaScale-Infer).</summary>
    public const int MostMicroBatches = 4;

    /// <summary>Sequences of a worker in a micro-batch at most.</summary>
    private const double MostSequences = 65536;

    private readonly SplitModel _model;
    private readonly SplitHalf _attention;
    private readonly SplitHalf _feedForward;

    /// <summary>Prepares a unit.</summary>
    /// <param name="request">The unit as a split: its devices are those of the unit.</param>
    /// <param name="attention">One attention worker.</param>
    /// <param name="workers">Attention workers, at least 1.</param>
    /// <param name="feedForward">The feed-forward devices.</param>
    /// <param name="number">Its place in the order of units, by which ties are broken.</param>
    public SplitUnit(SplitRequest request, SplitHalf attention, int workers, SplitHalf feedForward, int number)
    {
        Devices = request.Devices;
        Workers = workers;
        Number = number;
        _attention = attention;
        _feedForward = feedForward;
        _model = new(request, attention.Pass, workers, feedForward.Pass);
    }

    /// <summary>Devices of a unit.</summary>
    public int Devices { get; }

    /// <summary>Attention workers of a unit.</summary>
    public int Workers { get; }

    /// <summary>Its place in the order of units.</summary>
    public int Number { get; }

    /// <summary>Layout of one attention worker.</summary>
    public Layout AttentionWorker => _attention.Pass.Layout;

    /// <summary>Layout of the feed-forward devices.</summary>
    public Layout FeedForward => _feedForward.Pass.Layout;

    /// <summary>Whether a worker holds a sequence and both sides their weights.</summary>
    public bool Fits => _model.Room >= 1;

    /// <summary>The next number of sequences of a worker in a micro-batch: geometric, then the most; 0 after it.</summary>
    /// <param name="size">The last number; 0 to begin.</param>
    /// <param name="microBatches">Micro-batches in flight.</param>
    /// <param name="perDoubling">Numbers in each doubling.</param>
    public int Next(int size, int microBatches, int perDoubling)
    {
        int most = (int)Math.Min(MostSequences, Math.Floor(_model.Room / microBatches));
        int next = Math.Max(size + 1, (int)Math.Round(size * Math.Pow(2, 1.0 / perDoubling)));
        return size >= most ? 0 : Math.Min(next, most);
    }

    /// <summary>Sequences in flight in a unit.</summary>
    public double Batch(int size, int microBatches) => (double)microBatches * size * Workers;

    /// <summary>
    /// Seconds that an output token takes at least: no side is done before all micro-batches are, and each of them goes
    /// through both sides and the link.
    /// </summary>
    public double Least(int size, int microBatches)
    {
        double attention = _attention.Least.At(size);
        double feedForward = _feedForward.Least.At(Tokens(size));
        double way = _model.Way(size).Value * (1 - 1e-9);
        return Math.Max(microBatches * Math.Max(attention, feedForward), attention + feedForward + way);
    }

    /// <summary>Proved floor of an output token: each side reads its weights and caches and does its arithmetic once.</summary>
    public double Floor(int size, int microBatches) => Math.Max(
        _attention.Floor.At((double)microBatches * size), _feedForward.Floor.At(microBatches * Tokens(size)));

    /// <summary>Times a micro-batch of so many sequences a worker.</summary>
    public SplitTime Time(int size, int microBatches) => _model.Measure(size, microBatches);

    /// <summary>What holds a point up: the side or the link that sets the pace.</summary>
    public Bound Bound(int size, int microBatches)
    {
        PingPong layer = _model.Measure(size, microBatches).Main;
        return layer.LayerTime > microBatches * layer.Stage ? Serving.Bound.Network
            : layer.Attention >= layer.FeedForward
                ? _attention.Floor.ComputeBound(size) ? Serving.Bound.Compute : Serving.Bound.KeyValue
                : _feedForward.Floor.ComputeBound(Tokens(size)) ? Serving.Bound.Compute : Serving.Bound.Weights;
    }

    /// <summary>Most output tokens a second for each device that any batch may reach: where a search begins.</summary>
    public double Promise(int perDoubling)
    {
        double best = 0;
        for (int microBatches = 1; microBatches <= MostMicroBatches; microBatches++)
        {
            for (int size = Next(0, microBatches, perDoubling); size > 0; size = Next(size, microBatches, perDoubling))
            {
                best = Math.Max(best, Batch(size, microBatches) / Least(size, microBatches));
            }
        }

        return best / Devices;
    }

    /// <summary>New tokens of a micro-batch in one replica of the feed-forward side.</summary>
    private double Tokens(int size) => (double)size * Workers / FeedForward.Replicas;
}
