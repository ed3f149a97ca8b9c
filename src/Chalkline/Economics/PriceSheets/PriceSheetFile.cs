using Chalkline.Files;

namespace Chalkline.Economics.PriceSheets;

/// <summary>
/// Reads price files of every form known: LiteLLM's catalogue, tables (OpenRouter's list, a price history, the cases of
/// <c>chalk validate</c>, a user's own), and sheets in our own JSON (<c>data/schemas/price-sheet.schema.json</c>).
/// </summary>
public static class PriceSheetFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">A <c>.json</c> or <c>.csv</c> file.</param>
    /// <param name="reading">What is known beside the file.</param>
    /// <exception cref="ChalkException">
    /// It cannot be read, is of no known form, its unit is ambiguous, or it is in a currency without a rate. A bad
    /// entry is
    /// no error but a finding.
    /// </exception>
    public static PriceSheetList Read(string path, PriceReading? reading = null)
        => Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase)
            ? CsvSheetReader.ReadAll(CsvTable.Read(path, []), reading ?? new())
            : OfJson(JsonView.Read(path), reading ?? new());

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="name">Its name, for messages; its ending tells the form.</param>
    /// <param name="reading">What is known beside the file.</param>
    /// <exception cref="ChalkException">As for <see cref="Read"/>.</exception>
    public static PriceSheetList Parse(string text, string name, PriceReading? reading = null)
        => Path.GetExtension(name).Equals(".csv", StringComparison.OrdinalIgnoreCase)
            ? CsvSheetReader.ReadAll(CsvTable.Parse(text, name, []), reading ?? new())
            : OfJson(JsonView.Parse(name, text), reading ?? new());

    private static PriceSheetList OfJson(JsonView root, PriceReading reading)
        => OwnSheetReader.Is(root) ? OwnSheetReader.ReadAll(root, reading)
            : LiteLlmReader.Is(root) ? LiteLlmReader.ReadAll(root, reading)
            : throw new ChalkException(
                $"{root.File}: is no price file; give a sheet with 'provider', 'model', 'input' and 'output', a "
                    + $"list of them under "
                + "'sheets', or a LiteLLM catalogue.");
}
