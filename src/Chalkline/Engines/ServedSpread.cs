using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Chalkline.Files;

namespace Chalkline.Engines;

/// <summary>
/// How far measured serving figures lie from predictions at the calibrated fidelity, by what a prediction knows of itself:
/// the file <c>data/spreads/serving.json</c>. They carry what no kernel knows: the engine's version, its settings, whether
/// tokens were drafted ahead, and whether a run was warm.
/// </summary>
/// <param name="Source">The measurements that they come from.</param>
/// <param name="Groups">The groups of each metric, wide before narrow; the first is that of all.</param>
public sealed record ServedSpread(
    string Source, ImmutableSortedDictionary<ServedMetric, ImmutableArray<SpreadGroup>> Groups)
{
    /// <summary>Where it lies in a data folder.</summary>
    public static string File { get; } = Path.Combine("spreads", "serving.json");

    /// <summary>Works it out from residuals.</summary>
    /// <param name="source">The measurements that they come from.</param>
    /// <param name="residuals">All of them.</param>
    public static ServedSpread Of(string source, IEnumerable<SpreadResidual> residuals)
    {
        ILookup<ServedMetric, SpreadResidual> metrics = residuals.ToLookup(residual => residual.Metric);
        return new(source, metrics.ToImmutableSortedDictionary(
            metric => metric.Key, metric => SpreadFitting.Groups([.. metric])));
    }

    /// <summary>The 80 % interval of a prediction; null where nothing alike was ever measured.</summary>
    /// <param name="metric">What is predicted.</param>
    /// <param name="facts">What the prediction knows of itself.</param>
    /// <param name="predicted">The prediction.</param>
    /// <param name="floor">Least time that is possible, in the unit of the prediction; 0 where none is proved.</param>
    public (double Low, double High)? Interval(ServedMetric metric, ServedFacts facts, double predicted, double floor = 0)
    {
        if (Narrowest(metric, facts) is not { } group)
        {
            return null;
        }

        (double low, double high) = group.Factors(facts.Width(metric));
        return (Math.Max(floor, low * predicted), high * predicted);
    }

    /// <summary>The narrowest group that a prediction belongs to; null when the metric has none.</summary>
    public SpreadGroup? Narrowest(ServedMetric metric, ServedFacts facts)
    {
        string[] words = [.. facts.Words.Select(word => word.Value)];
        return Groups.GetValueOrDefault(metric, [])
            .LastOrDefault(group => group.Facts.AsSpan().SequenceEqual(words.AsSpan(0, group.Facts.Length)));
    }

    /// <summary>Writes it as JSON.</summary>
    public void Write(string path)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("$schema", "../schemas/spread.schema.json");
        json.WriteString("source", Source);
        json.WriteStartArray("metrics");
        foreach ((ServedMetric metric, ImmutableArray<SpreadGroup> groups) in Groups)
        {
            json.WriteStartObject();
            json.WriteString("metric", metric.ToString());
            json.WriteStartArray("groups");
            foreach (SpreadGroup group in groups)
            {
                Write(json, group);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        WholeFile.Write(path, [.. buffer.WrittenSpan, (byte)'\n']);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="ChalkException">The file is not such a file.</exception>
    public static ServedSpread Read(string path)
    {
        JsonView root = JsonView.Read(path).Only(["$schema", "source", "metrics"]);
        return new(
            root.Required("source").Text(),
            root.Required("metrics").Items().Select(Metric).ToImmutableSortedDictionary(pair => pair.Metric, pair => pair.Groups));
    }

    private static (ServedMetric Metric, ImmutableArray<SpreadGroup> Groups) Metric(JsonView view)
    {
        view.Only(["metric", "groups"]);
        JsonView name = view.Required("metric");
        ImmutableArray<SpreadGroup> groups = [.. view.Required("groups").Items().Select(Group)];
        return !Enum.TryParse(name.Text(), out ServedMetric metric) || !Enum.IsDefined(metric)
            ? throw name.Wrong($"must be one of {string.Join(", ", Enum.GetNames<ServedMetric>())}")
            : groups.IsEmpty || !groups[0].Facts.IsEmpty
                ? throw view.Required("groups").Wrong("must start with the group of all rows, which has no facts")
                : (metric, groups);
    }

    private static SpreadGroup Group(JsonView view)
    {
        view.Only(["facts", "rows", "evidence", "ratio10", "ratio50", "ratio90", "kernelsLow", "kernelsHigh"]);
        JsonView facts = view.Required("facts");
        SpreadGroup group = new(
            [.. facts.Items().Select(item => item.Text())],
            view.Required("rows").Integer(1, int.MaxValue),
            view.Required("evidence").Number(1, 1e9),
            Ratio("ratio10"),
            Ratio("ratio50"),
            Ratio("ratio90"),
            new(view.Required("kernelsLow").Number(0, 10), view.Required("kernelsHigh").Number(0, 10)));
        return group.Facts.Length > ServedFacts.Keys.Length
            ? throw facts.Wrong($"has more than the {ServedFacts.Keys.Length} facts {string.Join(", ", ServedFacts.Keys)}")
            : group.Low <= group.Middle && group.Middle <= group.High
                ? group
                : throw view.Required("ratio50").Wrong("must lie between ratio10 and ratio90");

        double Ratio(string name) => view.Required(name).Number(1e-6, 1e6);
    }

    private static void Write(Utf8JsonWriter json, SpreadGroup group)
    {
        json.WriteStartObject();
        json.WriteStartArray("facts");
        foreach (string fact in group.Facts)
        {
            json.WriteStringValue(fact);
        }

        json.WriteEndArray();
        json.WriteNumber("rows", group.Rows);
        json.WriteNumber("evidence", Rounded(group.Evidence));
        json.WriteNumber("ratio10", Rounded(group.Low));
        json.WriteNumber("ratio50", Rounded(group.Middle));
        json.WriteNumber("ratio90", Rounded(group.High));
        json.WriteNumber("kernelsLow", Rounded(group.Kernels.Low));
        json.WriteNumber("kernelsHigh", Rounded(group.Kernels.High));
        json.WriteEndObject();
    }

    /// <summary>Four digits: more than any of them can tell.</summary>
    private static double Rounded(double value)
        => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
