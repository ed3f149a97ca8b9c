using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Models;

namespace Chalkline.Catalog;

/// <summary>One file of <c>data/models</c>: a configuration as published, with its name, aliases and source.</summary>
/// <param name="View">The root of the file.</param>
internal sealed record ModelFile(JsonView View)
{
    private const string Added = "added";

    /// <summary>Full name of the model.</summary>
    public string Name => View.Required("name").Text();

    /// <summary>Other names it goes by.</summary>
    public IReadOnlyList<string> Aliases
        => View.Optional("aliases") is JsonView list ? [.. list.Items().Select(item => item.Text())] : [];

    /// <summary>Whether a file is one of ours rather than a bare configuration.</summary>
    public static bool Is(JsonView view) => view.Has("config") && view.Has("name");

    /// <summary>The model.</summary>
    public Model Read()
    {
        Source source = SourceOf(View.Required("source"));
        JsonView? fields = null;
        if (View.Optional(Added) is JsonView added)
        {
            Source why = SourceOf(added.Required("source"));
            fields = added.Required("fields");
            source = source with { Note = source.Note.Length == 0 ? Recalled(why) : $"{source.Note}; {Recalled(why)}" };
        }

        Model model = ConfigImport.Import(View.Required("config"), fields, Name, source);
        JsonView? published = View.Optional("published");
        return model with
        {
            PublishedParameters = published?.Optional("parameters")?.Number(1, 1e15),
            PublishedActiveParameters = published?.Optional("activeParameters")?.Number(1, 1e15),
        };
    }

    private static string Recalled(Source why)
        => why.Verified == Verification.Yes ? why.Note : $"added, not verified: {why.Note}";

    private static Source SourceOf(JsonView view) => new(
        view.Required("where").Text(),
        view.Required("date").Text(),
        view.Required("verified").Text() switch
        {
            "yes" => Verification.Yes,
            "partial" => Verification.Partial,
            "no" => Verification.No,
            _ => throw view.Required("verified").Wrong("must be yes, partial or no"),
        },
        view.Optional("note")?.Text() ?? "");
}
