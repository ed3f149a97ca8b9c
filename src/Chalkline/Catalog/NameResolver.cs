namespace Chalkline.Catalog;

/// <summary>Finds names forgivingly: case, punctuation and the organisation in front do not matter; a near miss gets suggestions.</summary>
public static class NameResolver
{
    /// <summary>The form in which names are compared: lower case, letters and digits only.</summary>
    public static string Key(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>The part after the last slash.</summary>
    public static string Short(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>The one name that matches, or null.</summary>
    public static string? Match(string wanted, IEnumerable<string> names)
    {
        string key = Key(wanted);
        string shortKey = Key(Short(wanted));
        string? byShort = null;
        foreach (string name in names)
        {
            if (Key(name) == key)
            {
                return name;
            }

            if (Key(Short(name)) == shortKey)
            {
                byShort ??= name;
            }
        }

        return byShort;
    }

    /// <summary>The sentence for a name that is not there, with the nearest names.</summary>
    public static ChalkException Unknown(string kind, string wanted, IEnumerable<string> names)
    {
        string key = Key(Short(wanted));
        string[] near = [.. names
            .Select(name => (Name: name, Distance: Distance(key, Key(Short(name)))))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(3)
            .Where(candidate => candidate.Distance <= Math.Max(3, key.Length / 2))
            .Select(candidate => candidate.Name)];
        string hint = near.Length > 0
            ? $"did you mean {string.Join(", ", near)}?"
            : $"`chalk catalog list {kind}s` shows all there are.";
        return new ChalkException($"'{wanted}' is not a known {kind}; {hint}");
    }

    /// <summary>Edit distance where what the longer name has more of costs little: a prefix is nearly a match.</summary>
    private static double Distance(string wanted, string name)
    {
        double[] previous = [.. Enumerable.Range(0, name.Length + 1).Select(column => column * 0.3)];
        double[] current = new double[previous.Length];
        for (int row = 1; row <= wanted.Length; row++)
        {
            current[0] = row;
            for (int column = 1; column <= name.Length; column++)
            {
                double swap = previous[column - 1] + (wanted[row - 1] == name[column - 1] ? 0 : 1);
                current[column] = Math.Min(swap, Math.Min(previous[column] + 1, current[column - 1] + 0.3));
            }

            (previous, current) = (current, previous);
        }

        return previous[name.Length];
    }
}
