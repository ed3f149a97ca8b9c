using System.Globalization;

namespace Chalkline.Charts.Racks;

/// <summary>The colours of a picture of racks that are not those of series.</summary>
public static class RackPalette
{
    /// <summary>Weights of routed experts.</summary>
    public const string Experts = "#33475b";

    /// <summary>Other weights.</summary>
    public const string Weights = "#7f93a8";

    /// <summary>KV cache.</summary>
    public const string Cache = "#d6604d";

    /// <summary>Working space and reserve.</summary>
    public const string Workspace = "#dcbf73";

    /// <summary>The mark of a copied expert.</summary>
    public const string Copy = "#c28e0e";

    /// <summary>Traffic inside a rack.</summary>
    public const string Inside = "#2166ac";

    /// <summary>Traffic that leaves a rack.</summary>
    public const string Outside = "#7b4f9e";

    /// <summary>A colour mixed with white.</summary>
    /// <param name="colour"><c>#rrggbb</c>.</param>
    /// <param name="white">Share of white, from 0 to 1.</param>
    public static string Tint(string colour, double white)
    {
        Span<int> parts = stackalloc int[3];
        for (int part = 0; part < parts.Length; part++)
        {
            int value = int.Parse(
                colour.AsSpan(1 + (2 * part), 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            parts[part] = (int)Math.Round(value + (white * (255 - value)));
        }

        return string.Create(CultureInfo.InvariantCulture, $"#{parts[0]:x2}{parts[1]:x2}{parts[2]:x2}");
    }
}
