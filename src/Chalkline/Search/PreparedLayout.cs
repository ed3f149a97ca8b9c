using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>A layout that fits, and what all of its operating points share.</summary>
internal sealed class PreparedLayout
{
    private readonly LeastStep _least;
    private readonly double _output;

    private readonly double _hidden;

    private PreparedLayout(PlanRequest request, ServingModel model, int number, int copies)
    {
        Model = model;
        Number = number;
        Copies = copies;
        (Doubled, _hidden) = Overlapped(request, model);
        Parts = model.Parts;
        Batches = new(model, request.BatchesPerDoubling, request.Batch);
        _output = request.Workload.Output.Value;
        _least = new(model.Pass, request.Workload.MeanContext, request.Fidelity);
    }

    /// <summary>The prepared model.</summary>
    public ServingModel Model { get; }

    /// <summary>Its place in the order of layouts, by which ties are broken.</summary>
    public int Number { get; }

    /// <summary>Second copies of experts that were added to the model.</summary>
    public int Copies { get; }

    /// <summary>Twice as many micro-batches as stages, where that hides something; 0 where it does not.</summary>
    public int Doubled { get; }

    /// <summary>Prefill as aggregated serving sees it.</summary>
    public AggregatedParts Parts { get; }

    /// <summary>The batches to try.</summary>
    public BatchGrid Batches { get; }

    /// <summary>The layout, repeated as often as it fits.</summary>
    public Layout Layout => Model.Pass.Layout;

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
    public double LeastStep(double batch) => Layout.PipelineStages * _least.At(Model.MicroBatch(batch));

    /// <summary>The same with <see cref="Doubled"/> micro-batches: those in flight follow one another.</summary>
    public double LeastDoubledStep(double batch)
    {
        double each = Model.MicroBatch(batch, Doubled);
        double pass = _least.At(each);
        return Math.Max(Layout.PipelineStages * pass, batch / each * (pass - _hidden));
    }

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

    /// <summary>Micro-batches that hide something, and the launches of what they hide, in seconds.</summary>
    private static (int Doubled, double Hidden) Overlapped(PlanRequest request, ServingModel model)
    {
        if (request.Fidelity == Fidelity.Chalk)
        {
            return (0, 0);
        }

        double hidden = 0;
        bool any = false;
        foreach (ref readonly Operator op in model.Pass.Operators)
        {
            if (op.IsHandOver || (model.HidesExchange && op.Collective.Kind == CollectiveKind.AllToAll))
            {
                any |= op.Kind == OperatorKind.Collective;
                hidden += op.Count * op.Kernels * model.Pass.Efficiency.Launch.Value;
            }
        }

        return (any ? 2 * model.Pass.Layout.PipelineStages : 0, hidden);
    }
}
