using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Serving;
using S = Chalkline.Serving.ServingSymbols;

namespace Chalkline.Search;

/// <summary>What a serving point's tokens cost: every device paid for, split by the time each kind of token takes.</summary>
internal static class Costs
{
    /// <summary>Adds costs when the request has a price.</summary>
    public static ServingPoint Price<TWork>(ServingPoint point, PlanRequest request, ref TWork work)
        where TWork : struct, IWork
    {
        if (MeanPrice(request, point) is not { } known)
        {
            return point;
        }

        UsdPerDeviceHour price = work.Given(S.Price, known, request.PriceSource, "price");
        Devices devices = work.Given(S.Devices, new Devices(point.DevicesPaid), name: "devices");
        TokensPerSecond throughput = work.Given(S.Throughput, point.Throughput, name: "throughput");
        double outputShare = work.Given(S.OutputShare, point.OutputShare, name: "outputShare");
        Tokens input = work.Given(S.Input, request.Workload.Input, name: "input");
        Tokens output = work.Given(S.Output, request.Workload.Output, name: "output");
        UsdPerToken costPerOutput = work.Step(S.CostPerOutput, price * devices / throughput);
        UsdPerToken inputCost = work.Step(S.InputCost, (1 - outputShare) * costPerOutput * (output / input));
        UsdPerToken outputCost = work.Step(S.OutputCost, outputShare * costPerOutput);
        return point with { CostPerOutput = costPerOutput, OutputCost = outputCost, InputCost = inputCost };
    }

    /// <summary>Price of a device; of two machines, the mean over the devices paid. Null when one is unknown.</summary>
    private static UsdPerDeviceHour? MeanPrice(PlanRequest request, ServingPoint point)
    {
        if (request.Prefill is not { } pool || request.Price is not { } own)
        {
            return request.Price;
        }

        int prefill = request.Load is null ? pool.Devices : point.Prefill?.Devices ?? 0;
        return pool.Price is { } other
            ? new UsdPerDeviceHour(
                ((own.Value * (point.DevicesPaid - prefill)) + (other.Value * prefill)) / point.DevicesPaid)
            : null;
    }
}
