using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Chalkline.Measuring;

/// <summary>Writes measured kernels in the columns that every table of kernels here has.</summary>
public static class MeasuredTable
{
    /// <summary>The columns, in order.</summary>
    public static ImmutableArray<string> Columns { get; } =
    [
        "case_id", "source", "hardware", "n_gpus", "kind", "precision", "kv_precision", "m", "n", "k", "batch", "seq_q",
        "seq_kv", "heads", "kv_heads", "head_dim", "v_head_dim", "experts", "experts_per_token", "hidden",
        "intermediate", "tokens", "ep", "tp", "distribution", "bytes", "algorithm_library", "time_us", "derived",
        "achieved_tflops", "achieved_gb_s", "quality", "notes",
    ];

    /// <summary>The whole table (RFC 4180), a row a kernel.</summary>
    /// <param name="measurement">What was measured.</param>
    public static string Write(Measurement measurement)
    {
        StringBuilder text = new();
        text.AppendJoin(',', Columns).Append('\n');
        for (int i = 0; i < measurement.Kernels.Length; i++)
        {
            Dictionary<string, string> cells = Cells(measurement, measurement.Kernels[i], i + 1);
            text.AppendJoin(',', Columns.Select(column => Quoted(cells.GetValueOrDefault(column, "")))).Append('\n');
        }

        return text.ToString();
    }

    private static Dictionary<string, string> Cells(Measurement measurement, MeasuredKernel kernel, int number)
        => new(StringComparer.Ordinal)
        {
            ["case_id"] = string.Create(CultureInfo.InvariantCulture, $"{measurement.Device.Id}:{number:000}"),
            ["source"] = "measured",
            ["hardware"] = measurement.Device.Id,
            ["n_gpus"] = "1",
            ["kind"] = kernel.Kind,
            ["precision"] = kernel.Precision,
            ["m"] = Whole(kernel.M),
            ["n"] = Whole(kernel.N),
            ["k"] = Whole(kernel.K),
            ["algorithm_library"] = kernel.Library,
            ["time_us"] = Number(kernel.Timing.Median * 1e6),
            ["derived"] = "no",
            ["achieved_tflops"] = kernel.Flop > 0 ? Number(kernel.FlopRate / 1e12) : "",
            ["achieved_gb_s"] = kernel.Bytes > 0 ? Number(kernel.Bandwidth / 1e9) : "",
            ["quality"] = "ok",
            ["notes"] = Notes(measurement, kernel),
        };

    private static string Notes(Measurement measurement, MeasuredKernel kernel)
    {
        Timing timing = kernel.Timing;
        string spread = string.Create(
            CultureInfo.InvariantCulture,
            $"median of {timing.Runs} runs; p10_us={Number(timing.Low * 1e6)}; p90_us={Number(timing.High * 1e6)}");
        string remark = kernel.Remark.Length > 0 ? $"; {kernel.Remark}" : "";
        return $"{spread}{remark}; {measurement.Device.Date}; {measurement.Device.Environment}";
    }

    private static string Whole(long value) => value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Quoted(string text)
        => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
