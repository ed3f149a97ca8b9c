using Chalkline.Layouts;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>A layout that fits, and what all of its operating points share.</summary>
internal sealed class PreparedLayout
{
    private readonly LeastStep _least;
    private readonly double _output;

    private PreparedLayout(PlanRequest request, ServingModel model, int number)
    {
        Model = model;
        Number = number;
        Parts = model.Parts;
        Batches = new(model, request.BatchesPerDoubling, request.Batch);
        _output = request.Workload.Output.Value;
        _least = new(model.Pass, request.Workload.MeanContext, request.Fidelity);
    }

    /// <summary>The prepared model.</summary>
    public ServingModel Model { get; }

    /// <summary>Its place in the order of layouts, by which ties are broken.</summary>
    public int Number { get; }

    /// <summary>Prefill as aggregated serving sees it.</summary>
    public AggregatedParts Parts { get; }

    /// <summary>The batches to try.</summary>
    public BatchGrid Batches { get; }

    /// <summary>The layout, repeated as often as it fits.</summary>
    public Layout Layout => Model.Pass.Layout;

    /// <summary>Prepares a layout; null when it does not fit.</summary>
    public static PreparedLayout? Of(PlanRequest request, Layout layout, int number)
    {
        ServingModel model = new(Prepare(request, layout), request.Workload, request.Fidelity);
        return model.LargestBatch >= layout.AttentionParallel ? new(request, model, number) : null;
    }

    /// <summary>The model cut as a layout says.</summary>
    public static PassModel Prepare(PlanRequest request, Layout layout) => PassModel.Prepare(
        request.Model, request.System, layout, request.Precision, request.Efficiency, request.Calibration);

    /// <summary>Seconds that a decode step of a replica takes at least.</summary>
    public double LeastStep(double batch) => Layout.PipelineStages * _least.At(Model.MicroBatch(batch));

    /// <summary>Seconds that the prefills of newcomers take in each step when one machine does both.</summary>
    public double Newcomers(double batch) => batch / _output * Parts.PrefillShare.Value;

    /// <summary>Most output tokens a second for each device that any batch may reach: where a search begins.</summary>
    public double Promise
    {
        get
        {
            double best = 0;
            for (double batch = Batches.First; batch > 0; batch = Batches.Next(batch))
            {
                best = Math.Max(best, batch * Layout.Replicas / (LeastStep(batch) + Newcomers(batch)));
            }

            return best;
        }
    }
}
