using System.Text.Json;
using System.Text.RegularExpressions;
using Chalkline.Catalog;

namespace Chalkline.Tests.Catalog;

/// <summary>The published schemas and the reader say the same, and every file satisfies both.</summary>
public sealed class HardwareSchemaTests
{
    [Theory]
    [InlineData("accelerators", "accelerator")]
    [InlineData("systems", "system")]
    public void Every_file_satisfies_the_published_schema(string folder, string schema)
    {
        using JsonDocument rules = Schema(schema);
        IReadOnlyList<string> files = HardwareData.Folder.Files(folder, "*.json");
        files.Count.ShouldBeGreaterThan(40);
        foreach (string file in files)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            List<string> wrong = [];
            Check(document.RootElement, rules.RootElement, rules.RootElement, Path.GetFileName(file), wrong);
            wrong.ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_schemas_list_the_fields_that_the_reader_knows()
    {
        using JsonDocument accelerator = Schema("accelerator");
        using JsonDocument system = Schema("system");
        Fields(accelerator.RootElement).ShouldBe(HardwareFields.Accelerator, ignoreOrder: true);
        Fields(system.RootElement).ShouldBe(HardwareFields.System, ignoreOrder: true);
        JsonElement properties = accelerator.RootElement.GetProperty("properties");
        Fields(properties.GetProperty("peaks")).ShouldBe(HardwareFields.Peaks, ignoreOrder: true);
        Fields(properties.GetProperty("memory")).ShouldBe(HardwareFields.Memory, ignoreOrder: true);
        foreach (JsonElement definitions in (JsonElement[])
            [accelerator.RootElement.GetProperty("$defs"), system.RootElement.GetProperty("$defs")])
        {
            Fields(definitions.GetProperty("datum")).ShouldBe(HardwareFields.Datum, ignoreOrder: true);
        }

        JsonElement parts = system.RootElement.GetProperty("$defs");
        Fields(parts.GetProperty("network")).ShouldBe(HardwareFields.Network, ignoreOrder: true);
        Fields(parts.GetProperty("upper")).ShouldBe(HardwareFields.Upper, ignoreOrder: true);
        Fields(parts.GetProperty("rack")).ShouldBe(HardwareFields.Rack, ignoreOrder: true);
        Fields(parts.GetProperty("tier")).ShouldBe(HardwareFields.Tier, ignoreOrder: true);
        Fields(parts.GetProperty("ratio")).ShouldBe(HardwareFields.Datum, ignoreOrder: true);
        Fields(parts.GetProperty("rack").GetProperty("properties").GetProperty("trays").GetProperty("items"))
            .ShouldBe(HardwareFields.TrayStack, ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{ "peaks": {} }""")]
    [InlineData("""{ "colour": "green" }""")]
    [InlineData("""{ "domainSize": 0 }""")]
    [InlineData("""{ "aliases": "h100" }""")]
    [InlineData("""{ "power": { "value": "700", "source": "specs", "verified": "yes" } }""")]
    [InlineData("""{ "power": { "value": "700 W", "source": "specs", "verified": "maybe" } }""")]
    public void The_schema_refuses_what_is_wrong(string text)
    {
        using JsonDocument rules = Schema("accelerator");
        using JsonDocument document = JsonDocument.Parse(text);
        List<string> wrong = [];
        Check(document.RootElement, rules.RootElement, rules.RootElement, "file", wrong);
        wrong.Count(sentence => !sentence.Contains("lacks", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
    }

    private static JsonDocument Schema(string name)
        => JsonDocument.Parse(HardwareData.Text($"schemas/{name}.schema.json"));

    private static IEnumerable<string> Fields(JsonElement schema)
        => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    /// <summary>The part of JSON Schema that the two schemas use, apart from <c>oneOf</c>.</summary>
    private static void Check(JsonElement value, JsonElement rule, JsonElement root, string path, List<string> wrong)
    {
        if (rule.TryGetProperty("$ref", out JsonElement reference))
        {
            string name = reference.GetString()!["#/$defs/".Length..];
            rule = root.GetProperty("$defs").GetProperty(name);
        }

        if (rule.TryGetProperty("enum", out JsonElement choices)
            && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
        {
            wrong.Add($"{path} is not among the choices");
        }

        string type = rule.TryGetProperty("type", out JsonElement named) ? named.GetString()! : "any";
        bool fits = (type, value.ValueKind) is ("any", _) or ("object", JsonValueKind.Object)
            or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("integer", JsonValueKind.Number)
            or ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False);
        if (!fits)
        {
            wrong.Add($"{path} is no {type}");
            return;
        }

        CheckText(value, rule, path, wrong);
        if (value.ValueKind == JsonValueKind.Array && rule.TryGetProperty("items", out JsonElement items))
        {
            foreach ((int index, JsonElement item) in value.EnumerateArray().Index())
            {
                Check(item, items, root, $"{path}[{index}]", wrong);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            CheckFields(value, rule, root, path, wrong);
        }
    }

    private static void CheckText(JsonElement value, JsonElement rule, string path, List<string> wrong)
    {
        if (rule.TryGetProperty("minimum", out JsonElement least) && value.GetInt32() < least.GetInt32())
        {
            wrong.Add($"{path} is too small");
        }

        if (rule.TryGetProperty("minLength", out _) && value.GetString()!.Length == 0)
        {
            wrong.Add($"{path} is empty");
        }

        if (rule.TryGetProperty("pattern", out JsonElement pattern)
            && !Regex.IsMatch(value.GetString()!, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            wrong.Add($"{path} is '{value.GetString()}'");
        }
    }

    private static void CheckFields(
        JsonElement value, JsonElement rule, JsonElement root, string path, List<string> wrong)
    {
        if (rule.TryGetProperty("minProperties", out _) && !value.EnumerateObject().Any())
        {
            wrong.Add($"{path} has no field");
        }

        JsonElement.ArrayEnumerator needed =
            rule.TryGetProperty("required", out JsonElement all) ? all.EnumerateArray() : default;
        foreach (JsonElement required in needed)
        {
            if (!value.TryGetProperty(required.GetString()!, out _))
            {
                wrong.Add($"{path} lacks {required}");
            }
        }

        JsonElement more = rule.GetProperty("additionalProperties");
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (rule.TryGetProperty("properties", out JsonElement known)
                && known.TryGetProperty(property.Name, out JsonElement inner))
            {
                Check(property.Value, inner, root, $"{path}.{property.Name}", wrong);
            }
            else if (more.ValueKind == JsonValueKind.Object)
            {
                Check(property.Value, more, root, $"{path}.{property.Name}", wrong);
            }
            else
            {
                wrong.Add($"{path}.{property.Name} is unknown");
            }
        }
    }
}
