using System.Text.Json;
using Chalkline.Cli.Commands;

namespace Chalkline.Cli.Output;

/// <summary>Members that several answers share.</summary>
internal static class CommonJson
{
    /// <summary>Model, machine, formats and price.</summary>
    public static void Subject(Utf8JsonWriter writer, ModelInputs inputs)
    {
        writer.WriteString("model", inputs.Model.Name);
        writer.WriteString("system", inputs.System.Id);
        writer.WriteString("accelerator", inputs.System.Accelerator.Id);
        writer.WriteNumber("devices", inputs.System.Devices);
        writer.WriteStartObject("formats");
        writer.WriteString("attention", inputs.Precision.Attention.Name);
        writer.WriteString("feedForward", inputs.Precision.FeedForward.Name);
        writer.WriteString("experts", inputs.Precision.Experts.Name);
        writer.WriteString("embedding", inputs.Precision.Embedding.Name);
        writer.WriteString("activations", inputs.Precision.Activations.Name);
        writer.WriteString("keyValue", inputs.Precision.KeyValue.Name);
        writer.WriteEndObject();
        if (inputs.Price is { } price)
        {
            writer.WriteNumber("priceUsdPerDeviceHour", price.Value);
            writer.WriteString("priceSource", inputs.PriceSource);
        }
    }

    /// <summary>A number, or null where it is infinite.</summary>
    public static void Finite(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
