using Chalkline.Quantities;

namespace Chalkline.Scaling;

/// <summary>Where the models lie that a law was fitted to.</summary>
/// <param name="Parameters">Least and most parameters, as the law counts them; null when not known.</param>
/// <param name="Tokens">Least and most tokens; null when not known.</param>
/// <param name="Experts">Least and most experts; null when the law does not know of them, or its range is not
/// known.</param>
/// <param name="Note">Where the range comes from.</param>
public sealed record LawRange(
    (Parameters Least, Parameters Most)? Parameters,
    (Tokens Least, Tokens Most)? Tokens,
    (double Least, double Most)? Experts,
    string Note)
{
    /// <summary>What of a point lies outside, for example <c>N, D</c>; empty when nothing does.</summary>
    /// <param name="parameters">Parameters as the law counts them.</param>
    /// <param name="tokens">Training tokens.</param>
    /// <param name="experts">Experts.</param>
    public string Outside(Parameters parameters, Tokens tokens, double experts = 1)
    {
        List<string> outside = [];
        if (Parameters is { } sizes && (parameters < sizes.Least || parameters > sizes.Most))
        {
            outside.Add("N");
        }

        if (Tokens is { } data && (tokens < data.Least || tokens > data.Most))
        {
            outside.Add("D");
        }

        if (Experts is { } counts && (experts < counts.Least || experts > counts.Most))
        {
            outside.Add("E");
        }

        return string.Join(", ", outside);
    }

    /// <summary>The range in words.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        if (Parameters is { } sizes)
        {
            parts.Add($"N {sizes.Least} to {sizes.Most}");
        }

        if (Tokens is { } data)
        {
            parts.Add($"D {data.Least} to {data.Most}");
        }

        if (Experts is { } counts)
        {
            parts.Add(FormattableString.Invariant($"E {counts.Least} to {counts.Most}"));
        }

        return parts.Count > 0 ? string.Join(", ", parts) : "not known";
    }
}
