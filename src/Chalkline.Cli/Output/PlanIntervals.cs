using Chalkline.Catalog;
using Chalkline.Engines;
using Chalkline.Layouts;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Validation;
using Chalkline.Workloads;

namespace Chalkline.Cli.Output;

/// <summary>The 80 % intervals of a point of a plan.</summary>
internal static class PlanIntervals
{
    /// <summary>Those of a server below saturation, as a plan leaves waiting out; null where none are known: at other
    /// fidelities, and with attention and feed-forward layers apart.</summary>
    public static FigureIntervals? Of(PlanRequest request, ServingPoint point)
    {
        if (request.Fidelity != Fidelity.Calibrated || request.Calibration is not { } device
            || point.Mode == ServingMode.AttentionFeedForward)
        {
            return null;
        }

        Workload workload = request.Workload;
        PassModel decode = Prepare(point.Decode, point.RedundantExperts);
        PassModel prefill = point.Prefill is { } apart ? Prepare(apart, point.PrefillRedundantExperts) : decode;
        ServedMode mode = point.Mode == ServingMode.Aggregated ? ServedMode.Aggregated : ServedMode.Disaggregated;
        return new(ServedIntervals.Open(DataFolder.Default), ServedFacts.Of(mode, prefill, decode, device, new(
            point.BatchPerReplica, workload.Input, workload.Prefix, workload.Output, default, OverCapacity: false)));

        PassModel Prepare(Layout layout, int copies) => PassModel.Prepare(
            copies == 0 ? request.Model : RedundantExperts.Add(request.Model, copies), request.System, layout, request.Precision, request.Efficiency, request.Calibration);
    }
}
