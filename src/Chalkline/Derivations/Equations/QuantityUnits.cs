using System.Collections.Frozen;
using Chalkline.Quantities;

namespace Chalkline.Derivations.Equations;

/// <summary>Canonical units as multiples of coherent ones: seconds, joules, watts; all else as it is.</summary>
/// <remarks>
/// The relations of the quantity table carry a factor only where an hour or a kilowatt-hour stands in a unit
/// (<c>Usd = UsdPerHour * Seconds / 3600</c>). With every value first expressed in coherent units the factor vanishes,
/// so that an equation can be evaluated as plain arithmetic, exactly and without knowing the table's relations.
/// </remarks>
internal static class QuantityUnits
{
    private static readonly FrozenDictionary<string, string> Units
        = QuantityCatalogue.All.ToFrozenDictionary(info => info.Name, info => info.Unit, StringComparer.Ordinal);

    /// <summary>Whether a type of this name is a quantity.</summary>
    public static bool Known(string quantity) => Units.ContainsKey(quantity);

    /// <summary>Coherent units in one canonical unit of a quantity.</summary>
    public static double ScaleOf(string quantity) => Scale(Units[quantity]);

    /// <summary>Coherent units in one of this unit: <c>$/h</c> is 1/3600 of a dollar a second.</summary>
    public static double Scale(string unit)
    {
        string[] atoms = unit.Split('/');
        return atoms.Skip(1).Aggregate(Atom(atoms[0]), (scale, atom) => scale / Atom(atom));
    }

    private static double Atom(string atom) => atom switch
    {
        "h" or "Wh" => 3600,
        "kWh" => 3.6e6,
        _ => 1,
    };
}
