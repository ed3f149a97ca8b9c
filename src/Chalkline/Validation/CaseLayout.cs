using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Validation;

/// <summary>Devices of one phase and, when it is known, how each replica is laid out.</summary>
/// <param name="Devices">All devices of the phase.</param>
/// <param name="Layout">The layout of all of them; null when the row does not say.</param>
internal sealed record CaseLayout(int Devices, Layout? Layout)
{
    /// <summary>
    /// The layout that a row states in words: one that cuts every matrix over all devices, both ways or gathered. Null
    /// when it states none. Attention is shared by sequences, which reads least, unless the row says by heads or has
    /// fewer sequences than devices.
    /// </summary>
    public static Layout? InWords(ServingCase row)
        => row.Devices is not { } devices || CaseNotes.Cut(row.Notes) is not { } cut ? null
            : Layouts.Layout.Single with
            {
                TensorParallel = devices,
                Cut = cut,
                AttentionBySequence = cut == MatrixCut.Gathered
                    || (!CaseNotes.AttentionByHeads(row.Notes) && row.Concurrency >= devices),
            };

    /// <summary>Devices of one replica; all of them when the layout is unknown.</summary>
    public int DevicesPerReplica => Layout?.DevicesPerReplica ?? Devices;

    /// <summary>Replicas; 1 when the layout is unknown, which can only lower a floor.</summary>
    public int Replicas => Layout?.Replicas ?? 1;

    /// <summary>The devices that decode; null when their number is unknown.</summary>
    public static CaseLayout? Decoding(ServingCase row, Model model)
        => row.Mode == CaseMode.Disaggregated ? Apart(row.Decode) : Together(row, model);

    /// <summary>The devices that prefill; null when their number is unknown.</summary>
    public static CaseLayout? Prefilling(ServingCase row, Model model)
        => row.Mode == CaseMode.Disaggregated ? Apart(row.Prefill) : Together(row, model);

    /// <summary>The layout with its experts cut in a way the model allows; null when it does not fit the model.</summary>
    /// <remarks>A floor does not depend on the cut of the experts: each device holds the same share of their bytes.</remarks>
    public Layout? Possible(Model model, MachineSystem system)
    {
        if (Layout is not { } layout)
        {
            return null;
        }

        Layout one = layout with { Replicas = 1 };
        foreach (int experts in (ReadOnlySpan<int>)[layout.ExpertParallel, layout.DevicesPerStage, 1])
        {
            Layout cut = one with { ExpertParallel = experts };
            if (LayoutCheck.Problem(model, system, cut) is null)
            {
                return cut;
            }
        }

        return null;
    }

    private static CaseLayout? Apart(WorkerLayout worker)
        => worker is { Workers: { } workers, TensorParallel: { } tensor }
            ? Of(workers * tensor * (worker.AttentionParallel ?? 1), tensor, 1, worker.AttentionParallel ?? 1, worker)
            : null;

    private static CaseLayout? Together(ServingCase row, Model model)
    {
        if (row.Devices is not { } devices)
        {
            return null;
        }

        if (InWords(row) is { } stated)
        {
            return new(devices, stated);
        }

        WorkerLayout worker = row.Worker;
        if (worker is not { TensorParallel: { } tensor, PipelineStages: { } stages })
        {
            return new(devices, null);
        }

        // Without experts there is no reason for attention-DP, and where TP x PP are all devices there is no room for it.
        bool dense = !model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward);
        int? attention = worker.AttentionParallel ?? (dense || devices == tensor * stages ? 1 : null);
        return attention is { } groups ? Of(devices, tensor, stages, groups, worker) : new(devices, null);
    }

    private static CaseLayout Of(int devices, int tensor, int stages, int attention, WorkerLayout worker)
    {
        int replica = tensor * stages * attention;
        return devices % replica == 0
            ? new(devices, new Layout(tensor, stages, attention, worker.ExpertParallel ?? 1, devices / replica))
            : new(devices, null);
    }
}
