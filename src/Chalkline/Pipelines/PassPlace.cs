namespace Chalkline.Pipelines;

/// <summary>Which part of the model each stage holds, the parts numbered in the order of the layers.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Stages">Stages.</param>
/// <param name="Chunks">Parts of a stage; in decoding, tokens.</param>
internal readonly record struct PassPlace(ScheduleKind Schedule, int Stages, int Chunks)
{
    /// <summary>Parts that a micro-batch passes one after another.</summary>
    public int Parts => Schedule == ScheduleKind.DualPipe ? Stages : Stages * Chunks;

    /// <summary>The part that a stage works on.</summary>
    public int Part(int stage, int chunk) => Schedule switch
    {
        // The second half of the micro-batches runs through the same parts from the other end.
        ScheduleKind.DualPipe => chunk == 0 ? stage : Stages - 1 - stage,
        ScheduleKind.ZeroBubbleV => chunk == 0 ? stage : (2 * Stages) - 1 - stage,
        _ => (chunk * Stages) + stage,
    };

    /// <summary>Whether a part hands over to the next on the same stage, without the network.</summary>
    public bool Stays(int part) => Stages == 1 || (Schedule == ScheduleKind.ZeroBubbleV && part == Stages - 1);

    /// <summary>The part whose times count: in decoding each token takes the same.</summary>
    public int Timed(int part) => Schedule == ScheduleKind.Decode ? part % Stages : part;
}
