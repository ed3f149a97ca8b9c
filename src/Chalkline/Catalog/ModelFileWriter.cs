using System.Text.Encodings.Web;
using System.Text.Json;
using Chalkline.Derivations;
using Chalkline.Files;

namespace Chalkline.Catalog;

/// <summary>Writes a configuration in the catalogue's own form.</summary>
internal static class ModelFileWriter
{
    public static void Write(Stream stream, string name, Source source, JsonView config)
    {
        using Utf8JsonWriter writer = new(
            stream, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteStartArray("aliases");
        writer.WriteEndArray();
        writer.WriteStartObject("source");
        writer.WriteString("where", source.Where);
        writer.WriteString("date", source.Date);
        writer.WriteString("verified", source.Verified switch
        {
            Verification.Yes => "yes",
            Verification.Partial => "partial",
            _ => "no",
        });
        writer.WriteString("note", source.Note);
        writer.WriteEndObject();
        writer.WritePropertyName("config");
        config.Element.WriteTo(writer);
        writer.WriteEndObject();
    }
}
