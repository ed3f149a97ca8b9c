using System.Globalization;
using System.Text;

namespace Chalkline.Files;

/// <summary>
/// A comma-separated file with a header (RFC 4180: fields may stand in double quotes, a quote inside is doubled, and a
/// quoted field may hold commas and line ends).
/// </summary>
internal sealed class CsvTable
{
    private readonly string _file;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<(int Line, string[] Fields)> _rows = [];

    private CsvTable(string file) => _file = file;

    /// <summary>The rows behind the header.</summary>
    public IEnumerable<CsvRow> Rows => _rows.Select(row => new CsvRow(this, row.Line, row.Fields));

    /// <summary>The columns' names, from left to right.</summary>
    public IEnumerable<string> Names => _columns.OrderBy(column => column.Value).Select(column => column.Key);

    /// <summary>The file's name, for messages.</summary>
    public string File => _file;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ChalkException">The file cannot be read, or is not such a table.</exception>
    public static CsvTable Read(string file, IReadOnlyList<string> required)
        => Parse(Reading.Of(file, () => System.IO.File.ReadAllText(file)), file, required);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole table.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="required">Columns that must be there; others may be.</param>
    /// <exception cref="ChalkException">A required column is missing, twice there, or a line is cut wrongly.</exception>
    public static CsvTable Parse(string text, string file, IReadOnlyList<string> required)
    {
        CsvTable table = new(file);
        Scanner scanner = new(text.TrimStart('\uFEFF'), file);
        if (!scanner.Next(out string[] header))
        {
            throw new ChalkException($"{file}: is empty; its first line must name the columns.");
        }

        for (int i = 0; i < header.Length; i++)
        {
            if (!table._columns.TryAdd(header[i].Trim(), i))
            {
                throw new ChalkException($"{file}: line 1 names column '{header[i]}' twice; each name must stand once.");
            }
        }

        table.Require(required);
        while (scanner.Next(out string[] fields))
        {
            if (fields is [""])
            {
                continue;
            }

            if (fields.Length != header.Length)
            {
                throw new ChalkException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: line {scanner.Line} has {fields.Length} fields; the header has {header.Length}."));
            }

            table._rows.Add((scanner.Line, fields));
        }

        return table;
    }

    /// <summary>Sees that columns are there.</summary>
    /// <exception cref="ChalkException">One is missing.</exception>
    public CsvTable Require(IReadOnlyList<string> columns)
    {
        foreach (string column in columns)
        {
            if (!_columns.ContainsKey(column))
            {
                throw new ChalkException($"{_file}: line 1 lacks column '{column}'; add it (cells may be empty).");
            }
        }

        return this;
    }

    /// <summary>The place of a column, or -1.</summary>
    public int Column(string name) => _columns.TryGetValue(name, out int at) ? at : -1;

    private sealed class Scanner(string text, string file)
    {
        private readonly List<string> _fields = [];
        private int _at;
        private int _nextLine = 1;

        /// <summary>The line the last record began on.</summary>
        public int Line { get; private set; }

        public bool Next(out string[] fields)
        {
            fields = [];
            if (_at >= text.Length)
            {
                return false;
            }

            Line = _nextLine;
            _fields.Clear();
            while (Field())
            {
            }

            fields = [.. _fields];
            return true;
        }

        /// <summary>Takes one field and what ends it; false at the end of the record.</summary>
        private bool Field()
        {
            if (_at < text.Length && text[_at] == '"')
            {
                _fields.Add(Quoted());
            }
            else
            {
                ReadOnlySpan<char> rest = text.AsSpan(_at);
                int length = rest.IndexOfAny(',', '\n');
                length = length < 0 ? rest.Length : length;
                ReadOnlySpan<char> field = rest[..length];
                _at += length;
                _fields.Add(new(_at < text.Length && text[_at] == ',' ? field : field.TrimEnd('\r')));
            }

            if (_at < text.Length && text[_at] == ',')
            {
                _at++;
                return true;
            }

            _at++;
            _nextLine++;
            return false;
        }

        private string Quoted()
        {
            StringBuilder field = new();
            while (true)
            {
                int quote = text.IndexOf('"', _at + 1);
                if (quote < 0)
                {
                    throw Wrong("a quoted field never ends; close it with a double quote");
                }

                ReadOnlySpan<char> part = text.AsSpan(_at + 1, quote - _at - 1);
                _nextLine += part.Count('\n');
                field.Append(part);
                _at = quote + 1;
                if (_at >= text.Length || text[_at] != '"')
                {
                    break;
                }

                field.Append('"');
            }

            if (_at < text.Length && text[_at] == '\r')
            {
                _at++;
            }

            return _at >= text.Length || text[_at] is ',' or '\n'
                ? field.ToString()
                : throw Wrong($"'{text[_at]}' follows a closed quote; a comma or a line end must");
        }

        private ChalkException Wrong(string what)
            => new(string.Create(CultureInfo.InvariantCulture, $"{file}: line {Line}: {what}."));
    }
}

/// <summary>One row, read by column name.</summary>
internal readonly struct CsvRow(CsvTable table, int line, string[] fields)
{
    /// <summary>The line of the file it begins on, counted from 1.</summary>
    public int Line => line;

    /// <summary>A cell, without spaces around; empty when the column is not there.</summary>
    public string Text(string column)
    {
        int at = table.Column(column);
        return at < 0 ? "" : fields[at].Trim();
    }

    /// <summary>A cell that must not be empty.</summary>
    /// <exception cref="ChalkException">It is empty.</exception>
    public string Required(string column)
        => Text(column) is { Length: > 0 } text ? text : throw Wrong(column, "is empty", "give it a value");

    /// <summary>A number, null when the cell is empty.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="least">The least value that is right; it must be above that when <paramref name="above"/>.</param>
    /// <param name="above">Whether the least value itself is wrong.</param>
    /// <exception cref="ChalkException">The cell is no number, or too small.</exception>
    public double? Number(string column, double least, bool above = false)
    {
        string text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        bool read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        bool large = above ? value > least : value >= least;
        return read && double.IsFinite(value) && large
            ? value
            : throw Wrong(
                column,
                $"'{text}' is wrong",
                string.Create(
                    CultureInfo.InvariantCulture, $"write a number {(above ? "above" : "of at least")} {least}, or nothing"));
    }

    /// <summary>A whole number from 1, null when the cell is empty.</summary>
    /// <exception cref="ChalkException">The cell is no such number.</exception>
    public int? Count(string column)
    {
        string text = Text(column);
        return text.Length == 0 ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 ? value
            : throw Wrong(column, $"'{text}' is wrong", "write a whole number of at least 1, or nothing");
    }

    /// <summary>One of a few words.</summary>
    /// <exception cref="ChalkException">The cell holds none of them.</exception>
    public string OneOf(string column, params ReadOnlySpan<string> words)
    {
        string text = Text(column);
        return words.Contains(text)
            ? text
            : throw Wrong(column, $"'{text}' is wrong", $"write one of {string.Join(", ", words.ToArray())}");
    }

    /// <summary>What to throw when a cell is wrong.</summary>
    public ChalkException Wrong(string column, string what, string remedy)
        => new(string.Create(CultureInfo.InvariantCulture, $"{table.File}: line {line}, column {column}: {what}; {remedy}."));
}
