using Chalkline.Engines;

namespace Chalkline.Validation;

/// <summary>Rows with prefill and decode on separate workers.</summary>
internal sealed partial class CasePrediction
{
    private string? Disaggregated()
    {
        if (Layout(CaseLayout.Prefilling(row, model)) is not { } before || Layout(CaseLayout.Decoding(row, model)) is not { } after)
        {
            return "number or layout of workers not stated";
        }

        if (row.Output is not > 1 || row.Concurrency is not { } concurrency)
        {
            return "osl or concurrency not stated";
        }

        WorkerPool prefill = new(Prepare(before), before.Replicas);
        WorkerPool decode = new(Prepare(after), after.Replicas);
        DisaggregatedReport report = new DisaggregatedRun(prefill, decode, engine with { TwoBatchOverlap = TwoBatches }, fidelity).Replay(Traffic(concurrency));
        Latencies(decode.Pass, report.Run.TimeToFirstToken, report.Run.TimePerOutputToken);
        Throughput(report.Run.RunThroughput.Value, after.Devices);
        State(
            ServedMode.Disaggregated, prefill.Pass, decode.Pass, report.Run.RunningBatch / decode.Workers, report.OverCapacity);
        return null;
    }
}
