using Chalkline.Cli.Commands;
using Chalkline.Engines;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>What <c>chalk serve</c> was asked and found.</summary>
/// <param name="Inputs">Model, machine, formats, price.</param>
/// <param name="Study">The engine under its traffic.</param>
/// <param name="Speculation">Speculation, or null.</param>
/// <param name="Fidelity">Which model of time.</param>
/// <param name="Intervals">Where intervals come from; null at a fidelity that states none.</param>
internal sealed record ServeAnswer(ModelInputs Inputs, ServingStudy Study, Speculation? Speculation, Fidelity Fidelity,
    FigureIntervals? Intervals)
{
    /// <summary>The run.</summary>
    public EngineReport Run => Study.Report;

    /// <summary>Whether more comes than the replicas can finish, so that the queue grows as long as the run lasts.</summary>
    public bool Overloaded => Study.Traffic.Rate > 0 && Study.Load > 1;

    /// <summary>The traffic in a line.</summary>
    public string Sent
    {
        get
        {
            Traffic traffic = Study.Traffic;
            string load = traffic.Rate > 0 ? $"{new RequestsPerSecond(traffic.Rate)}" : $"{traffic.Concurrency:N0} in flight";
            string cached = traffic.Prefix > Tokens.Zero ? $" ({traffic.Prefix} cached)" : "";
            return $"{load}, {traffic.Input} in{cached}, {traffic.Output} out";
        }
    }

    /// <summary>The layout with its replicas.</summary>
    public string Layout => Study.Pools is { } pools
        ? $"{Workers(pools.Prefill)} for prefill and {Workers(pools.Decode)} for decode"
        : (Study.Pass.Layout with { Replicas = Study.Replicas }).ToString();

    /// <summary>Output tokens a second of a device.</summary>
    public TokensPerSecondPerDevice PerDevice(EngineReport report) => new(report.Throughput.Value / Study.DevicesPerReplica.Value);

    /// <summary>Rent of the devices over the output tokens; null without a price.</summary>
    public UsdPerToken? Cost(EngineReport report) => Inputs.Price is { } price && report.Throughput > TokensPerSecond.Zero
        ? price * Study.DevicesPerReplica * new Seconds(1) / (report.Throughput * new Seconds(1))
        : null;

    private static string Workers(WorkerPool pool) => (pool.Pass.Layout with { Replicas = pool.Workers }).ToString();

    /// <summary>The 80 % interval of a figure, from how far measured ones lay from predictions; null where unknown.</summary>
    public (double Low, double High)? Interval(ServedMetric metric, double value)
        => Overloaded ? null : metric == ServedMetric.EndToEnd ? EndToEnd() : Intervals?.Of(metric, value);

    /// <summary>
    /// Whole times were measured of static batches alone: under traffic a request's is its TTFT and its tokens, and both
    /// are taken to err together.
    /// </summary>
    private (double Low, double High)? EndToEnd()
    {
        double first = Run.TimeToFirstToken.Value;
        return Intervals?.Of(ServedMetric.TimeToFirstToken, first) is { } head
            && Intervals.Of(ServedMetric.TimePerOutputToken, Run.EndToEnd.Value - first) is { } rest
            ? (head.Low + rest.Low, head.High + rest.High) : null;
    }
}
