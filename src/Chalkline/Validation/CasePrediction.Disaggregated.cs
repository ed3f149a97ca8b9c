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
        EngineReport report = new DisaggregatedRun(prefill, decode, engine, fidelity).Replay(Traffic(concurrency)).Run;
        Latencies(decode.Pass, report.TimeToFirstToken, report.TimePerOutputToken);
        Throughput(report.RunThroughput.Value, after.Devices);
        return null;
    }
}
