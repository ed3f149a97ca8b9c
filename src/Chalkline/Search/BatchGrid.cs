using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>Batches of one replica: a geometric grid and the largest that fits, or a given one if it fits.</summary>
internal readonly struct BatchGrid
{
    /// <summary>Largest batch of one replica that is tried.</summary>
    private const double MostSequences = 65536;

    private readonly double _least;
    private readonly double _most;
    private readonly double _steps;
    private readonly double? _only;

    /// <summary>The grid of a layout: from one sequence in every group of every stage.</summary>
    /// <param name="model">The prepared layout.</param>
    /// <param name="perDoubling">Batches in each doubling.</param>
    /// <param name="only">The one batch to try; null for all.</param>
    public BatchGrid(ServingModel model, int perDoubling, double? only)
    {
        _only = only;
        _steps = perDoubling;
        _least = model.Pass.Layout.AttentionParallel * model.Pass.Layout.PipelineStages;
        _most = Math.Min(model.LargestBatch, MostSequences);
    }

    /// <summary>The smallest batch; 0 when none fits.</summary>
    public double First => _only is { } only ? only >= _least && only <= _most ? only : 0
        : _most < 1 ? 0 : Math.Min(_least, _most);

    /// <summary>The next batch; 0 after the largest.</summary>
    public double Next(double batch)
    {
        if (batch >= _most || _only is not null)
        {
            return 0;
        }

        double step = Math.Max(0, Math.Floor(_steps * Math.Log2(batch / _least)) - 1);
        double next;
        do
        {
            step++;
            next = Math.Round(_least * Math.Pow(2, step / _steps));
        }
        while (next <= batch);
        return Math.Min(next, _most);
    }
}
