using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Chalkline.Catalog;
using Chalkline.Files;

namespace Chalkline.Economics.PriceSheets;

/// <summary>Which sold names are open models of the catalogue: the table <c>prices/open-models.csv</c>.</summary>
/// <remarks>
/// A pattern is held against the last part of a name in lower case, letters and digits only, with <c>3p1</c> read as
/// <c>3.1</c>; the first that fits counts.
/// <c>tier</c> is <c>fast</c> for names of a dearer and faster tier of the model. A name that sells different models over time is in no row.
/// </remarks>
public sealed partial class OpenModels
{
    private readonly ImmutableArray<(string Pattern, OpenName? Name)> _rows;

    private OpenModels(ImmutableArray<(string, OpenName?)> rows) => _rows = rows;

    /// <summary>The models that rows name, once each.</summary>
    public IEnumerable<string> Models
        => _rows.Select(row => row.Name?.Model).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Reads the table of a data folder.</summary>
    /// <exception cref="ChalkException">It is missing or wrong.</exception>
    public static OpenModels Open(DataFolder data)
        => Of(CsvTable.Read(Path.Combine(data.Path, "prices", "open-models.csv"), ["pattern", "model"]));

    /// <summary>Reads a table.</summary>
    /// <exception cref="ChalkException">It is wrong.</exception>
    public static OpenModels Parse(string text, string file) => Of(CsvTable.Parse(text, file, ["pattern", "model"]));

    /// <summary>What is behind a sold name; null when it is no model of the catalogue, or not known.</summary>
    public OpenName? Find(string name)
    {
        string key = Key(name);
        foreach ((string pattern, OpenName? open) in _rows)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, key, ignoreCase: false))
            {
                return open;
            }
        }

        return null;
    }

    /// <summary>The form in which names are held against patterns.</summary>
    internal static string Key(string name) => NameResolver.Key(Point().Replace(NameResolver.Short(name), "."));

    private static OpenModels Of(CsvTable table) => new([.. table.Rows.Select(Row)]);

    private static (string Pattern, OpenName? Name) Row(CsvRow row)
    {
        bool fast = row.Text("tier") switch
        {
            "" => false,
            "fast" => true,
            _ => throw row.Wrong("tier", "is not known", "write fast, or leave it empty"),
        };
        return (row.Required("pattern"), row.Text("model") is { Length: > 0 } model ? new(model, fast) : null);
    }

    [GeneratedRegex(@"(?<=\d)p(?=\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Point();
}
