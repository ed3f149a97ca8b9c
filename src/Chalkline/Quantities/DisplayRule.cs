namespace Chalkline.Quantities;

/// <summary>How the human form of a quantity picks its unit.</summary>
internal enum DisplayKind
{
    /// <summary>The unit never changes.</summary>
    Fixed,

    /// <summary>Decimal prefixes from k up.</summary>
    Auto,

    /// <summary>Decimal prefixes both ways.</summary>
    Small,

    /// <summary>Prefixes below a second; above, minutes, hours and days.</summary>
    Time,

    /// <summary>In full below a thousand million, then a prefix; may be written without its unit.</summary>
    Count,
}

/// <summary>The DISPLAY column of the table.</summary>
/// <param name="Kind">How the unit is picked.</param>
/// <param name="Unit">The unit shown, before any prefix.</param>
/// <param name="Scale">What turns a canonical number into a number of that unit.</param>
internal sealed record DisplayRule(DisplayKind Kind, string Unit, UnitScale Scale)
{
    /// <summary>Reads the column.</summary>
    /// <exception cref="FormatException">The keyword or the unit is wrong, or measures something else.</exception>
    public static DisplayRule Parse(string canonical, string display)
    {
        int space = display.IndexOf(' ', StringComparison.Ordinal);
        string unit = display[(space + 1)..];
        DisplayKind kind = display[..Math.Max(space, 0)] switch
        {
            "fixed" => DisplayKind.Fixed,
            "auto" => DisplayKind.Auto,
            "small" => DisplayKind.Small,
            "time" => DisplayKind.Time,
            "count" => DisplayKind.Count,
            _ => throw new FormatException(
                $"The display '{display}' must be fixed, auto, small, time or count, and a unit."),
        };
        Unit from = Quantities.Unit.Parse(canonical);
        Unit to = Quantities.Unit.Parse(unit);
        return from.Dimension == to.Dimension
            ? new(kind, unit, from.Scale / to.Scale)
            : throw new FormatException($"The display unit '{unit}' does not measure what '{canonical}' does.");
    }
}
