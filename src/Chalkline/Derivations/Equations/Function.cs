using System.Collections.Frozen;

namespace Chalkline.Derivations.Equations;

/// <summary>A function an equation may call, from <see cref="Math"/> or <see cref="Quantities.Quantity"/>.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Fewest">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Apply">What it computes; the second argument is NaN when there is none.</param>
public sealed record Function(string Name, int Fewest, int Most, Func<double, double, double> Apply)
{
    private static readonly FrozenDictionary<string, Function> ByName = new Function[]
    {
        new("Max", 2, 2, Math.Max),
        new("Min", 2, 2, Math.Min),
        new("Pow", 2, 2, Math.Pow),
        new("Sqrt", 1, 1, static (x, _) => Math.Sqrt(x)),
        new("Ceiling", 1, 1, static (x, _) => Math.Ceiling(x)),
        new("Floor", 1, 1, static (x, _) => Math.Floor(x)),
        new("Abs", 1, 1, static (x, _) => Math.Abs(x)),
        new("Exp", 1, 1, static (x, _) => Math.Exp(x)),
        new("Log", 1, 2, static (x, b) => double.IsNaN(b) ? Math.Log(x) : Math.Log(x, b)),
        new("Log2", 1, 1, static (x, _) => Math.Log2(x)),
        new("Log10", 1, 1, static (x, _) => Math.Log10(x)),
    }.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>Every function, by name.</summary>
    public static IEnumerable<Function> All => ByName.Values.OrderBy(function => function.Name, StringComparer.Ordinal);

    /// <summary>True when it returns an integer for integers.</summary>
    public bool KeepsWhole => Name is "Max" or "Min" or "Abs";

    /// <summary>Functions are told apart by name.</summary>
    public bool Equals(Function? other) => other is not null && Name == other.Name;

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <summary>Finds <c>Max</c>, <c>Math.Max</c>, <c>Quantity.Max</c>, ...; null when it is none of them.</summary>
    public static Function? Find(string path)
    {
        int point = path.LastIndexOf('.');
        return point >= 0 && path[..point] is not ("Math" or "Quantity" or "System.Math")
            ? null
            : ByName.GetValueOrDefault(path[(point + 1)..]);
    }
}
