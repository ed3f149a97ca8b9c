using System.Runtime.InteropServices;

namespace Chalkline.Engines;

/// <summary>What a replay adds up while it runs. Times in seconds, others times seconds.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RunTotals
{
    /// <summary>When the last request ended.</summary>
    public double End;

    /// <summary>Steps that process prompts.</summary>
    public double Prompts;

    /// <summary>Steps of any kind.</summary>
    public double Busy;

    /// <summary>Running sequences.</summary>
    public double Sequences;

    /// <summary>Requests that wait.</summary>
    public double Waiting;

    /// <summary>Share of the cache in use.</summary>
    public double Cache;

    /// <summary>Arithmetic at full peak.</summary>
    public double Compute;

    /// <summary>Local memory at full bandwidth.</summary>
    public double Memory;

    /// <summary>Collectives.</summary>
    public double Network;

    /// <summary>Requests that were thrown out of the cache.</summary>
    public int Evictions;

    /// <summary>Adds steps that are alike.</summary>
    public void Add(in StepTime step, double times)
    {
        Busy += times * step.Time;
        Compute += times * step.Compute;
        Memory += times * step.Memory;
        Network += times * step.Network;
    }
}
