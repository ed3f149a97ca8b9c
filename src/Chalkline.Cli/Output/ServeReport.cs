using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Engines;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk serve</c>.</summary>
internal static class ServeReport
{
    public static Answer Of(ServeAnswer answer, Derivation? work) => new()
    {
        Command = "serve",
        Work = work,
        Data = Curve(answer),
        Report = new()
        {
            Title = $"{answer.Study.Engine.Name} serves {answer.Inputs.Subject}",
            Lead = Lead(answer),
            Sections =
            [
                new("What clients see", [new TableBlock(Clients(answer))]),
                new("What the devices do", [new TableBlock(Devices(answer))]),
                .. ServePoolsReport.Section(answer.Study),
                new("Over concurrency", [
                    new ChartBlock(ServeCharts.Front(answer)),
                    new ChartBlock(ServeCharts.Waiting(answer)),
                    new TableBlock(Curve(answer)),
                ]),
            ],
            Footer = Footer(answer),
        },
        Json = writer => ServeJson.Write(writer, answer),
    };

    private static string Lead(ServeAnswer answer)
    {
        EngineReport run = answer.Run;
        string cost = answer.Cost(run) is { } each ? $", {each} of output at {answer.Inputs.Price}" : "";
        string beyond = ContextRemark.Of(answer.Inputs.Model, answer.Study.Traffic.Input + answer.Study.Traffic.Output);
        return $"{answer.Sent}, in {answer.Layout}, with {answer.Inputs.Formats}{Drafts(answer.Speculation)}.{beyond}\n\n"
            + $"TTFT **{run.TimeToFirstToken}**, TPOT **{run.TimePerOutputToken}**, "
            + $"**{answer.PerDevice(run).ToString("tok/s/device:0", null)}**{cost}. {Load(answer)}";
    }

    private static string Drafts(Speculation? speculation) => speculation is null ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $", {speculation.Drafts} drafts a step of which {speculation.TokensPerStep - 1:0.00} are accepted");

    private static string Load(ServeAnswer answer)
    {
        ServingStudy study = answer.Study;
        string load = Share(study.Load);
        return study.Traffic.Rate > 0
            ? $"That is {load} of the {study.Capacity} that can be sustained"
                + (answer.Overloaded ? ": **the queue grows for ever**, and TTFT is only that of the run's first requests." : ".")
            : $"{study.Traffic.Concurrency:N0} requests take {load} of the {study.Seats:N0} seats"
                + (study.Load > 1 ? ": **the others wait**, and more of them only wait longer." : ".");
    }

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Footer(ServeAnswer answer)
    {
        EnginePreset engine = answer.Study.Engine;
        string mix = engine.Policy == StepPolicy.Mixed
            ? "prompts share steps with decoding" : "prompts go first in steps of their own";
        return $"{engine.Name} {engine.Versions}: {mix}{(engine.Chunked ? ", in chunks" : "")}, {engine.StepTokens:N0} tokens a step, "
            + $"{engine.Sequences:N0} sequences{(engine.TwoBatchOverlap ? ", two half batches a step" : "")}; host {engine.HostPerStep} a step, {engine.HostPerSequence} a sequence, "
            + $"{engine.HostPerRequest} a request (docs/engine.md). "
            + "A closed loop of 10 requests for each client that all start at once, or 1,000 random arrivals; means over all. "
            + (answer.Fidelity == Fidelity.Calibrated
                ? "Intervals: how far measured servers lay from predictions (docs/accuracy.md)."
                : "Stated efficiencies; no interval is known.");
    }

    private static TableSpec Clients(ServeAnswer answer)
    {
        EngineReport run = answer.Run;
        return Tables.Of(
            "",
            ["Figure", "Value", "80 %", "What it is"],
            [
                Row("TTFT, mean", run.TimeToFirstToken, answer, ServedMetric.TimeToFirstToken, "from sending a request to its first token, waiting included"),
                Row("TTFT, median", run.MedianTimeToFirstToken, answer, ServedMetric.TimeToFirstToken, "the same for the middle request"),
                Row("TPOT, mean", run.TimePerOutputToken, answer, ServedMetric.TimePerOutputToken, "from first to last token, over the tokens after the first"),
                Row("TPOT, median", run.MedianTimePerOutputToken, answer, ServedMetric.TimePerOutputToken, "the same for the middle request"),
                Row("ITL", run.InterTokenLatency, answer, ServedMetric.TimePerOutputToken, "gap between two deliveries: a token, or all that a step accepts"),
                Row("E2E, mean", run.EndToEnd, answer, ServedMetric.EndToEnd, "from sending a request to its last token"),
                Row("Speed", 1 / run.TimePerOutputToken.Value, "tok/s/user", answer, null, "what one stream sees: 1 / TPOT"),
            ]);
    }

    private static TableSpec Devices(ServeAnswer answer)
    {
        EngineReport run = answer.Run;
        ServingStudy study = answer.Study;
        string load = study.Traffic.Rate > 0 ? "requests that come over those that can be finished" : "requests in flight over seats";
        return Tables.Of(
            "",
            ["Figure", "Value", "80 %", "What it is"],
            [
                Row("Throughput", study.Throughput.Value, "tok/s", answer, ServedMetric.Throughput, "output tokens of all replicas, in the middle of the run"),
                Row("Throughput a device", answer.PerDevice(run).Value, "tok/s/device", answer, ServedMetric.Throughput, "the same over the devices that make them"),
                Row("Requests finished", study.Finished.Value, "req/s", answer, ServedMetric.Throughput, "the same over the tokens of an answer"),
                ["Cost of output", answer.Cost(run)?.ToString() ?? "-", "-", "rent of all devices over output tokens, prompts included"],
                ["Running batch", Tables.Number(run.RunningBatch), "-", "mean sequences that decode at once in a replica"],
                ["Waiting", Tables.Number(run.Waiting), "-", "mean requests of a replica before their first token"],
                ["Seats", Tables.Number(study.Seats), "-", "requests of final length that the KV cache and the engine's limit hold"],
                ["Load over capacity", Share(study.Load), "-", load],
                ["KV use", Share(run.CacheUse), "-", "mean share of the KV cache that holds tokens"],
                ["Evictions a request", Tables.Number(run.Evictions), "-", "times a request is thrown out of a full cache and computed again"],
                ["Prefill share", Share(run.PrefillShare), "-", "share of the time in steps that process prompts"],
                ["MFU", Share(run.ComputeUse), "-", "arithmetic of the busiest device at full dense peak, over the time"],
                ["MBU", Share(run.MemoryUse), "-", "its memory traffic at full bandwidth, over the time"],
                ["Network", Share(run.NetworkUse), "-", "share of the time in collectives"],
            ]);
    }

    private static IEnumerable<TableCell> Row(string name, Seconds value, ServeAnswer answer, ServedMetric metric, string meaning) =>
    [
        name,
        value.ToString(),
        answer.Interval(metric, value.Value) is { } span ? $"{new Seconds(span.Low)} to {new Seconds(span.High)}" : "-",
        meaning,
    ];

    private static IEnumerable<TableCell> Row(
        string name, double value, string unit, ServeAnswer answer, ServedMetric? metric, string meaning) =>
    [
        name,
        $"{Tables.Number(value).Text} {unit}",
        metric is { } known && answer.Interval(known, value) is { } span
            ? $"{Tables.Number(span.Low).Text} to {Tables.Number(span.High).Text}" : "-",
        meaning,
    ];

    private static TableSpec Curve(ServeAnswer answer) => Tables.Of(
        "",
        ["In flight", "TTFT ms", "TPOT ms", "tok/s/user", "tok/s/device", "$/Mtok out", "Running", "KV use", "MFU", "MBU"],
        answer.Study.Curve.Select(point => (IEnumerable<TableCell>)
        [
            Tables.Count(point.Concurrency),
            Tables.Cell(point.Report.TimeToFirstToken, "ms", 0),
            Tables.Cell(point.Report.TimePerOutputToken, "ms", 2),
            Tables.Cell(new TokensPerSecondPerUser(1 / point.Report.TimePerOutputToken.Value), "tok/s/user", 1),
            Tables.Cell(answer.PerDevice(point.Report), "tok/s/device", 1),
            Tables.Cell(answer.Cost(point.Report), "$/Mtok", 3),
            Tables.Number(answer.Study.Replicas * point.Report.RunningBatch),
            Tables.Percent(point.Report.CacheUse),
            Tables.Percent(point.Report.ComputeUse),
            Tables.Percent(point.Report.MemoryUse),
        ]));
}
