using Chalkline.Quantities;

namespace Chalkline.Engines;

/// <summary>The two pools of a study with prefill and decode on separate workers.</summary>
/// <param name="Prefill">Workers for prompts.</param>
/// <param name="Decode">Workers for answers.</param>
/// <param name="Report">What each of them does.</param>
/// <param name="HandOver">Time on the network of a prompt's cache.</param>
/// <param name="Steady">The closed form beside the replay; null for an open loop.</param>
public sealed record ServingPools(
    WorkerPool Prefill, WorkerPool Decode, DisaggregatedReport Report, Seconds HandOver, DisaggregatedSteadyState? Steady)
{
    /// <summary>Devices of both.</summary>
    public Devices Devices => Prefill.Devices + Decode.Devices;
}
