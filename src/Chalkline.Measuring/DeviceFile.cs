using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chalkline.Formats;

namespace Chalkline.Measuring;

/// <summary>Writes a measured device as an accelerator file of the catalogue, which every command takes by its path.</summary>
public static class DeviceFile
{
    private const string Source = "measured";

    /// <summary>The file as JSON.</summary>
    public static string Write(MeasuredDevice device)
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(stream, options))
        {
            writer.WriteStartObject();
            writer.WriteString("id", device.Id);
            writer.WriteString("name", device.Name);
            writer.WriteString("vendor", device.Vendor);
            writer.WriteString("kind", device.Kind);
            writer.WriteStartObject("sources");
            writer.WriteStartObject(Source);
            writer.WriteString("where", $"measured with chalk calibrate --measure on {device.Environment}");
            writer.WriteString("date", device.Date);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("peaks");
            foreach ((Arithmetic arithmetic, MeasuredFigure peak) in device.Peaks)
            {
                Datum(writer, Field(arithmetic), peak, 1e9, "GFLOP/s");
            }

            writer.WriteEndObject();
            writer.WriteStartObject("memory");
            writer.WriteString("name", device.Memory);
            Datum(writer, "capacity", device.Capacity, 1e9, "GB");
            Datum(writer, "bandwidth", device.Bandwidth, 1e9, "GB/s");
            writer.WriteEndObject();
            writer.WriteNumber("domainSize", 1);
            if (device.Notes.Length > 0)
            {
                writer.WriteString("notes", device.Notes);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Datum(Utf8JsonWriter writer, string field, MeasuredFigure figure, double scale, string unit)
    {
        writer.WriteStartObject(field);
        writer.WriteString("value", string.Create(CultureInfo.InvariantCulture, $"{figure.Value / scale:0.####} {unit}"));
        writer.WriteString("source", Source);
        writer.WriteString("verified", "yes");
        if (figure.How.Length > 0)
        {
            writer.WriteString("note", figure.How);
        }

        writer.WriteEndObject();
    }

    private static string Field(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Fp32 => "fp32",
        Arithmetic.Tf32 => "tf32",
        Arithmetic.Bf16 => "bf16",
        Arithmetic.Fp8 => "fp8",
        Arithmetic.Fp4 => "fp4",
        _ => "int8",
    };
}
