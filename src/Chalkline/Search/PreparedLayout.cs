using Chalkline.Layouts;
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

    private PreparedLayout(PlanRequest request, ServingModel model, int number)
    {
        _request = request;
        Number = number;
        Layout = model.Pass.Layout;
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
    public static PreparedLayout? Of(PlanRequest request, Layout layout, int number)
    {
        ServingModel model = Serving(request, layout);
        return model.LargestBatch >= layout.AttentionParallel ? new(request, model, number) : null;
    }

    /// <summary>The model cut as a layout says.</summary>
    public static PassModel Prepare(PlanRequest request, Layout layout) => PassModel.Prepare(
        request.Model, request.System, layout, request.Precision, request.Efficiency, request.Calibration);

    /// <summary>Seconds that a decode step of a replica takes at least.</summary>
    public double LeastStep(double batch)
    {
        double sequences = ServingModel.MicroBatch(Layout, batch);
        return Layout.PipelineStages * (_curve?.At(sequences) ?? _least.At(sequences));
    }

    /// <summary>Seconds that the prefills of newcomers take in each step when one machine does both.</summary>
    public double Newcomers(double batch) => batch / _output * Parts.PrefillShare.Value;

    private static ServingModel Serving(PlanRequest request, Layout layout)
        => new(Prepare(request, layout), request.Workload, request.Fidelity);

    private double Best()
    {
        double best = 0;
        foreach (double batch in Batches)
        {
            best = Math.Max(best, batch * Layout.Replicas / (LeastStep(batch) + Newcomers(batch)));
        }

        return best;
    }
}
