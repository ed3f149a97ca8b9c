using Chalkline.Charts.Racks;

namespace Chalkline.Charts.Images;

/// <summary>Sizes of a picture of racks: the more devices, the smaller the cells, and without text in the end.</summary>
internal sealed record RackFrame
{
    /// <summary>Devices up to which cells are large, and up to which they have text.</summary>
    private const int LargeCells = 16;

    private const int TextCells = 160;

    /// <summary>Width at which racks go on in a further row.</summary>
    private const double Widest = 1560;

    private const double LeastWidth = 900;

    private RackFrame(RackPicture picture)
    {
        int cells = picture.Cells;
        int across = picture.Racks.Max(rack => rack.Trays.Max(tray => tray.Cells.Length));
        Text = cells <= TextCells;
        (CellWidth, CellHeight) = cells <= LargeCells ? (Math.Min(250, 1200.0 / across), 70.0)
            : Text ? (Math.Min(168, 1400.0 / across), 44.0)
            : (28.0, 17.0);
        Gap = Text ? 5 : 3;
        SwitchHeight = Text ? 13 : 7;
        BarHeight = cells <= LargeCells ? 12 : Text ? 7 : 5;
        TextSize = cells <= LargeCells ? 15 : 12;
        RackWidth = (across * (CellWidth + Gap)) + Gap + (2 * Padding);
        int fit = Math.Max(1, (int)((Widest - (2 * ChartFrame.Edge) + RackGap) / (RackWidth + RackGap)));
        Columns = Math.Min(fit, picture.Racks.Length);
        Rows = (picture.Racks.Length + Columns - 1) / Columns;
        RackHeight = picture.Racks.Max(rack => rack.Trays.Sum(HeightOf)) + Gap + (2 * Padding);
        Width = Math.Max(LeastWidth, (Columns * (RackWidth + RackGap)) - RackGap + (2 * ChartFrame.Edge));
    }

    /// <summary>Space between the frame of a rack and its trays.</summary>
    public const double Padding = 7;

    /// <summary>Space between racks.</summary>
    public const double RackGap = 16;

    /// <summary>Height of a rack's name above it.</summary>
    public const double NameHeight = 24;

    /// <summary>Height of a band of traffic.</summary>
    public const double BandHeight = 26;

    /// <summary>Length of the arrows between a rack and the band of the scale-out network.</summary>
    public const double ArrowHeight = 30;

    /// <summary>Whether cells have text.</summary>
    public bool Text { get; }

    /// <summary>Width of a cell.</summary>
    public double CellWidth { get; }

    /// <summary>Height of a cell.</summary>
    public double CellHeight { get; }

    /// <summary>Space between cells.</summary>
    public double Gap { get; }

    /// <summary>Height of a switch tray.</summary>
    public double SwitchHeight { get; }

    /// <summary>Height of the bar in a cell.</summary>
    public double BarHeight { get; }

    /// <summary>Size of the text in cells.</summary>
    public double TextSize { get; }

    /// <summary>Racks side by side.</summary>
    public int Columns { get; }

    /// <summary>Rows of racks.</summary>
    public int Rows { get; }

    /// <summary>Width of a rack with its frame.</summary>
    public double RackWidth { get; }

    /// <summary>Height of a rack with its frame.</summary>
    public double RackHeight { get; }

    /// <summary>Width of the picture.</summary>
    public double Width { get; }

    /// <summary>Measures a picture.</summary>
    public static RackFrame Of(RackPicture picture) => new(picture);

    /// <summary>Height that a tray takes with the gap above it.</summary>
    public double HeightOf(RackTray tray) => Gap + (tray.Cells.IsDefaultOrEmpty ? SwitchHeight : CellHeight);
}
