using BenchmarkDotNet.Attributes;
using Chalkline.Pipelines;

namespace Chalkline.Bench;

/// <summary>Timetables of 32 stages and 256 micro-batches, 24,576 passes when the backward pass is split.</summary>
/// <remarks>Target: 5 ms; the published zero-bubble scheduler takes 0.88 s.</remarks>
[MemoryDiagnoser]
public class PipelineBenchmarks
{
    private PipelineRun _run = null!;

    /// <summary>The schedule.</summary>
    [Params(
        ScheduleKind.GPipe, ScheduleKind.OneForwardOneBackward, ScheduleKind.Interleaved, ScheduleKind.ZeroBubbleH2,
        ScheduleKind.ZeroBubbleV, ScheduleKind.ZeroBubble1p, ScheduleKind.ZeroBubble2p, ScheduleKind.DualPipe)]
    public ScheduleKind Schedule { get; set; }

    /// <summary>The pass times of the 28.3 B model of arXiv:2401.10241, table 9.</summary>
    [GlobalSetup]
    public void Prepare() => _run = PipelineRun.Even(
        Schedule, 32, 256, new(new(10.402e-3), new(10.248e-3), new(7.698e-3)), 2, new(0.46e-3)) with
    {
        KeptShare = 0.43,
    };

    /// <summary>Order and clock.</summary>
    [Benchmark]
    public Timetable Build() => _run.Build();
}
