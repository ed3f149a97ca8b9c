using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>The prediction of one serving row, by its mode.</summary>
internal sealed partial class CasePrediction(
    ServingCase row,
    Model model,
    MachineSystem system,
    Precision precision,
    EnginePreset engine,
    Fidelity fidelity,
    DeviceCalibration? calibration)
{
    private readonly ImmutableArray<ScoredValue>.Builder _values = ImmutableArray.CreateBuilder<ScoredValue>();
    private string _remark = "";

    private const double Milli = 1e3;

    /// <summary>Whether InferenceX itself ran the row, not one of the studies collected with it; those
    /// named a gap analysis repeat its runs to the digit.</summary>
    private bool InferenceX => row.Source.StartsWith("inferencex", StringComparison.Ordinal)
        && (!row.Notes.Contains("gap study", StringComparison.Ordinal)
            || row.Id.Contains("gap_analysis", StringComparison.Ordinal));

    /// <summary>Requests in flight at most when an engine chooses: more changes nothing but the length of the run.</summary>
    private const double MostInFlight = 4096;

    public (string? Skipped, ImmutableArray<ScoredValue> Values, string Remark) Run()
    {
        string? skipped = row.Input is null ? "isl not stated" : row.Mode switch
        {
            CaseMode.Disaggregated => Disaggregated(),
            CaseMode.Aggregated => Aggregated(),
            CaseMode.Offline when row.Concurrency is not null => Static(),
            CaseMode.Offline => Offline(),
            CaseMode.Prefill => "prefill workers alone are not predicted yet",
            _ => "decode workers alone are not predicted yet",
        };
        return (_values.Count > 0 ? null : skipped ?? "nothing measured that is predicted", _values.ToImmutable(), Remark());
    }

    private string Remark() => _remark.Length > 0 ? _remark : ServingRemark.Of(
        row,
        _values.Where(value => value.Metric == "ttft_ms").Select(value => (double?)value.Predicted).FirstOrDefault(),
        CaseLayout.Decoding(row, model)?.Layout,
        calibration);

    private string? Aggregated()
    {
        if (Layout(CaseLayout.Decoding(row, model)) is not { } layout)
        {
            return "layout not stated";
        }

        if (row.Output is not > 1)
        {
            return "osl not stated";
        }

        if (row.Concurrency is null && row.RequestRate is null)
        {
            return "concurrency or request_rate not stated";
        }

        PassModel pass = Prepare(layout);
        EngineReport report = new EngineRun(pass, Started(engine), fidelity)
            .Replay(Traffic(row.Concurrency ?? 0), layout.Replicas);
        Latencies(pass, report.TimeToFirstToken, report.TimePerOutputToken);
        Throughput(report.RunThroughput.Value * layout.Replicas, layout.Devices);
        _remark = report.Waiting > report.RunningBatch / 2 ? "load above capacity: waiting decides"
            : "";
        return null;
    }

    /// <summary>Everything queued at the start: the engine fills its seats.</summary>
    private string? Offline()
    {
        if (Layout(CaseLayout.Decoding(row, model)) is not { } layout)
        {
            return "layout not stated";
        }

        if (row.Output is not > 1)
        {
            return "osl not stated";
        }

        PassModel pass = Prepare(layout);
        Traffic traffic = Traffic(1);
        double final = (traffic.Input + traffic.Output).Value;
        double seats = Math.Floor(CacheRoom.Tokens(pass, engine, new(final)) / final);
        double flight = Math.Min(Math.Min(seats, MostInFlight), engine.Sequences * (double)layout.AttentionParallel);
        EngineReport report = new EngineRun(pass, engine, fidelity).Replay(
            traffic with { Concurrency = Math.Max(1, flight), Rounds = 4 });
        Throughput(report.Throughput.Value * layout.Replicas, layout.Devices);
        return null;
    }

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

        PassModel prefill = Prepare(before);
        PassModel decode = Prepare(after);
        Traffic traffic = Traffic(concurrency);
        Workloads.Workload workload = new(traffic.Input, traffic.Output, traffic.Prefix);
        Seconds transfer = new ServingModel(decode, workload, fidelity).Transfer(
            sameDomain: before.Devices + after.Devices <= system.DomainSize || system.ScaleOut is null);
        DisaggregatedReport report = new DisaggregatedRun(
            new(prefill, engine, fidelity), before.Replicas, before.AttentionParallel, new(decode, engine, fidelity), after.Replicas)
            .Steady(traffic, transfer);
        Latencies(decode, report.TimeToFirstToken, report.TimePerOutputToken);
        Throughput(report.Throughput.Value, after.Devices);
        return null;
    }

    private void Latencies(PassModel pass, Seconds first, Seconds each)
    {
        Seconds prefill = Floor(pass, out Seconds step);
        Add("ttft_ms", row.TimeToFirstToken, first.Value * Milli, row.Mode == CaseMode.Disaggregated ? 0 : prefill.Value * Milli);
        Add("tpot_ms", row.TimePerOutputToken, each.Value * Milli, row.Speculation == Known.Yes ? 0 : step.Value * Milli);
    }

    private void Throughput(double total, int devices)
    {
        Add("output_tok_s_total", row.OutputRate, total, double.PositiveInfinity, larger: true);
        Add("output_tok_s_per_gpu", row.OutputRatePerDevice, total / devices, double.PositiveInfinity, larger: true);
    }

    /// <summary>Floors of a lone prompt and of a step of a lone sequence: less is impossible at any load.</summary>
    private Seconds Floor(PassModel pass, out Seconds step)
    {
        Tokens input = Traffic(1).Input;
        Layout layout = pass.Layout;
        Workloads.Pass one = Workloads.Pass.Decode(1, input);
        Workloads.Pass prompt = Workloads.Pass.Prefill(1, input, new(Math.Min(row.Prefix ?? 0, input.Value - 1)));
        step = layout.PipelineStages * pass.Time(new(one, Workloads.Pass.None, new(1))).Floor;
        return pass.Time(new(Workloads.Pass.None, prompt, prompt.AllNewTokens)).Floor;
    }

    /// <summary>
    /// What the clients of the row's source send: InferenceX draws lengths uniformly from 0.8 to 1.0 times the nominal
    /// ones, the studies collected with it and all others send what they state.
    /// </summary>
    private Traffic Traffic(double concurrency)
    {
        double mean = InferenceX ? 0.9 : 1;
        double input = Math.Max(1, Math.Round(mean * row.Input!.Value));
        return new()
        {
            Input = new(input),
            Output = new(Math.Max(1, Math.Round(mean * (row.Output ?? 1)))),
            Prefix = new(Math.Min(row.Prefix ?? 0, input - 1)),
            Spread = InferenceX ? 1 / 9.0 : 0,
            Concurrency = concurrency,
            Rate = concurrency > 0 ? 0 : row.RequestRate ?? 0,
            Rounds = concurrency > 0 ? 10 : CaseEngine.Requests(row) / 100 ?? 10,
        };
    }

    /// <summary>
    /// The engine as the row's source starts it: InferenceX has SGLang look for requests every 10 steps of decoding, and
    /// every 30 from 16 in flight (<c>--scheduler-recv-interval</c> of its published scripts).
    /// </summary>
    private EnginePreset Started(EnginePreset preset)
        => InferenceX && preset == EnginePresets.Sglang
            ? preset with { ReceiveSteps = row.Concurrency >= 16 ? 30 : 10 }
            : preset;

    private PassModel Prepare(Layout layout)
        => PassModel.Prepare(model, system, layout with { Replicas = 1 }, precision, null, calibration);

    private Layout? Layout(CaseLayout? devices)
        => devices is { Layout: not null } && devices.Possible(model, system) is { } layout
            ? layout with { Replicas = devices.Replicas }
            : null;

    private void Add(string metric, double? measured, double predicted, double floor, bool larger = false)
    {
        if (measured is { } value)
        {
            (double low, double high) = PredictionSpread.Of(metric);
            _values.Add(new(metric, value, predicted, predicted * low, predicted * high, floor, larger));
        }
    }
}
