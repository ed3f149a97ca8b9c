using System.Text;

namespace Chalkline.Acceptance;

/// <summary>Reads CSV as RFC 4180 has it, strictly.</summary>
internal static class Csv
{
    public static string[][] Read(string text)
    {
        List<string[]> rows = [];
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int place = 0; place < text.Length; place++)
        {
            char sign = text[place];
            if (quoted && sign == '"' && place + 1 < text.Length && text[place + 1] == '"')
            {
                cell.Append('"');
                place++;
            }
            else if (sign == '"')
            {
                (quoted || cell.Length == 0).ShouldBeTrue($"a quote stands inside a cell at {place}");
                quoted = !quoted;
            }
            else if (quoted || sign is not (',' or '\n'))
            {
                cell.Append(sign);
            }
            else
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (sign == '\n')
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
        }

        (row.Count == 0 && cell.Length == 0 && !quoted).ShouldBeTrue("the text does not end with its last row");
        return [.. rows];
    }
}
