using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Chalkline.Derivations.Renderings;

/// <summary>A derivation as JSON, version 1.</summary>
/// <remarks>
/// <c>{ "version": 1, "result": id, "root": part }</c>; a part has a title, the id of its result, and its entries, each
/// of kind <c>given</c>, <c>step</c> or <c>part</c>. A number that JSON cannot hold (infinite, not a number) is null;
/// its text says what it is.
/// </remarks>
internal static class JsonRendering
{
    private const int Version = 1;

    /// <summary>Keeps letters and signs readable, and stays safe inside HTML.</summary>
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Render(Derivation derivation)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Options))
        {
            Write(derivation, writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    public static void Write(Derivation derivation, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WriteString("result", derivation.Result?.Id);
        writer.WritePropertyName("root");
        Write(writer, derivation.Root);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Part part)
    {
        writer.WriteStartObject();
        writer.WriteString("id", part.Id);
        writer.WriteString("kind", "part");
        writer.WriteString("title", part.Title);
        writer.WriteString("result", part.Result?.Id);
        writer.WriteStartArray("entries");
        foreach (Entry entry in part.Entries)
        {
            if (entry is Part inner)
            {
                Write(writer, inner);
            }
            else
            {
                Write(writer, (ValueEntry)entry);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ValueEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("id", entry.Id);
        writer.WriteString("kind", entry is StepEntry ? "step" : "given");
        writer.WriteString("symbol", entry.Symbol.Text);
        writer.WriteString("latex", Latex.Symbol(entry.Symbol));
        writer.WriteString("meaning", entry.Symbol.Meaning);
        if (double.IsFinite(entry.Measure.Value))
        {
            writer.WriteNumber("value", entry.Measure.Value);
        }
        else
        {
            writer.WriteNull("value");
        }

        writer.WriteString("unit", entry.Measure.Unit);
        writer.WriteString("text", entry.Measure.Text);
        if (entry is StepEntry step)
        {
            writer.WriteString("code", step.Equation);
            writer.WriteString("equation", EquationText.Symbols(step));
            writer.WriteString("equationLatex", LatexWriter.Symbols(step));
            writer.WriteString("substituted", EquationText.Substituted(step));
            writer.WriteString("substitutedLatex", LatexWriter.Substituted(step));
            Ids(writer, step.InputsInOrder().Select(input => input.Id));
        }
        else if (entry is GivenEntry { Origin: ValueEntry origin })
        {
            Ids(writer, [origin.Id]);
        }

        writer.WriteString("reference", entry.Symbol.Reference);
        Sources(writer, entry);
        writer.WriteEndObject();
    }

    private static void Ids(Utf8JsonWriter writer, IEnumerable<string> ids)
    {
        writer.WriteStartArray("inputs");
        foreach (string id in ids)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
    }

    private static void Sources(Utf8JsonWriter writer, ValueEntry entry)
    {
        writer.WriteStartArray("sources");
        foreach (Source source in entry.Sources)
        {
            writer.WriteStartObject();
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
        }

        writer.WriteEndArray();
    }
}
