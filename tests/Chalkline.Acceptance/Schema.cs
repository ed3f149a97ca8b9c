using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Checks JSON against the part of JSON Schema that the published schemas use.</summary>
/// <remarks>
/// Known are type, required, properties, additionalProperties, items, enum, anyOf and $ref within the file; any other
/// keyword fails, so that a schema cannot ask for something nobody checks.
/// </remarks>
internal static class Schema
{
    private static readonly string[] Remarks = ["$schema", "$defs", "title", "description"];

    /// <summary>Fails unless the value satisfies a schema of the data folder.</summary>
    public static void ShouldSatisfy(this JsonElement value, string name)
    {
        JsonElement schema = JsonElement.Parse(File.ReadAllText(Path.Combine(Chalk.Data, "schemas", $"{name}.schema.json")));
        Problems(value, schema, schema, "$").ShouldBeEmpty();
    }

    /// <summary>What is wrong, one sentence each.</summary>
    public static IReadOnlyList<string> Problems(JsonElement value, JsonElement schema) => [.. Problems(value, schema, schema, "$")];

    private static IEnumerable<string> Problems(JsonElement value, JsonElement schema, JsonElement root, string path)
        => schema.EnumerateObject().SelectMany(rule => rule.Name switch
        {
            "type" => Type(value, rule.Value, path),
            "enum" => rule.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value))
                ? []
                : [$"{path}: {value.GetRawText()} is not one of {rule.Value.GetRawText()}"],
            "required" => rule.Value.EnumerateArray()
                .Where(field => value.ValueKind == JsonValueKind.Object && !value.TryGetProperty(field.GetString()!, out _))
                .Select(field => $"{path}: lacks {field}"),
            "properties" => Fields(value)
                .Where(field => rule.Value.TryGetProperty(field.Name, out _))
                .SelectMany(field => Problems(field.Value, rule.Value.GetProperty(field.Name), root, $"{path}.{field.Name}")),
            "additionalProperties" => Fields(value)
                .Where(field => !schema.TryGetProperty("properties", out JsonElement known) || !known.TryGetProperty(field.Name, out _))
                .SelectMany(field => rule.Value.ValueKind == JsonValueKind.False
                    ? [$"{path}: has {field.Name}, which is not known"]
                    : Problems(field.Value, rule.Value, root, $"{path}.{field.Name}")),
            "items" => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, place) => Problems(item, rule.Value, root, $"{path}[{place}]"))
                : [],
            "anyOf" => AnyOf(value, rule.Value, root, path),
            "$ref" => Problems(value, Target(root, rule.Value.GetString()!), root, path),
            string other => Remarks.Contains(other, StringComparer.Ordinal) ? [] : [$"the schema asks for {other}, which is not checked"],
        });

    private static IEnumerable<string> AnyOf(JsonElement value, JsonElement choices, JsonElement root, string path)
    {
        string[][] problems = [.. choices.EnumerateArray().Select(choice => Problems(value, choice, root, path).ToArray())];
        return problems.Any(each => each.Length == 0) ? [] : [$"{path}: fits none of: {string.Join(" | ", problems.Select(each => each[0]))}"];
    }

    private static IEnumerable<string> Type(JsonElement value, JsonElement wanted, string path)
    {
        string[] types = wanted.ValueKind == JsonValueKind.Array
            ? [.. wanted.EnumerateArray().Select(one => one.GetString()!)]
            : [wanted.GetString()!];
        bool right = types.Any(type => type switch
        {
            "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() == Math.Floor(value.GetDouble()),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => string.Equals(value.ValueKind.ToString(), type, StringComparison.OrdinalIgnoreCase),
        });
        return right ? [] : [$"{path}: is {value.ValueKind}, not {string.Join(" or ", types)}"];
    }

    private static JsonElement.ObjectEnumerator Fields(JsonElement value)
        => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;

    private static JsonElement Target(JsonElement root, string reference)
        => reference[2..].Split('/').Aggregate(root, (element, name) => element.GetProperty(name));
}
