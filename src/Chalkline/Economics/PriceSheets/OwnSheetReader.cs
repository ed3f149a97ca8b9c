using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Files;

namespace Chalkline.Economics.PriceSheets;

/// <summary>
/// Reads our own form: one sheet, or several under <c>sheets</c>, with <c>unit</c>, <c>currency</c> and <c>source</c>
/// said once. What <see cref="PriceSheetWriter"/> writes.
/// </summary>
internal static class OwnSheetReader
{
    private static readonly string[] SheetFields =
    [
        "version", "command", "unit", "currency", "source", "provider", "model", "published", "input", "output",
        "cachedInput", "cacheWrites",
        "contextTiers", "batch", "flex", "fast", "uplifts", "longestInput", "longestOutput",
    ];

    private static readonly string[] ListFields = ["version", "command", "unit", "currency", "source", "sheets"];
    private static readonly string[] PairFields = ["input", "output", "cachedInput"];
    private static readonly string[] TierFields = ["above", "input", "output", "cachedInput"];
    private static readonly string[] WriteFields = ["keptSeconds", "price"];
    private static readonly string[] UpliftFields = ["name", "times"];
    private static readonly string[] SourceFields = ["where", "date", "verified", "note"];

    /// <summary>Whether a JSON file is of this form.</summary>
    public static bool Is(JsonView root) => root.Has("sheets") || (root.Has("provider") && root.Has("model"));

    /// <summary>Reads the file.</summary>
    public static PriceSheetList ReadAll(JsonView root, PriceReading reading)
    {
        bool isList = root.Has("sheets");
        root.Only(isList ? ListFields : SheetFields);
        Source source = root.Optional("source") is { } said ? Source(said) : new(
            root.File, "", Verification.Partial, "a file of the user");
        List<SheetDraft> drafts = [];
        List<SheetFinding> findings = [];
        IReadOnlyList<JsonView> sheets = isList ? root.Required("sheets").Items() : [root];
        foreach (JsonView sheet in sheets)
        {
            try
            {
                drafts.Add(Draft(sheet.Only(SheetFields), source));
            }
            catch (ChalkException error) when (isList)
            {
                findings.Add(new(
                    sheet.Path, "", $"cannot be read: {error.Message.TrimEnd('.')}", "the entry is left out",
                    LeftOut: true));
            }
        }

        string currency = root.Optional("currency")?.Text() ?? "USD";
        return SheetAssembly.Assemble(root.File, "price sheet", drafts, findings, Unit(root), currency, reading);
    }

    private static PriceUnit? Unit(JsonView root) => root.Optional("unit") is not { } unit ? null
        : unit.Text() switch
        {
            "$/tok" or "token" => PriceUnit.Token,
            "$/ktok" or "thousand" => PriceUnit.Thousand,
            "$/Mtok" or "million" => PriceUnit.Million,
            _ => throw unit.Wrong("is no unit of a price", "write $/tok, $/ktok or $/Mtok"),
        };

    private static SheetDraft Draft(JsonView sheet, Source outer)
    {
        string provider = sheet.Required("provider").Text();
        string model = sheet.Required("model").Text();
        return new()
        {
            Key = $"{provider}/{model}",
            Provider = provider,
            Model = model,
            Published = sheet.Optional("published")?.Text(),
            Source = sheet.Optional("source") is { } own ? Source(own) : outer,
            Base = Pair(sheet),
            Writes = [.. Items(sheet, "cacheWrites").Select(write => write.Only(WriteFields)).Select(write =>
                (write.Optional("keptSeconds")?.Number(0, 1e9) ?? 0, write.Required("price").Number()))],
            Tiers = [.. Items(sheet, "contextTiers").Select(tier => (
                tier.Only(TierFields).Required("above").Number(1, 1e12), Pair(tier)))],
            Batch = Way(sheet, "batch"),
            Flex = Way(sheet, "flex"),
            Fast = Way(sheet, "fast"),
            Uplifts = [.. Items(sheet, "uplifts").Select(uplift => new PriceUplift(
                uplift.Only(UpliftFields).Required("name").Text(), uplift.Required("times").Number(1e-3, 1e3)))],
            LongestInput = sheet.Optional("longestInput")?.Number(1, 1e12),
            LongestOutput = sheet.Optional("longestOutput")?.Number(1, 1e12),
        };
    }

    private static IReadOnlyList<JsonView> Items(JsonView sheet, string field) => sheet.Optional(field)?.Items() ?? [];

    private static DraftPair? Way(JsonView sheet, string field)
        => sheet.Optional(field) is { } way ? Pair(way.Only(PairFields)) : null;

    private static DraftPair Pair(JsonView view) => new(
        Price(view.Optional("input")), Price(view.Optional("output")), Price(view.Optional("cachedInput")));

    private static double? Price(JsonView? view) => view?.Number();

    private static Source Source(JsonView view)
    {
        view.Only(SourceFields);
        string verified = view.Optional("verified")?.Text() ?? "partial";
        string date = view.Optional("date")?.Text() ?? "";
        bool isDate = date.Length == 0 || DateOnly.TryParseExact(
            date, ["yyyy", "yyyy-MM", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        return new(
            view.Required("where").Text(),
            isDate ? date : throw view.Required("date").Wrong("is no date", "write 2026, 2026-08 or 2026-08-01"),
            verified switch
            {
                "yes" => Verification.Yes,
                "no" => Verification.No,
                _ => Verification.Partial,
            },
            view.Optional("note")?.Text() ?? "");
    }
}
