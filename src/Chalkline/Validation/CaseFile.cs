using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Deduction;
using Chalkline.Economics.PriceSheets;
using Chalkline.Files;

namespace Chalkline.Validation;

/// <summary>
/// A table of measurements before anything is predicted: its kind, what its rows can be grouped by, and how far a
/// prediction of each may be off.
/// </summary>
public sealed class CaseFile
{
    /// <summary>The group of rows that do not say.</summary>
    internal const string Unknown = "(unknown)";

    private readonly Dictionary<int, CsvRow> _rows;
    private readonly ImmutableArray<(string Key, ImmutableArray<string> Columns)> _keys;

    private CaseFile(CsvTable table, ValidationKind kind)
    {
        Table = table;
        Kind = kind;
        _keys = CaseColumns.Of(table);
        _rows = table.Rows.ToDictionary(row => row.Line);
    }

    /// <summary>The file.</summary>
    public string Path => Table.File;

    /// <summary>Its rows as they stand there.</summary>
    internal CsvTable Table { get; }

    /// <summary>What its rows are.</summary>
    public ValidationKind Kind { get; }

    /// <summary>Its rows.</summary>
    public int Rows => _rows.Count;

    /// <summary>What its rows can be grouped by.</summary>
    public IEnumerable<string> Keys => _keys.Select(key => key.Key);

    /// <summary>What its rows are grouped by when nobody asks.</summary>
    public ImmutableArray<string> DefaultKeys => CaseColumns.Default(Kind);

    /// <summary>Reads a file and tells its kind from its columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="asked">The kind it must be; null to take what it is.</param>
    /// <exception cref="ChalkException">It cannot be read, has no rows, is of no kind, or of another one.</exception>
    public static CaseFile Read(string path, ValidationKind? asked) => Of(CsvTable.Read(path, []), asked);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole table.</param>
    /// <param name="file">A name for messages.</param>
    /// <param name="asked">The kind it must be; null to take what it is.</param>
    /// <exception cref="ChalkException">It has no rows, is of no kind, or of another one.</exception>
    public static CaseFile Parse(string text, string file, ValidationKind? asked)
        => Of(CsvTable.Parse(text, file, []), asked);

    /// <summary>
    /// The sheets of open models in a price catalogue, or in all price files of a folder, as rows with the truth of
    /// the catalogue of models beside them.
    /// </summary>
    /// <param name="path">A price file (<see cref="PriceSheetFile"/>), or a folder of them.</param>
    /// <param name="data">Where the models are looked up.</param>
    /// <exception cref="ChalkException">It cannot be read, or holds no open model.</exception>
    public static CaseFile OfSheets(string path, DataFolder data)
    {
        string[] files = !Directory.Exists(path)
            ? [path]
            : [.. Directory.EnumerateFiles(path).Where(IsTable).Order(StringComparer.Ordinal)];
        ImmutableArray<KnownSheet> sheets = KnownSheets.In(files.Select(file => PriceSheetFile.Read(file)), OpenSheets.Open(data));
        return sheets.IsEmpty
            ? throw new ChalkException(
                $"{path}: holds no price sheet of a model that data/models knows; data/prices/open-models.csv says which "
                + "names are open models.")
            : Parse(KnownSheetFile.Write(sheets), path, ValidationKind.Prices);
    }

    private static bool IsTable(string file)
        => System.IO.Path.GetExtension(file).ToLowerInvariant() is ".json" or ".csv";

    /// <summary>The word for a kind, as the command takes it.</summary>
    public static string Word(ValidationKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>What a row can be grouped by.</summary>
    /// <param name="line">Its line of the file.</param>
    public ImmutableSortedDictionary<string, string> Groups(int line)
    {
        CsvRow row = _rows[line];
        return _keys.ToImmutableSortedDictionary(
            key => key.Key,
            key => key.Columns.Select(row.Text).FirstOrDefault(text => text.Length > 0) ?? Unknown,
            StringComparer.Ordinal);
    }

    /// <summary>
    /// How far a prediction of a row may be off by its own column <c>tolerance_pct</c>, as a fraction; null when it has
    /// none.
    /// </summary>
    /// <param name="line">Its line of the file.</param>
    /// <exception cref="ChalkException">The cell is no number above 0.</exception>
    public double? Tolerance(int line) => _rows[line].Number("tolerance_pct", 0, above: true) / 100;

    private static CaseFile Of(CsvTable table, ValidationKind? asked)
    {
        ValidationKind? told = null;
        foreach ((ValidationKind kind, ImmutableArray<string> marks) in CaseColumns.Kinds)
        {
            if (told is null && marks.All(mark => table.Column(mark) >= 0))
            {
                told = kind;
            }
        }

        // A table that is of no kind may be of the kind asked with a column missing: its reader names the column.
        if (told is null && asked is null)
        {
            throw new ChalkException(
                $"{table.File}: its columns are of no kind that can be validated; "
                + string.Join(", ", CaseColumns.Kinds.Select(row => $"{Word(row.Kind)} needs {string.Join(" and ", row.Marks)}"))
                + ".");
        }

        if (told is { } found && asked is { } wanted && found != wanted)
        {
            throw new ChalkException(
                $"{table.File}: holds {Word(found)} rows (column {CaseColumns.Kinds.Single(row => row.Kind == found).Marks[^1]}), "
                + $"not {Word(wanted)}; give --kind {Word(found)} or leave it out.");
        }

        CaseFile file = new(table, told ?? asked!.Value);
        return file.Rows > 0
            ? file
            : throw new ChalkException($"{table.File}: has a header and no rows; give it at least one measurement.");
    }
}
