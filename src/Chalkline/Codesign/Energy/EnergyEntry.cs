using System.Collections.Immutable;
using Chalkline.Derivations;

namespace Chalkline.Codesign.Energy;

/// <summary>One published energy.</summary>
/// <param name="Id">Identifier, unique over all tables.</param>
/// <param name="Name">What it is of.</param>
/// <param name="Picojoules">The figure, pJ for the unit of its table; for a node the ratio to 7 nm.</param>
/// <param name="Source">Where it was read, and how far it was checked.</param>
public sealed record EnergyEntry(string Id, string Name, double Picojoules, Source Source)
{
    /// <summary>Process node, nm; null where none is stated.</summary>
    public double? Node { get; init; }

    /// <summary>Supply, V; null where none is stated.</summary>
    public double? Voltage { get; init; }

    /// <summary>Capacity of an SRAM, bytes; null for everything else.</summary>
    public double? Bytes { get; init; }

    /// <summary>Overhead of an instruction over its arithmetic, a ratio; null for everything else.</summary>
    public double? Overhead { get; init; }

    /// <summary>Beginnings of the memory names it stands for.</summary>
    public ImmutableArray<string> Matches { get; init; } = [];

    /// <summary>Which link it is of: scale-up, scale-out, optics or host; empty for everything else.</summary>
    public string Role { get; init; } = "";

    /// <summary>Whether it is taken where sources disagree.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The mark it bears on a screen: recalled or derived; empty when it was read in its source.</summary>
    public string Mark => Source.Verified switch
    {
        Verification.Yes => "",
        Verification.Partial => "second hand",
        _ => "recalled",
    };
}

/// <summary>A table of energies of one kind.</summary>
/// <param name="Id">Its file.</param>
/// <param name="Name">Its heading.</param>
/// <param name="Kind">arithmetic, sram, wire, memory, link, instruction or node.</param>
/// <param name="Unit">What the picojoules are for.</param>
/// <param name="Entries">The energies.</param>
public sealed record EnergyTable(string Id, string Name, string Kind, string Unit, ImmutableArray<EnergyEntry> Entries);
