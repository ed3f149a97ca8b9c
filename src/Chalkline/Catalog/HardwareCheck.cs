using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>
/// Checks the hardware files. Reading a file already refuses wrong units, missing sources and unknown fields; here come
/// the rules between fields and between files.
/// </summary>
internal sealed class HardwareCheck
{
    /// <summary>No memory is this many times faster than every other of its kind, but for a slip of the unit.</summary>
    private const double OddRatio = 100;

    /// <summary>
    /// Shortest and longest time to read a whole memory: SRAM takes microseconds, a disk-like tier seconds.
    /// </summary>
    private static readonly (double Least, double Most) Drain = (1e-6, 10);

    /// <summary>Operations per byte between which a balanced machine lies, wafers and prefill parts included.</summary>
    private static readonly (double Least, double Most) Ridge = (0.1, 1e5);

    private static readonly (Arithmetic Narrow, Arithmetic Wide)[] Narrower =
    [
        (Arithmetic.Tf32, Arithmetic.Fp32), (Arithmetic.Bf16, Arithmetic.Tf32), (Arithmetic.Fp8, Arithmetic.Bf16),
        (Arithmetic.Fp4, Arithmetic.Fp8),
    ];

    private readonly HardwareCatalogue _catalogue;
    private readonly List<Finding> _findings = [];

    private HardwareCheck(HardwareCatalogue catalogue) => _catalogue = catalogue;

    /// <summary>Runs every check.</summary>
    public static IReadOnlyList<Finding> Run(HardwareCatalogue catalogue)
    {
        HardwareCheck check = new(catalogue);
        check.CheckPrices();
        List<(string File, Accelerator Item)> accelerators =
            check.ReadAll(catalogue.AcceleratorNames.Files, catalogue.ReadAccelerator);
        List<(string File, MachineSystem Item)> systems =
            check.ReadAll(catalogue.SystemNames.Files, catalogue.ReadSystem);
        check.CheckNames(catalogue.AcceleratorNames);
        check.CheckNames(catalogue.SystemNames);
        foreach ((string file, Accelerator accelerator) in accelerators)
        {
            check.CheckAccelerator(file, accelerator, systems);
        }

        check.CheckOddBandwidths(accelerators);
        foreach ((string file, MachineSystem system) in systems)
        {
            check.CheckSystem(file, system);
        }

        return check._findings;
    }

    private List<(string File, T Item)> ReadAll<T>(IReadOnlyList<string> files, Func<string, T> read)
    {
        List<(string File, T Item)> all = [];
        foreach (string file in files)
        {
            try
            {
                all.Add((file, read(file)));
            }
            catch (ChalkException error)
            {
                _findings.Add(Told(Shown(file), error));
            }
        }

        return all;
    }

    private void CheckPrices()
    {
        Check(_catalogue.PricePath, () => _catalogue.PricedAccelerators());
        Check(_catalogue.PurchasePath, () => _catalogue.AllPurchases.Select(row => row.Accelerator).Distinct(StringComparer.Ordinal));

        void Check(string file, Func<IEnumerable<string>> priced)
        {
            try
            {
                HashSet<string> known = [.. _catalogue.AcceleratorNames.Ids];
                foreach (string id in priced().Where(id => !known.Contains(id)))
                {
                    Found(file, "accelerator", $"'{id}' is not an accelerator", "use an identifier of one");
                }
            }
            catch (ChalkException error)
            {
                _findings.Add(Told(Shown(file), error));
            }
        }
    }

    private void CheckNames(HardwareNames names)
    {
        IEnumerable<(string File, string Name)> all = names.Files
            .Select(file => (File: file, Name: Path.GetFileNameWithoutExtension(file)))
            .Concat(names.Aliases.Select(pair => (pair.File, Name: pair.Alias)));
        foreach (IGrouping<string, (string File, string Name)> same in all
            .GroupBy(pair => NameResolver.Key(pair.Name), StringComparer.Ordinal)
            .Where(group => group.Count() > 1))
        {
            (string file, string name) = same.Last();
            Found(file, "aliases", $"'{name}' also names {Shown(same.First().File)}", "names must be different");
        }
    }

    private void CheckAccelerator(
        string file, Accelerator accelerator, List<(string File, MachineSystem Item)> systems)
    {
        CheckId(file, accelerator.Id);
        foreach ((Arithmetic narrow, Arithmetic wide) in Narrower)
        {
            if (accelerator.Peaks.TryGetValue(narrow, out Datum<FlopPerSecond>? fast)
                && accelerator.Peaks.TryGetValue(wide, out Datum<FlopPerSecond>? slow) && fast.Value < slow.Value)
            {
                Found(
                    file,
                    $"peaks.{narrow}".ToLowerInvariant(),
                    $"{fast.Value} is less than {slow.Value} in {wide}",
                    "a narrower arithmetic is at least as fast; are both dense and in the same unit?");
            }
        }

        double drain = accelerator.Memory.DrainTime.Value;
        if (drain < Drain.Least || drain > Drain.Most)
        {
            Found(file, "memory", $"reading it whole would take {accelerator.Memory.DrainTime}", "check both units");
        }

        double best = accelerator.Peaks.Values.Max(peak => peak.Value.Value);
        double ridge = best / accelerator.Memory.Bandwidth.Value.Value;
        if (ridge < Ridge.Least || ridge > Ridge.Most)
        {
            Found(file, "peaks", $"{ridge:G3} operations for each byte of memory bandwidth", "check both units");
        }

        if (accelerator.AllInPower is { } all && accelerator.Power is { } power && all.Value < power.Value)
        {
            Found(file, "allInPower", $"{all.Value} is less than the device's own {power.Value}", "it includes that");
        }

        if (accelerator.System is { } name
            && !systems.Exists(pair => pair.Item.Id == name && pair.Item.Accelerator.Id == accelerator.Id
                && pair.Item.Domains == 1))
        {
            Found(file, "system", $"no system '{name}' of one domain holds {accelerator.Id}", "name one that does");
        }
    }

    private void CheckOddBandwidths(List<(string File, Accelerator Item)> accelerators)
    {
        foreach (IGrouping<string, (string File, Accelerator Item)> kind in accelerators
            .GroupBy(pair => pair.Item.Kind, StringComparer.Ordinal)
            .Where(group => group.Count() > 1))
        {
            (string File, Accelerator Item)[] fastest =
                [.. kind.OrderByDescending(pair => pair.Item.Memory.Bandwidth.Value).Take(2)];
            if (fastest[0].Item.Memory.Bandwidth.Value > fastest[1].Item.Memory.Bandwidth.Value * OddRatio)
            {
                Found(
                    fastest[0].File,
                    "memory.bandwidth",
                    $"{fastest[0].Item.Memory.Bandwidth.Value} is over {OddRatio} times that of any other {kind.Key}",
                    "check the unit");
            }
        }
    }

    private void CheckSystem(string file, MachineSystem system)
    {
        CheckId(file, system.Id);
        if (system.Accelerator.DomainSize is { } most && system.DomainSize > most)
        {
            Found(
                file,
                "domainSize",
                $"{system.DomainSize} devices are more than the {most} that {system.Accelerator.Id} can join",
                "correct one of the two files");
        }

        if (system.Accelerator.ScaleUp is { } port && system.ScaleUp.Bandwidth.Value > port.Value)
        {
            Found(
                file,
                "scaleUp.bandwidth",
                $"{system.ScaleUp.Bandwidth.Value} is more than the {port.Value} of {system.Accelerator.Id}",
                "it is of one device and one direction");
        }

        if (system.ScaleOut is { } outside && outside.Bandwidth.Value > system.ScaleUp.Bandwidth.Value)
        {
            Found(
                file,
                "scaleOut.bandwidth",
                $"{outside.Bandwidth.Value} is more than the {system.ScaleUp.Bandwidth.Value} inside a domain",
                "network cards are sold in bits: divide by eight");
        }

        if (system.DomainSize > 1 && system.ScaleUp.Topology == Topology.None)
        {
            Found(file, "scaleUp.topology", "None is for a single device", "say how the devices are wired");
        }

        double devices = system.DomainSize;
        if (system.DomainPower is { } power && system.Accelerator.Power is { } each
            && power.Value.Value < each.Value.Value * devices)
        {
            Found(file, "domainPower", $"{power.Value} is less than its devices take", "it includes them");
        }
    }

    private void CheckId(string file, string id)
    {
        if (id != Path.GetFileNameWithoutExtension(file))
        {
            Found(file, "id", $"'{id}' differs from the file's name", "a file is named after its identifier");
        }
    }

    /// <summary>A finding made of the sentence that reading the file ended with.</summary>
    private static Finding Told(string file, ChalkException error)
    {
        const string mark = "field '";
        int start = error.Message.IndexOf(mark, StringComparison.Ordinal);
        int end = start < 0 ? -1 : error.Message.IndexOf('\'', start + mark.Length);
        string field = end < 0 ? "" : error.Message[(start + mark.Length)..end];
        return new(file, field, error.Message, "");
    }

    private void Found(string file, string field, string problem, string remedy)
        => _findings.Add(new(Shown(file), field, problem, remedy));

    private string Shown(string file) => Path.GetRelativePath(_catalogue.Root, file).Replace('\\', '/');
}
