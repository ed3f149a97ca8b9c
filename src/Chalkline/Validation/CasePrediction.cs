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

    /// <summary>What the prediction knows of itself; null at a fidelity that states no intervals.</summary>
    public ServedFacts? Facts { get; private set; }

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
            CaseMode.Prefill => PrefillAlone(),
            _ => DecodeAlone(),
        };
        return (_values.Count > 0 ? null : skipped ?? "nothing measured that is predicted", _values.ToImmutable(), Remark());
    }

    private string Remark() => CaseLayout.InWords(row) is not null
        ? "no kernels measured on a torus: timed at stated efficiencies"
        : _remark.Length > 0 ? _remark : ServingRemark.Of(
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
        bool over = ServedFacts.WaitingDecides(report.Waiting, report.RunningBatch);
        _remark = over ? "load above capacity: waiting decides" : "";
        State(ServedMode.Aggregated, pass, pass, report.RunningBatch, over);
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
        flight = Math.Max(1, flight);
        EngineRun run = new(pass, Started(engine), fidelity);
        if (QueuedRequests.Of(row) / layout.Replicas is { } queued)
        {
            // A run of so many requests, its start and its end included, is what the source divides by.
            double clients = Math.Min(flight, Math.Max(1, Math.Floor(queued)));
            EngineReport whole = run.Replay(traffic with { Concurrency = clients, Rounds = queued / clients });
            Throughput(whole.RunThroughput.Value * layout.Replicas, layout.Devices);
            State(ServedMode.Queued, pass, pass, whole.RunningBatch, overCapacity: true);
            return null;
        }

        EngineReport report = run.Replay(traffic with { Concurrency = flight, Rounds = 4 });
        Throughput(report.Throughput.Value * layout.Replicas, layout.Devices);
        State(ServedMode.Queued, pass, pass, report.RunningBatch, overCapacity: true);
        return null;
    }

    /// <summary>States what the prediction knows of itself, for its interval.</summary>
    private void State(ServedMode mode, PassModel prefill, PassModel decode, double running, bool overCapacity)
    {
        if (fidelity == Fidelity.Calibrated && calibration is { } device)
        {
            Traffic traffic = Traffic(1);
            Seconds host = engine.HostPerStep + (Math.Max(1, running) * engine.HostPerSequence);
            Facts = ServedFacts.Of(mode, prefill, decode, device, new(
                running, traffic.Input, traffic.Prefix, traffic.Output, host, overCapacity));
        }
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
    /// every 30 from 16 in flight (<c>--scheduler-recv-interval</c> of its published scripts); TensorRT-LLM's performance
    /// overview captures graphs of other sizes than the engine by itself; studies ran vLLM before it scheduled a step
    /// ahead by default, InferenceX asked for it.
    /// </summary>
    private EnginePreset Started(EnginePreset preset) => Asked(preset) with { TwoBatchOverlap = TwoBatches };

    private EnginePreset Asked(EnginePreset preset)
        => row.Source == QueuedRequests.Source ? preset with { Captured = QueuedRequests.Captured }
        : InferenceX && preset == EnginePresets.Sglang
            ? preset with { ReceiveSteps = row.Concurrency >= 16 ? 30 : 10 }
        : !InferenceX && preset == EnginePresets.Vllm ? EnginePresets.VllmInStep : preset;

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
            _values.Add(new(metric, value, predicted, double.NaN, double.NaN, floor, larger));
        }
    }
}
