using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Formats;

namespace Chalkline.Catalog;

/// <summary>Reads one number format from its JSON file (<c>data/schemas/format.schema.json</c>).</summary>
internal static class FormatFile
{
    /// <summary>The fields that a format file may have; the published schema lists the same ones.</summary>
    public static readonly string[] Fields =
    [
        "$schema", "id", "name", "aliases", "kind", "bits", "exponent", "mantissa", "block", "scaleBits", "scale", "largest", "arithmetic",
        "lanes", "source", "published", "recipes",
    ];

    /// <summary>Fields of a source.</summary>
    public static readonly string[] SourceFields = ["where", "date", "verified", "note"];

    /// <summary>Reads the root object of a file.</summary>
    /// <exception cref="ChalkException">Something in the file is wrong.</exception>
    public static FormatAnatomy Read(JsonView root)
    {
        root.Only(Fields);
        JsonView kind = root.Required("kind");
        bool integer = kind.Text() switch
        {
            "integer" => true,
            "float" => false,
            _ => throw kind.Wrong("must be float or integer"),
        };
        JsonView bitsView = root.Required("bits");
        double bits = bitsView.Number(0, 64);
        double exponent = root.Required("exponent").Number(0, 11);
        double mantissa = root.Required("mantissa").Number(0, 52);
        if (bits < 1)
        {
            throw bitsView.Wrong("leaves the format no bits", "an element has at least 1 bit, such as 4");
        }

        if (Math.Abs(1 + exponent + mantissa - bits) > 1e-9 && !(integer && exponent == 0) && bits < 19)
        {
            throw bitsView.Wrong(FormattableString.Invariant($"must be 1 sign, {exponent} exponent and {mantissa} mantissa bits: {1 + exponent + mantissa}"));
        }

        double block = root.Optional("block")?.Number(1, 1e9) ?? 1;
        double scaleBits = root.Optional("scaleBits")?.Number(0, 64) ?? 0;
        if (block > 1 && scaleBits == 0)
        {
            throw root.Required("block").Wrong("has no scale", "a block needs 'scaleBits', such as 8");
        }

        return new()
        {
            Id = SourcedReader.NonEmpty(root.Required("id")),
            Name = SourcedReader.NonEmpty(root.Required("name")),
            Aliases = SourcedReader.Aliases(root),
            IsInteger = integer,
            Bits = bits,
            Exponent = exponent,
            Mantissa = mantissa,
            Block = block,
            ScaleBits = scaleBits,
            Scale = root.Optional("scale") is { } scale ? SourcedReader.NonEmpty(scale) : "",
            Largest = root.Required("largest").Number(1e-30, 1e40),
            Arithmetic = ArithmeticOf(root.Required("arithmetic")),
            Lanes = root.Optional("lanes")?.Number(1, 1024) ?? 32,
            Source = SourceOf(root.Required("source")),
            Published = root.Optional("published") is { } unit ? PublishedOf(unit) : null,
            Recipes = root.Optional("recipes") is { } recipes ? [.. recipes.Items().Select(RecipeOf)] : [],
        };
    }

    /// <summary>A source with its date and how far it was checked.</summary>
    public static Source SourceOf(JsonView view)
    {
        view.Only(SourceFields);
        JsonView date = view.Required("date");
        return SourcedReader.IsDate(date.Text())
            ? new(
                SourcedReader.NonEmpty(view.Required("where")), date.Text(), SourcedReader.Verified(view.Required("verified")),
                view.Optional("note")?.Text() ?? "")
            : throw date.Wrong("must be a date such as 2026, 2026-08 or 2026-08-22");
    }

    private static PublishedUnit PublishedOf(JsonView view)
    {
        view.Only(["energy", "area", "against", "source"]);
        return new(
            view.Required("energy").Number(1e-3, 1e3), view.Required("area").Number(1e-3, 1e3),
            SourcedReader.NonEmpty(view.Required("against")), SourceOf(view.Required("source")));
    }

    private static FormatRecipe RecipeOf(JsonView view)
    {
        view.Only(["law", "recipe", "operands"]);
        JsonView operands = view.Required("operands");
        return new(
            SourcedReader.NonEmpty(view.Required("law")), SourcedReader.NonEmpty(view.Required("recipe")),
            operands.Text() switch
            {
                "both" => true,
                "weights" => false,
                _ => throw operands.Wrong("must be weights or both"),
            });
    }

    private static Arithmetic ArithmeticOf(JsonView view) => view.Text() switch
    {
        "fp32" => Arithmetic.Fp32,
        "tf32" => Arithmetic.Tf32,
        "bf16" => Arithmetic.Bf16,
        "fp8" => Arithmetic.Fp8,
        "fp4" => Arithmetic.Fp4,
        "int8" => Arithmetic.Int8,
        _ => throw view.Wrong("must be fp32, tf32, bf16, fp8, fp4 or int8"),
    };
}
