using Chalkline.Catalog;
using Chalkline.Files;
using Chalkline.Scaling.Families;

namespace Chalkline.Scaling;

/// <summary>Reads <c>data/scaling-laws/*.json</c>.</summary>
internal static class ScalingLawFile
{
    /// <summary>Fields of a file.</summary>
    public static readonly string[] Fields =
        ["id", "name", "aliases", "form", "base", "counts", "source", "range", "constants"];

    /// <summary>Fields of its source.</summary>
    public static readonly string[] SourceFields = ["where", "date", "verified", "note"];

    /// <summary>Fields of its range.</summary>
    public static readonly string[] RangeFields = ["parameters", "tokens", "experts", "note"];

    /// <summary>Forms a file may name.</summary>
    public static readonly string[] Forms =
    [
        "dense", "kaplan", "routed", "granularity", "sparsity", "joint-experts", "precision", "recipe",
        "quantised-training",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="named">The law another file describes, for those that stand on one.</param>
    /// <exception cref="ChalkException">The file is wrong.</exception>
    public static ScalingLaw Read(JsonView root, Func<JsonView, ScalingLaw> named)
    {
        root.Only(Fields);
        JsonView source = root.Required("source").Only(SourceFields);
        JsonView counts = root.Required("counts");
        return new()
        {
            Id = SourcedReader.NonEmpty(root.Required("id")),
            Name = SourcedReader.NonEmpty(root.Required("name")),
            Aliases = SourcedReader.Aliases(root),
            Source = new(
                SourcedReader.NonEmpty(source.Required("where")),
                Date(source.Required("date")),
                SourcedReader.Verified(source.Required("verified")),
                source.Optional("note")?.Text() ?? ""),
            Counts = counts.Text() switch
            {
                "active" => ParameterBasis.Active,
                "total" => ParameterBasis.Total,
                _ => throw counts.Wrong("must be active or total"),
            },
            Range = Range(root.Required("range").Only(RangeFields)),
            Family = Family(root, named),
        };
    }

    private static ILawFamily Family(JsonView root, Func<JsonView, ScalingLaw> named)
    {
        JsonView form = root.Required("form");
        JsonView constants = root.Required("constants");
        return form.Text() switch
        {
            "dense" => new DenseFamily(constants),
            "kaplan" => new KaplanFamily(constants),
            "routed" => new RoutedFamily(constants),
            "granularity" => new GranularityFamily(constants),
            "sparsity" => new SparsityFamily(constants),
            "joint-experts" => new JointExpertsFamily(constants),
            "precision" => new PrecisionFamily(constants, Base()),
            "recipe" => new RecipeFamily(constants, Base()),
            "quantised-training" => new QuantisedTrainingFamily(constants, Base()),
            _ => throw form.Wrong($"must be one of {string.Join(", ", Forms)}"),
        };

        ILawFamily Base() => named(root.Required("base")).Family;
    }

    private static string Date(JsonView date)
        => SourcedReader.IsDate(date.Text()) ? date.Text() : throw date.Wrong("must be a date such as 2022 or 2022-03");

    private static LawRange Range(JsonView range) => new(
        Ends(range, "parameters") is { } sizes ? (new(sizes.Least), new(sizes.Most)) : null,
        Ends(range, "tokens") is { } data ? (new(data.Least), new(data.Most)) : null,
        Ends(range, "experts"),
        range.Optional("note")?.Text() ?? "");

    private static (double Least, double Most)? Ends(JsonView range, string name)
    {
        if (range.Optional(name) is not { } view)
        {
            return null;
        }

        IReadOnlyList<JsonView> ends = view.Items();
        return ends.Count == 2
            && ends[0].Number(0, 1e30) is var least
            && ends[1].Number(0, 1e30) is var most
            && most > least
            ? (least, most)
            : throw view.Wrong("must be two numbers, the least and the most");
    }
}
