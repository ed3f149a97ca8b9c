using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>The prediction of one serving row, by its mode.</summary>
internal sealed class CasePrediction(
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

    public (string? Skipped, ImmutableArray<ScoredValue> Values, string Remark) Run()
    {
        string? skipped = row.Mode switch
        {
            CaseMode.Aggregated => Aggregated(),
            CaseMode.Offline when row.Concurrency is not null => Static(),
            CaseMode.Offline => Offline(),
            _ => "mode not predicted yet",
        };
        return (_values.Count > 0 ? null : skipped ?? "nothing measured that is predicted", _values.ToImmutable(), _remark);
    }

    private string? Aggregated()
    {
        if (Layout() is not { } layout)
        {
            return "layout not stated";
        }

        if (row.Input is null || row.Output is not > 1)
        {
            return "lengths not stated";
        }

        if (row.Concurrency is null && row.RequestRate is null)
        {
            return "load not stated";
        }

        bool uniform = row.Source.StartsWith("inferencex", StringComparison.Ordinal)
            && !row.Notes.Contains("gap study", StringComparison.Ordinal);
        double mean = uniform ? 0.9 : 1;
        PassModel pass = Prepare(layout);
        EngineReport report = new EngineRun(pass, engine, fidelity).Replay(
            new()
            {
                Input = new(Math.Round(mean * row.Input.Value)),
                Output = new(Math.Round(mean * row.Output.Value)),
                Prefix = new(row.Prefix ?? 0),
                Spread = uniform ? 1 / 9.0 : 0,
                Concurrency = row.Concurrency ?? 0,
                Rate = row.RequestRate ?? 0,
            },
            layout.Replicas);
        Add("ttft_ms", row.TimeToFirstToken, report.TimeToFirstToken.Value * 1e3);
        Add("tpot_ms", row.TimePerOutputToken, report.TimePerOutputToken.Value * 1e3);
        _remark = FormattableString.Invariant(
            $"B {report.RunningBatch:F1} wait {report.Waiting:F1} cache {report.CacheUse:P0} prefill {report.PrefillShare:P0} evict {report.Evictions:F2} med {report.MedianTimeToFirstToken.Value * 1e3:F0} {report.MedianTimePerOutputToken.Value * 1e3:F2}");
        return null;
    }

    private string? Static() => "static";

    private string? Offline() => "offline";

    private PassModel Prepare(Layout layout) => PassModel.Prepare(model, system, layout with { Replicas = 1 }, precision, null, calibration);

    private Layout? Layout()
    {
        if (CaseLayout.Decoding(row, model) is not { Layout: { } stated } devices)
        {
            return null;
        }

        return devices.Possible(model, system) is { } layout ? layout with { Replicas = devices.Replicas } : null;
    }

    private void Add(string metric, double? measured, double predicted, bool larger = false)
    {
        if (measured is { } value)
        {
            _values.Add(new(metric, value, predicted, predicted / 1.5, predicted * 1.5, larger ? double.PositiveInfinity : 0, larger));
        }
    }
}
