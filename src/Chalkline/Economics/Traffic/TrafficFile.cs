using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Quantities;

namespace Chalkline.Economics.Traffic;

/// <summary>
/// Reads traffic: a JSON file as in <c>data/workloads</c>, its schema <c>data/schemas/workload.schema.json</c>, or a
/// trace of requests.
/// </summary>
public static class TrafficFile
{
    private const string Folder = "workloads";

    private static readonly string[] Known =
    [
        "$schema", "name", "source", "input", "output", "lengths", "hitRate", "batchShare", "ttft", "tpot", "notes",
    ];

    /// <summary>Finds traffic by the name of a shipped file, or reads a file.</summary>
    /// <param name="data">Where shipped files are.</param>
    /// <param name="name">
    /// For example <c>deepseek-day-6</c>; a path that ends in <c>.json</c>; or a trace that ends in <c>.jsonl</c> or
    /// <c>.csv</c>.
    /// </param>
    /// <exception cref="ChalkException">There is no such name, or the file is wrong.</exception>
    public static TrafficProfile Find(DataFolder data, string name)
        => RequestTrace.IsOne(name)
            ? RequestTrace.Read(name)
            : Read(data.Named(Folder, name, "a known workload", "a JSON file, or a trace that ends in .jsonl or .csv"));

    /// <summary>Reads traffic.</summary>
    /// <exception cref="ChalkException">A field is missing, wrong or contradicts another.</exception>
    public static TrafficProfile Read(JsonView root)
    {
        root.Only(Known);
        JsonView source = root.Required("source").Only(["where", "date", "verified"]);
        return new()
        {
            Name = root.Required("name").Text(),
            Source = new(
                source.Required("where").Text(),
                source.Required("date").Text(),
                source.Optional("verified") is { } verified ? SourcedReader.Verified(verified) : Verification.Yes),
            Usual = new(Length(root.Required("input")), Length(root.Required("output")), default)
            {
                TimeToFirstToken = root.Optional("ttft")?.Quantity<Seconds>(),
                TimePerOutputToken = root.Optional("tpot")?.Quantity<Seconds>(),
            },
            Lengths = root.Optional("lengths") is { } lengths ? Mix(lengths) : null,
            HitRate = root.Optional("hitRate") is { } hits ? Below1(hits) : null,
            BatchShare = root.Optional("batchShare")?.Number(0, 1),
            Notes = root.Optional("notes")?.Text() ?? "",
        };
    }

    private static double Below1(JsonView share) => share.Number(0, 1) is var number && number < 1
        ? number
        : throw share.Wrong("leaves nothing to compute", "it lies from 0 to below 1");

    private static Tokens Length(JsonView field)
    {
        Tokens length = field.Quantity<Tokens>();
        return length.Value is >= 1 and <= 1e9 && length.Value == Math.Floor(length.Value)
            ? length
            : throw field.Wrong("must be a whole number of tokens from 1 to 1,000,000,000");
    }

    private static LengthMix Mix(JsonView list)
    {
        List<(Tokens, double)> parts = [];
        foreach (JsonView part in list.Items())
        {
            part.Only(["length", "weight"]);
            parts.Add((Length(part.Required("length")), part.Required("weight").Number(1e-12, 1e12)));
        }

        try
        {
            return LengthMix.Of(parts);
        }
        catch (ChalkException wrong)
        {
            throw new ChalkException($"{list.File}: field '{list.Path}': {wrong.Message}", wrong);
        }
    }
}
