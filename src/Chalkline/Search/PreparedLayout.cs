using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>A layout that fits, and what all of its operating points share.</summary>
internal sealed class PreparedLayout
{
    private readonly PlanRequest _request;
    private ServingModel? _model;
    private readonly DecodeCurve? _curve;
    private readonly LeastStep _least;
    private readonly double _output;

    private PreparedLayout(PlanRequest request, ServingModel model, int number, int copies)
    {
        _request = request;
        Number = number;
        Layout = model.Pass.Layout;
        Copies = copies;
        Doubled = Overlaps(request, model) ? 2 * Layout.PipelineStages : 0;
        Parts = model.Parts;
        PromptCache = model.Footprint.KeyValue(request.Workload.Input);
        Batches = new(model, request.BatchesPerDoubling, request.Batch);
        _output = request.Workload.Output.Value;
        if (DecodeCurve.Describes(model.Pass, request.Fidelity))
        {
            // A search over many layouts that kept all their operators would spend most of its time on collecting them.
            _curve = new(model.Pass, request.Workload.MeanContext);
        }
        else
        {
            _model = model;
            _least = new(model.Pass, request.Workload.MeanContext);
        }

        Promise = Best();
    }

    /// <summary>The prepared model; prepared anew where batches are timed without it, so for reported points alone.</summary>
    public ServingModel Model => _model ??= Serving(_request, Layout);

    /// <summary>Its place in the order of layouts, by which ties are broken.</summary>
    public int Number { get; }

    /// <summary>Second copies of experts that were added to the model.</summary>
    public int Copies { get; }

    /// <summary>Twice as many micro-batches as stages, where that hides something; 0 where it does not.</summary>
    public int Doubled { get; }

    /// <summary>Prefill as aggregated serving sees it.</summary>
    public AggregatedParts Parts { get; }

    /// <summary>KV cache of a prompt on one device.</summary>
    public Bytes PromptCache { get; }

    /// <summary>The batches to try.</summary>
    public BatchGrid Batches { get; }

    /// <summary>The layout, repeated as often as it fits.</summary>
    public Layout Layout { get; }

    /// <summary>Most output tokens a second for each device that any batch may reach: where a search begins.</summary>
    public double Promise { get; }

    /// <summary>Whether the least time of a step is its time, so that nothing is saved by not timing it.</summary>
    public bool Exact => _curve is not null;

    /// <summary>Prepares a layout; null when it does not fit.</summary>
    /// <param name="request">The question, its model with the copies.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="number">Its place in the order of layouts.</param>
    /// <param name="copies">Second copies of experts in the model.</param>
    public static PreparedLayout? Of(PlanRequest request, Layout layout, int number, int copies = 0)
    {
        ServingModel model = Serving(request, layout);
        return model.LargestBatch >= layout.AttentionParallel ? new(request, model, number, copies) : null;
    }

    /// <summary>The model as a layout serves it.</summary>
    public static ServingModel Serving(PlanRequest request, Layout layout)
        => new(Prepare(request, layout), request.Workload, request.Fidelity) { HidesExchange = request.Splits };

    /// <summary>The model cut as a layout says.</summary>
    public static PassModel Prepare(PlanRequest request, Layout layout) => PassModel.Prepare(
        request.Model, request.System, layout, request.Precision, request.Efficiency, request.Calibration);

    /// <summary>Seconds that a decode step of a replica takes at least.</summary>
    public double LeastStep(double batch)
    {
        double sequences = ServingModel.MicroBatch(Layout, batch, Layout.PipelineStages);
        return Layout.PipelineStages * (_curve?.At(sequences) ?? _least.At(sequences));
    }

    /// <summary>The same with <see cref="Doubled"/> micro-batches: those in flight follow one another.</summary>
    public double LeastDoubledStep(double batch)
    {
        double each = ServingModel.MicroBatch(Layout, batch, Doubled);
        if (_curve is null)
        {
            // The proved floor holds neither hand-over nor exchange, so nothing of it hides.
            return Math.Max(Layout.PipelineStages, batch / each) * _least.At(each);
        }

        double pass = _curve.At(each);
        double exchange = _request.Splits ? _curve.Exchange(each) : 0;
        double busy = Math.Max(pass - _curve.HandOver(each) - exchange, exchange);
        return Math.Max(Layout.PipelineStages * pass, batch / each * busy);
    }

    /// <summary>Seconds that the prefills of newcomers take in each step when one machine does both.</summary>
    public double Newcomers(double batch) => batch / _output * Parts.PrefillShare.Value;

    private double Best()
    {
        double best = 0;
        foreach (double batch in Batches)
        {
            best = Math.Max(best, batch * Layout.Replicas / (LeastStep(batch) + Newcomers(batch)));
        }

        return best;
    }

    /// <summary>Whether more micro-batches than stages have anything to hide.</summary>
    private static bool Overlaps(PlanRequest request, ServingModel model)
    {
        if (request.Fidelity == Fidelity.Chalk)
        {
            return false;
        }

        foreach (ref readonly Operator op in model.Pass.Operators)
        {
            if (op.IsHandOver || (model.HidesExchange && op.Collective.Kind == CollectiveKind.AllToAll))
            {
                return true;
            }
        }

        return false;
    }
}
