using System.Collections.Immutable;
using Chalkline.Files;
using Chalkline.Hardware;

namespace Chalkline.Catalog;

/// <summary>
/// The accelerators and systems of the data folder. Opening it reads nothing; finding a name reads the files it needs.
/// </summary>
public sealed class HardwareCatalogue
{
    private const int DeepestBase = 4;

    private readonly DataFolder _folder;
    private readonly Lazy<string[]> _prices;

    private HardwareCatalogue(DataFolder folder)
    {
        _folder = folder;
        AcceleratorNames = new(folder, "accelerators");
        SystemNames = new(folder, "systems");
        _prices = new(() => PriceFile.Lines(PricePath));
    }

    /// <summary>Every accelerator, by identifier; reads all files.</summary>
    /// <exception cref="ChalkException">A file is wrong.</exception>
    public IReadOnlyList<Accelerator> Accelerators => [.. AcceleratorNames.Files.Select(ReadAccelerator)];

    /// <summary>Every system, by identifier; reads all files.</summary>
    /// <exception cref="ChalkException">A file is wrong.</exception>
    public IReadOnlyList<MachineSystem> Systems => [.. SystemNames.Files.Select(file => ReadSystem(file))];

    internal HardwareNames AcceleratorNames { get; }

    internal HardwareNames SystemNames { get; }

    internal string PricePath => Path.Combine(_folder.Path, "prices", "accelerators.csv");

    internal string PurchasePath => Path.Combine(_folder.Path, "prices", "purchases.csv");

    internal ImmutableArray<(string Accelerator, PurchasePoint Point)> AllPurchases => PurchaseFile.Read(PurchasePath);

    internal string Root => _folder.Path;

    /// <summary>Opens the catalogue of a data folder.</summary>
    public static HardwareCatalogue Open(DataFolder folder) => new(folder);

    /// <summary>
    /// Finds an accelerator by identifier or alias, or reads it from a JSON file. The name of a system finds the
    /// accelerator in it.
    /// </summary>
    /// <exception cref="ChalkException">There is no such name, or its file is wrong.</exception>
    public Accelerator FindAccelerator(string name)
    {
        if (IsPath(name))
        {
            JsonView root = JsonView.Read(name);
            return IsSystem(root) ? ReadSystem(root, 0).Accelerator : WithPrices(AcceleratorFile.Read(root));
        }

        return AcceleratorNames.Find(name) is { } file ? ReadAccelerator(file)
            : SystemNames.Find(name) is { } system ? ReadSystem(system).Accelerator
            : throw NameResolver.Unknown("accelerator", name, AcceleratorNames.All);
    }

    /// <summary>
    /// Finds a system. <c>NAME</c> is a system, or one device of an accelerator; <c>NAMExN</c> or <c>NxNAME</c> is N of
    /// a system joined by its scale-out network, or N devices of an accelerator in its ordinary box; <c>NAME-N</c> is a
    /// slice of N chips of a pod. A path to a JSON file stands wherever a name does.
    /// </summary>
    /// <exception cref="ChalkException">There is no such name, its file is wrong, or the count is
    /// impossible.</exception>
    public MachineSystem FindSystem(string text)
    {
        string asked = text.Trim();
        if (asked.Length == 0)
        {
            throw new ChalkException("The system has no name; give one such as hgx-h100, h200x4 or gb200-nvl72x2.");
        }

        HardwareRequest times = HardwareRequest.Times(asked);
        bool counted = times.Count is not null && IsPath(asked) && !File.Exists(asked);
        if (!counted && Exact(asked, count: null) is { } whole)
        {
            return whole;
        }

        if (times.Count is not null)
        {
            int count = times.Number(asked);

            // The last letter of a name such as MI355X reads as the sign too: mi355x8 means eight of them.
            return Exact(times.Name, (count, asked)) ?? Exact(times.Name + "x", (count, asked)) ?? throw Unknown(times.Name);
        }

        HardwareRequest slice = HardwareRequest.Slice(asked);
        return slice.Count is not null && AcceleratorNames.Find(slice.Name) is { } file
            && Box(ReadAccelerator(file)) is { Slices.IsEmpty: false } pod
            ? SystemParts.Devices(pod, slice.Number(asked), asked)
            : throw Unknown(asked);
    }

    /// <summary>What a name is, or a JSON file describes; null when it is neither an accelerator nor a system.</summary>
    public HardwareKind? Kind(string name)
    {
        if (IsPath(name))
        {
            JsonView root = JsonView.Read(name);
            return IsSystem(root) ? HardwareKind.System : root.Has("peaks") ? HardwareKind.Accelerator : null;
        }

        return AcceleratorNames.Find(name) is not null ? HardwareKind.Accelerator
            : SystemNames.Find(name) is not null || SystemNames.Find(HardwareRequest.Times(name).Name) is not null
                || AcceleratorNames.Find(HardwareRequest.Times(name).Name) is not null ? HardwareKind.System
            : null;
    }

    /// <summary>
    /// The price to use when nobody names one: the newest three-year rent, or else what owning costs a smaller cloud,
    /// or else the next of <c>rental_1y</c>, <c>rental_assumed</c>, <c>rental_market</c>, <c>rental_on_demand</c>. The
    /// metric and date are in the answer; null when nothing is known.
    /// </summary>
    public static PricePoint? DefaultPrice(Accelerator accelerator) => PriceFile.Default(accelerator.Prices);

    /// <summary>The same among prices that were known at a date.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="date">A year, a month or a day, in ISO 8601; null for the newest there are.</param>
    public static PricePoint? DefaultPrice(Accelerator accelerator, string? date)
        => PriceFile.Default([.. accelerator.Prices.Where(point => AsOf.Known(point.Source.Date, date))]);

    /// <summary>
    /// The purchase price to use when nobody names one: the newest date known, and of several offers on it the median
    /// (the lower of two); null when none is known.
    /// </summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="date">Only prices known at this date; null for all.</param>
    /// <exception cref="ChalkException">The file of purchase prices is wrong.</exception>
    public PurchasePoint? DefaultPurchase(Accelerator accelerator, string? date = null)
    {
        PurchasePoint[] points = [.. Purchases(accelerator).Where(point => AsOf.Known(point.Source.Date, date))];
        PurchasePoint[] newest = [.. points.Where(point => point.Source.Date == points[0].Source.Date)];
        return newest.Length > 0 ? newest[(newest.Length - 1) / 2] : null;
    }

    /// <summary>Every purchase price of an accelerator, newest first.</summary>
    /// <exception cref="ChalkException">The file of purchase prices is wrong.</exception>
    public IReadOnlyList<PurchasePoint> Purchases(Accelerator accelerator)
        => [.. AllPurchases.Where(row => row.Accelerator == accelerator.Id).Select(row => row.Point)];

    /// <summary>Checks every file and returns what is wrong; empty when nothing is.</summary>
    public IReadOnlyList<Finding> Check() => HardwareCheck.Run(this);

    internal Accelerator ReadAccelerator(string file) => WithPrices(AcceleratorFile.Read(JsonView.Read(file)));

    internal MachineSystem ReadSystem(string file) => ReadSystem(JsonView.Read(file), 0);

    internal IEnumerable<string> PricedAccelerators() => PriceFile.Accelerators(PricePath, _prices.Value);

    private MachineSystem ReadSystem(JsonView root, int depth)
        => SystemFile.Read(root, view => Named(root, view), view => Base(root, view, depth));

    private MachineSystem? Exact(string name, (int Number, string Asked)? count)
    {
        if (IsPath(name))
        {
            JsonView root = JsonView.Read(name);
            return IsSystem(root)
                ? OfSystem(ReadSystem(root, 0), count)
                : OfAccelerator(WithPrices(AcceleratorFile.Read(root)), count);
        }

        return SystemNames.Find(name) is { } system ? OfSystem(ReadSystem(system), count)
            : AcceleratorNames.Find(name) is { } accelerator ? OfAccelerator(ReadAccelerator(accelerator), count)
            : null;
    }

    private static MachineSystem OfSystem(MachineSystem system, (int Number, string Asked)? count)
        => count is { } times ? SystemParts.Domains(system, times.Number, times.Asked) : system;

    private MachineSystem OfAccelerator(Accelerator accelerator, (int Number, string Asked)? count)
    {
        int devices = count?.Number ?? 1;
        return Box(accelerator) is { } box
            ? SystemParts.Devices(box, devices, count?.Asked ?? accelerator.Id)
            : devices == 1
                ? SystemParts.Alone(accelerator)
                : throw new ChalkException(
                    $"'{count?.Asked}': no system that joins several {accelerator.Id} is known; "
                    + "describe one in a JSON file.");
    }

    /// <summary>The ordinary box of an accelerator, holding that very accelerator.</summary>
    private MachineSystem? Box(Accelerator accelerator)
        => accelerator.System is not { } name ? null
            : SystemNames.Find(name) is { } file ? SystemParts.With(ReadSystem(file), accelerator)
            : throw NameResolver.Unknown("system", name, SystemNames.All);

    private Accelerator Named(JsonView root, JsonView view)
    {
        string name = view.Text();
        if (IsPath(name))
        {
            return WithPrices(AcceleratorFile.Read(JsonView.Read(Beside(root, name))));
        }

        return AcceleratorNames.Find(name) is { } file
            ? ReadAccelerator(file)
            : throw view.Wrong("is not a known accelerator", "name one of the catalogue or a JSON file");
    }

    private MachineSystem Base(JsonView root, JsonView view, int depth)
    {
        if (depth >= DeepestBase)
        {
            throw view.Wrong("leads through too many systems", "name one that is described in full");
        }

        string name = view.Text();
        string? file = IsPath(name) ? Beside(root, name) : SystemNames.Find(name);
        return file is not null
            ? ReadSystem(JsonView.Read(file), depth + 1)
            : throw view.Wrong("is not a known system", "name one of the catalogue or a JSON file");
    }

    private Accelerator WithPrices(Accelerator accelerator)
        => accelerator.Prices.IsEmpty
            ? accelerator with { Prices = PriceFile.Of(accelerator.Id, PricePath, _prices.Value) }
            : accelerator;

    private ChalkException Unknown(string name)
        => NameResolver.Unknown("system", name, SystemNames.All.Concat(AcceleratorNames.All));

    private static string Beside(JsonView root, string path)
        => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(root.File)) ?? "", path);

    private static bool IsPath(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static bool IsSystem(JsonView root) => root.Has("accelerator") || root.Has("base");
}

/// <summary>What hardware a name stands for.</summary>
public enum HardwareKind
{
    /// <summary>One device.</summary>
    Accelerator,

    /// <summary>Devices in scale-up domains.</summary>
    System,
}
