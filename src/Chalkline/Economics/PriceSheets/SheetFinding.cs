namespace Chalkline.Economics.PriceSheets;

/// <summary>Something about an entry of a price file that a reader should know.</summary>
/// <param name="Entry">The entry: its key, or its line.</param>
/// <param name="Field">The field; empty when it is the entry as a whole.</param>
/// <param name="Problem">What is wrong, for example <c>is 0</c>.</param>
/// <param name="Done">What was done about it.</param>
/// <param name="LeftOut">Whether the whole entry was left out.</param>
public sealed record SheetFinding(string Entry, string Field, string Problem, string Done, bool LeftOut)
{
    /// <summary>The finding as one sentence.</summary>
    public string Sentence => $"{Entry}:{(Field.Length > 0 ? " " + Field : "")} {Problem}; {Done}.";
}
