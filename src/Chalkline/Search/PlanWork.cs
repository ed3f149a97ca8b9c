using Chalkline.Derivations;
using Chalkline.Models;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>The work behind one operating point of a plan: the same code again, with somebody asking.</summary>
public static class PlanWork
{
    /// <summary>From the architecture to the cost of a token.</summary>
    public static Derivation Of(PlanRequest question, ServingPoint point)
    {
        PlanRequest request = question.WithCopies(point.RedundantExperts);
        Derivation derivation = new($"{request.Model.Name} on {request.System.Id}: {point.Decode}");
        Shown work = new(derivation);
        work.Open("machine, each figure with its source");
        MachineWork.Show(request.System, request.Precision, ref work);
        work.Close();
        work.Open("parameters");
        ParameterCount.Count(request.Model, ref work);
        work.Close();
        if (point.Mode == ServingMode.AttentionFeedForward)
        {
            work.Open("a layer of attention and feed-forward devices");
            SplitUnits.Again(request, point).Layer.TimeLayer(ref work);
            Costs.Price(point, request, ref work);
            work.Close();
            return derivation;
        }

        work.Open("operators on one device");
        PassModel pass = PassModel.Prepare(
            request.Model, request.System, point.Decode, request.Precision, request.Efficiency, ref work, request.Calibration);
        work.Close();
        ServingModel model = new(pass, request.Workload, request.Fidelity) { HidesExchange = request.Splits };
        work.Open($"decode at a batch of {point.BatchPerReplica:0} in each of {point.Decode.Replicas} replicas");
        if (point.Mode == ServingMode.Aggregated)
        {
            AggregatedSearch.Point(
                request, model, point.Decode, point.BatchPerReplica, point.MicroBatches, model.Parts, ref work);
        }
        else
        {
            model.Decode(point.BatchPerReplica, point.MicroBatches, ref work);
            Costs.Price(point, request, ref work);
        }

        work.Close();
        return derivation;
    }
}
