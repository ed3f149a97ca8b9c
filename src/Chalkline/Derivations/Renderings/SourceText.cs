namespace Chalkline.Derivations.Renderings;

/// <summary>A source on one line.</summary>
internal static class SourceText
{
    /// <summary>Where, when, how far checked, and any note.</summary>
    public static string Of(Source source)
    {
        string check = source.Verified switch
        {
            Verification.Partial => "partly verified",
            Verification.No => "not verified",
            _ => "",
        };
        string[] pieces = [source.Where, source.Date, check, source.Note];
        return string.Join(", ", pieces.Where(piece => piece.Length > 0));
    }

    /// <summary>The source of an input, or the part it is the result of; empty when it names neither.</summary>
    public static string Of(GivenEntry given)
        => given.Source is not null ? Of(given.Source)
            : given.Origin is not null ? $"result {given.Origin.Symbol.Text} above"
            : "";
}
