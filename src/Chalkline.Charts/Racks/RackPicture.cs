using System.Collections.Immutable;

namespace Chalkline.Charts.Racks;

/// <summary>Racks side by side, their trays from top to bottom, and in each tray its devices as cells.</summary>
public sealed record RackPicture
{
    /// <summary>Title above.</summary>
    public required string Title { get; init; }

    /// <summary>A line below the title; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The racks from left to right.</summary>
    public required ImmutableArray<RackColumn> Racks { get; init; }

    /// <summary>What the colours of cells mean.</summary>
    public ImmutableArray<RackKey> Roles { get; init; } = [];

    /// <summary>What the colours of the bars in the cells mean.</summary>
    public ImmutableArray<RackKey> Fills { get; init; } = [];

    /// <summary>Traffic inside each rack, in a few words; empty for none.</summary>
    public string Inside { get; init; } = "";

    /// <summary>Traffic between racks, in a few words; empty where there is nothing between them.</summary>
    public string Outside { get; init; } = "";

    /// <summary>Whether anything leaves a rack.</summary>
    public bool Leaves { get; init; }

    /// <summary>Devices of all racks.</summary>
    public int Cells => Racks.Sum(rack => rack.Trays.Sum(tray => tray.Cells.Length));

    /// <summary>Makes sure that it can be drawn.</summary>
    /// <exception cref="ChalkException">There is no rack, a rack without a device, or a bar longer than its cell.</exception>
    public void Check()
    {
        if (Racks.IsDefaultOrEmpty || Racks.Any(rack => rack.Trays.All(tray => tray.Cells.IsDefaultOrEmpty)))
        {
            throw new ChalkException($"Picture '{Title}' has a rack without devices; give each at least one.");
        }

        foreach (RackCell cell in Racks.SelectMany(rack => rack.Trays).SelectMany(tray => tray.Cells))
        {
            if (cell.Fill.Any(part => !(part.Share >= 0)) || cell.Fill.Sum(part => part.Share) > 1 + 1e-9)
            {
                throw new ChalkException($"Picture '{Title}': the bar of '{cell.Name}' must have shares that add up to at most 1.");
            }
        }
    }
}
