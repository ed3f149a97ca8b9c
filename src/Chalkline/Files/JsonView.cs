using System.Globalization;
using System.Text.Json;
using Chalkline.Quantities;

namespace Chalkline.Files;

/// <summary>A JSON value that knows its file and path, so that everything wrong with it is told in one sentence.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Path">The field, for example <c>peaks.fp8.value</c>; empty at the root.</param>
/// <param name="Element">The value.</param>
public sealed record JsonView(string File, string Path, JsonElement Element)
{
    /// <summary>The largest file read: no configuration or catalogue file comes near it.</summary>
    public const long LargestFile = 16 * 1024 * 1024;

    /// <summary>Reads a file whose root is an object.</summary>
    /// <exception cref="ChalkException">Missing, too large, not JSON, or not an object.</exception>
    public static JsonView Read(string file)
        => Reading.Of(file, () =>
        {
            long length = new FileInfo(file).Length;
            if (length > LargestFile)
            {
                throw new ChalkException($"{file}: {length} bytes is too large; a configuration has at most {LargestFile} bytes.");
            }

            using FileStream stream = System.IO.File.OpenRead(file);
            try
            {
                return Root(file, JsonDocument.Parse(stream, Strict));
            }
            catch (JsonException error)
            {
                throw NotJson(file, error);
            }
        });

    /// <summary>Reads text whose root is an object.</summary>
    public static JsonView Parse(string name, string text)
    {
        try
        {
            return Root(name, JsonDocument.Parse(text, Strict));
        }
        catch (JsonException error)
        {
            throw NotJson(name, error);
        }
    }

    private static JsonDocumentOptions Strict => new()
    {
        MaxDepth = 32,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    private static JsonView Root(string name, JsonDocument document)
        => document.RootElement.ValueKind == JsonValueKind.Object
            ? new(name, "", document.RootElement)
            : throw new ChalkException($"{name}: the root is {Kind(document.RootElement)}; it must be an object.");

    private static ChalkException NotJson(string file, JsonException error) => new(
        $"{file}: is not JSON at line {(error.LineNumber ?? 0) + 1}; it must be one JSON object nested at most 32 deep, each field given once.", error);

    /// <summary>True when the field is there and not null.</summary>
    public bool Has(string name) => Optional(name) is not null;

    /// <summary>A field that may be missing or null.</summary>
    public JsonView? Optional(string name)
        => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind != JsonValueKind.Null
            ? new(File, Path.Length == 0 ? name : $"{Path}.{name}", value)
            : null;

    /// <summary>A field that must be there.</summary>
    public JsonView Required(string name)
        => Optional(name) ?? throw Wrong($"has no '{name}'", $"it needs a field '{name}'");

    /// <summary>The fields of an object, by name.</summary>
    /// <exception cref="ChalkException">The value is no object.</exception>
    public IReadOnlyList<(string Name, JsonView Value)> Fields() => Element.ValueKind == JsonValueKind.Object
        ? [.. Element.EnumerateObject().Select(field => (field.Name, Within(field)))]
        : throw Wrong("must be an object");

    private JsonView Within(JsonProperty field)
        => new(File, Path.Length == 0 ? field.Name : $"{Path}.{field.Name}", field.Value);

    /// <summary>Refuses a value that is no object, and a field that is not known.</summary>
    /// <exception cref="ChalkException">One of the two.</exception>
    public JsonView Only(string[] known)
    {
        foreach ((string name, JsonView field) in Fields())
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw field.Wrong("is not a field known here", $"the fields are {string.Join(", ", known)}");
            }
        }

        return this;
    }

    /// <summary>The value as text.</summary>
    public string Text() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Wrong("must be text");

    /// <summary>The value as a truth value.</summary>
    public bool Flag() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("must be true or false"),
    };

    /// <summary>The value as a whole number in a range.</summary>
    public int Integer(int least, int most)
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double number)
            && number == Math.Floor(number) && number >= least && number <= most)
        {
            return (int)number;
        }

        throw Wrong(string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
    }

    /// <summary>The value as a number.</summary>
    public double Number()
        => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Wrong("must be a number");

    /// <summary>The value as a number in a range.</summary>
    public double Number(double least, double most)
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double number)
            && number >= least && number <= most)
        {
            return number;
        }

        throw Wrong(string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));
    }

    /// <summary>The value as a positive quantity, written as text with its unit.</summary>
    public T Quantity<T>()
        where T : struct, IQuantity<T>
    {
        string text = Text();
        if (!QuantityText.TryParse(text, T.Info, out double value, out string? error))
        {
            throw Wrong(error ?? $"must be a quantity in {T.Info.Unit}");
        }

        return value > 0 && double.IsFinite(value) ? T.Create(value) : throw Wrong("must be more than zero");
    }

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<JsonView> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("must be an array");
        }

        List<JsonView> items = new(Element.GetArrayLength());
        foreach (JsonElement item in Element.EnumerateArray())
        {
            items.Add(new(File, string.Create(CultureInfo.InvariantCulture, $"{Path}[{items.Count}]"), item));
        }

        return items;
    }

    /// <summary>The sentence for a bad value.</summary>
    /// <param name="problem">What is wrong, read after the field: "must be text".</param>
    /// <param name="remedy">What would be right, when the problem does not say it.</param>
    public ChalkException Wrong(string problem, string remedy = "")
    {
        string field = Path.Length == 0 ? "" : $" field '{Path}'";
        string value = Path.Length == 0 ? "" : $" is {Kind(Element)} and";
        return new ChalkException($"{File}:{field}{value} {problem}{(remedy.Length > 0 ? "; " + remedy : "")}.");
    }

    private static string Kind(JsonElement element)
    {
        string raw = element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            _ => element.GetRawText(),
        };
        return raw.Length <= 40 ? raw : raw[..37] + "...";
    }
}
