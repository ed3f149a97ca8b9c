namespace Chalkline.Models.Import;

/// <summary>The table of known families.</summary>
internal static class Families
{
    private static readonly Family[] All = [.. DenseFamilies.All, .. ExpertFamilies.All, .. HybridFamilies.All];

    private static readonly Dictionary<string, Family> ByType =
        Table(family => family.Types, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, Family> ByArchitecture =
        Table(family => family.Architectures, StringComparer.Ordinal);

    /// <summary>Every value of <c>model_type</c> that is read.</summary>
    public static IEnumerable<string> Types => ByType.Keys.Order(StringComparer.Ordinal);

    /// <summary>The family of a <c>model_type</c>; null when it is not known.</summary>
    public static Family? OfType(string type) => ByType.GetValueOrDefault(type);

    /// <summary>The family of an architecture's class name; null when it is not known.</summary>
    public static Family? OfArchitecture(string name) => ByArchitecture.GetValueOrDefault(name);

    private static Dictionary<string, Family> Table(Func<Family, string[]> names, StringComparer comparer)
    {
        Dictionary<string, Family> table = new(comparer);
        foreach (Family family in All)
        {
            foreach (string name in names(family))
            {
                table.Add(name, family);
            }
        }

        return table;
    }
}
