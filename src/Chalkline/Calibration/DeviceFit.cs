using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Chalkline.Files;

namespace Chalkline.Calibration;

/// <summary>
/// The fitted families of one device, of a generation of them, or of the trend over all: a file of
/// <c>data/calibrations</c>.
/// </summary>
/// <param name="Device">Catalogue identifier of the accelerator, name of the generation, or <c>trend</c>.</param>
/// <param name="Fits">The families that had enough rows.</param>
public sealed record DeviceFit(string Device, ImmutableArray<FamilyFit> Fits)
{
    /// <summary>The name of the trend over all devices.</summary>
    public const string Trend = "trend";

    /// <summary>Writes it as JSON.</summary>
    public void Write(string path)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("$schema", "../schemas/calibration.schema.json");
        json.WriteString("device", Device);
        json.WriteStartArray("families");
        foreach (FamilyFit fit in Fits)
        {
            Write(json, fit);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        WholeFile.Write(path, [.. buffer.WrittenSpan, (byte)'\n']);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="ChalkException">The file is not such a file.</exception>
    public static DeviceFit Read(string path)
    {
        JsonView root = JsonView.Read(path).Only(["$schema", "device", "families"]);
        return new(root.Required("device").Text(), [.. root.Required("families").Items().Select(Family)]);
    }

    private static FamilyFit Family(JsonView view)
    {
        view.Only(["family", "rows", "parameters", "sources", "ratio10", "ratio50", "ratio90", "medianError", "leftOut"]);
        string name = view.Required("family").Text();
        KernelModel model = KernelFamilies.All.FirstOrDefault(family => family.Name == name)
            ?? throw view.Required("family").Wrong(
                $"must be one of {string.Join(", ", KernelFamilies.All.Select(family => family.Name))}");
        JsonView parameters = view.Required("parameters").Only([.. model.Parameters.Select(parameter => parameter.Name)]);
        JsonView sources = view.Required("sources");
        return new(
            name,
            [.. model.Parameters.Select(parameter => Positive(parameters.Required(parameter.Name)))],
            view.Required("rows").Integer(1, int.MaxValue),
            sources.Element.EnumerateObject().ToImmutableSortedDictionary(
                entry => entry.Name, entry => sources.Required(entry.Name).Integer(1, int.MaxValue), StringComparer.Ordinal),
            new(
                Positive(view.Required("ratio10")),
                Positive(view.Required("ratio50")),
                Positive(view.Required("ratio90")),
                view.Required("medianError").Number(0, 1e6)),
            view.Optional("leftOut") is { } unseen ? Unseen(unseen) : null);
    }

    private static LeftOut Unseen(JsonView view)
    {
        view.Only(["devices", "deviceError", "generationError", "coverage"]);
        return new(
            view.Required("devices").Integer(1, int.MaxValue),
            view.Required("deviceError").Number(0, 1e6),
            view.Required("generationError").Number(0, 1e6),
            view.Required("coverage").Number(0, 1));
    }

    private static double Positive(JsonView view) => view.Number(1e-12, 1e12);

    private static void Write(Utf8JsonWriter json, FamilyFit fit)
    {
        KernelModel model = KernelFamilies.All.Single(family => family.Name == fit.Family);
        json.WriteStartObject();
        json.WriteString("family", fit.Family);
        json.WriteNumber("rows", fit.Rows);
        json.WriteStartObject("parameters");
        for (int i = 0; i < fit.Parameters.Length; i++)
        {
            json.WriteNumber(model.Parameters[i].Name, Rounded(fit.Parameters[i]));
        }

        json.WriteEndObject();
        json.WriteStartObject("sources");
        foreach ((string source, int rows) in fit.Sources)
        {
            json.WriteNumber(source, rows);
        }

        json.WriteEndObject();
        json.WriteNumber("ratio10", Rounded(fit.Spread.Low));
        json.WriteNumber("ratio50", Rounded(fit.Spread.Middle));
        json.WriteNumber("ratio90", Rounded(fit.Spread.High));
        json.WriteNumber("medianError", Rounded(fit.Spread.MedianError));
        if (fit.Unseen is { } unseen)
        {
            json.WriteStartObject("leftOut");
            json.WriteNumber("devices", unseen.Devices);
            json.WriteNumber("deviceError", Rounded(unseen.DeviceError));
            json.WriteNumber("generationError", Rounded(unseen.GenerationError));
            json.WriteNumber("coverage", Rounded(unseen.Coverage));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Four digits: more than any fit can tell.</summary>
    private static double Rounded(double value)
        => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
