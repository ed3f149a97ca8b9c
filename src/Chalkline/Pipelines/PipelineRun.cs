using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Pipelines;

/// <summary>What a pipeline works through: its schedule, its micro-batches, and the time of each pass.</summary>
public sealed record PipelineRun
{
    /// <summary>The largest number of passes that is timed: more would be no timetable to read.</summary>
    private const long MostPasses = 4_000_000;

    /// <summary>The schedule.</summary>
    public required ScheduleKind Schedule { get; init; }

    /// <summary>Stages (P), at least 1.</summary>
    public required int Stages { get; init; }

    /// <summary>Micro-batches of a step (M), or groups of sequences that decode in turn; at least 1.</summary>
    public required int MicroBatches { get; init; }

    /// <summary>
    /// Parts of the model on a stage (V): any number when interleaved, 2 for ZB-V and DualPipe, else 1; in decoding,
    /// tokens of each sequence.
    /// </summary>
    public int Chunks { get; init; } = 1;

    /// <summary>
    /// Times of each part of the model in the order of its layers: stages x chunks parts, but one a stage for DualPipe
    /// and decoding.
    /// </summary>
    public required ImmutableArray<StagePasses> Passes { get; init; }

    /// <summary>Time to hand activations, or their gradient, to the next stage.</summary>
    public Seconds Boundary { get; init; }

    /// <summary>
    /// Share of a micro-batch's activations that is held after the input gradient for that of the weights (M_W / M_B),
    /// from 0 to 1. A plain GPT keeps 32 / (34 + 5 a s / h) (arXiv:2401.10241, section 2.3).
    /// </summary>
    public double KeptShare { get; init; } = 1;

    /// <summary>A run whose stages all take as long.</summary>
    public static PipelineRun Even(
        ScheduleKind schedule,
        int stages,
        int microBatches,
        StagePasses stage,
        int chunks = 1,
        Seconds boundary = default)
    {
        int parts = new PassPlace(schedule, stages, Fixed(schedule, chunks)).Parts;
        int each = schedule is ScheduleKind.Decode or ScheduleKind.DualPipe ? 1 : Fixed(schedule, chunks);
        int count = schedule == ScheduleKind.Decode ? stages : parts;
        return new()
        {
            Schedule = schedule,
            Stages = stages,
            MicroBatches = microBatches,
            Chunks = Fixed(schedule, chunks),
            Passes = [.. Enumerable.Repeat((1.0 / each) * stage, Math.Max(0, count))],
            Boundary = boundary,
        };
    }

    /// <summary>Parts of a stage that a schedule takes, whatever was asked.</summary>
    public static int Fixed(ScheduleKind schedule, int chunks) => schedule switch
    {
        ScheduleKind.ZeroBubbleV or ScheduleKind.DualPipe => 2,
        ScheduleKind.Interleaved or ScheduleKind.Decode => chunks,
        _ => 1,
    };

    /// <summary>Puts every pass on the clock.</summary>
    /// <exception cref="ChalkException">The schedule cannot run so.</exception>
    public Timetable Build()
    {
        Check();
        return Schedule is ScheduleKind.ZeroBubble1p or ScheduleKind.ZeroBubble2p
            ? TimetableClock.Time(this, ZeroBubbleOrder.Find(this, Schedule == ScheduleKind.ZeroBubble1p ? 1 : 2))
            : TimetableClock.Time(this, ScheduleOrder.Of(this));
    }

    private void Check()
    {
        string name = Schedules.Name(Schedule);
        int count = Schedule == ScheduleKind.Decode ? Stages : new PassPlace(Schedule, Stages, Chunks).Parts;
        string? problem = this switch
        {
            { Stages: < 1 } or { MicroBatches: < 1 } or { Chunks: < 1 }
                => "needs at least 1 stage, micro-batch and chunk",
            _ when Chunks != Fixed(Schedule, Chunks) => $"has {Fixed(Schedule, Chunks)} chunks a stage, not {Chunks}",
            _ when 3L * Stages * MicroBatches * Chunks > MostPasses
                => $"of {Stages} stages, {MicroBatches} micro-batches and {Chunks} chunks "
                    + $"has more than {MostPasses:N0} passes",
            { Schedule: ScheduleKind.Interleaved } when MicroBatches % Stages != 0
                => $"takes micro-batches in groups of {Stages}, one for each stage; {MicroBatches} do not divide",
            { Schedule: ScheduleKind.ZeroBubbleV } when MicroBatches < 2 * Stages
                => $"needs at least {2 * Stages} micro-batches, two for each stage; {MicroBatches} are too few",
            { Schedule: ScheduleKind.ZeroBubbleH1 } when MicroBatches < Stages
                => $"needs at least {Stages} micro-batches, one for each stage; {MicroBatches} are too few",
            { Schedule: ScheduleKind.ZeroBubbleH2 } when MicroBatches < (2 * Stages) - 1
                => $"needs at least {(2 * Stages) - 1} micro-batches for {Stages} stages; {MicroBatches} are too few",
            { Schedule: ScheduleKind.DualPipe } when Stages % 2 != 0 || MicroBatches % 2 != 0
                => $"feeds both ends alike: stages and micro-batches must be even, not {Stages} and {MicroBatches}",
            { Schedule: ScheduleKind.DualPipe } when MicroBatches < 2 * Stages
                => $"needs at least {2 * Stages} micro-batches, two for each stage; {MicroBatches} are too few",
            _ when Passes.IsDefault || Passes.Length != count => $"needs the times of {count} parts of the model",
            _ when Passes.Any(part => !Positive(part.Forward.Value) || !Usable(part.InputGradient.Value)
                || !Usable(part.WeightGradient.Value)) || !Usable(Boundary.Value)
                => "needs finite times, and a forward pass of more than zero",
            _ when !(KeptShare is >= 0 and <= 1) => $"keeps a share from 0 to 1 of the activations, not {KeptShare}",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ChalkException(FormattableString.Invariant($"A {name} schedule {problem}."));
        }

        static bool Usable(double value) => double.IsFinite(value) && value >= 0;
        static bool Positive(double value) => double.IsFinite(value) && value > 0;
    }
}
