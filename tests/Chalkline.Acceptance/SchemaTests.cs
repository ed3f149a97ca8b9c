using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>The schema checker itself: a check that cannot fail would be none.</summary>
public sealed class SchemaTests
{
    private static readonly JsonElement Point = JsonElement.Parse("""
        {
          "type": "object", "required": ["n"], "additionalProperties": false,
          "properties": {
            "n": { "type": "integer" },
            "kind": { "enum": ["a", "b"] },
            "more": { "type": "array", "items": { "$ref": "#/$defs/leaf" } },
            "free": { "type": "object", "additionalProperties": { "type": "number" } },
            "maybe": { "anyOf": [{ "$ref": "#/$defs/leaf" }, { "type": "null" }] }
          },
          "$defs": { "leaf": { "type": ["number", "boolean"] } }
        }
        """);

    [Theory]
    [InlineData("""{ "n": 1 }""")]
    [InlineData("""{ "n": 1, "kind": "b", "more": [1.5, true], "free": { "x": 2 }, "maybe": null }""")]
    public void What_fits_has_no_problems(string json) => Schema.Problems(JsonElement.Parse(json), Point).ShouldBeEmpty();

    [Theory]
    [InlineData("""{ }""", "lacks n")]
    [InlineData("""[1]""", "is Array")]
    [InlineData("""{ "n": 1.5 }""", "$.n")]
    [InlineData("""{ "n": 1, "other": 2 }""", "other")]
    [InlineData("""{ "n": 1, "kind": "c" }""", "not one of")]
    [InlineData("""{ "n": 1, "more": [1, "x"] }""", "$.more[1]")]
    [InlineData("""{ "n": 1, "free": { "x": "y" } }""", "$.free.x")]
    [InlineData("""{ "n": 1, "maybe": "x" }""", "fits none")]
    public void What_does_not_fit_is_told(string json, string hint)
        => Schema.Problems(JsonElement.Parse(json), Point).ShouldHaveSingleItem().ShouldContain(hint);

    [Fact]
    public void A_keyword_that_is_not_checked_is_refused()
        => Schema.Problems(JsonElement.Parse("1"), JsonElement.Parse("""{ "minimum": 0 }"""))
            .ShouldHaveSingleItem().ShouldContain("minimum");
}
