namespace Chalkline.Engines;

/// <summary>What kind of serving a prediction is of.</summary>
public enum ServedMode
{
    /// <summary>Prefill and decode on the same devices, under traffic.</summary>
    Aggregated,

    /// <summary>Prefill and decode on separate workers, under traffic.</summary>
    Disaggregated,

    /// <summary>A static batch: all prompts at once, then all answers.</summary>
    Static,

    /// <summary>Everything queued at the start; the engine fills its seats.</summary>
    Queued,

    /// <summary>Workers of one phase alone.</summary>
    Phase,
}
