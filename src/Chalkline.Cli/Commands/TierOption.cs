using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Economics.Caching;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>The memories that a KV cache may wait in: <c>--tiers</c>.</summary>
internal sealed class TierOption
{
    private readonly Option<string?> _tiers = Inputs.Text(
        "--tiers",
        "LIST",
        "Where a cache may wait: kinds (hbm, dram, flash, disk, remote), devices (flash-61tb) or JSON files.\n"
            + "Default: hbm,dram,flash,disk,remote.");

    /// <summary>Adds it to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_tiers);

    /// <summary>The memories.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="memory">The memory of one accelerator.</param>
    /// <param name="rate">Price of one accelerator.</param>
    /// <param name="system">The machine, whose host has a memory too; null when only figures are given.</param>
    /// <exception cref="ChalkException">A name is not known, a file is wrong, or two have the same id.</exception>
    public CacheTier[] Read(ParseResult parsed, MemoryTier memory, Datum<UsdPerHour> rate, MachineSystem? system)
    {
        TierCatalogue catalogue = TierCatalogue.Open(DataFolder.Default);
        List<CacheTier> machine = [SystemTiers.OnDevice(memory, rate)];
        if (system is not null
            && SystemTiers.Host(system, catalogue.All.Where(tier => tier.Kind == "dram")) is { } host)
        {
            machine.Add(host);
        }

        string list = parsed.GetValue(_tiers) ?? "hbm,dram,flash,disk,remote";
        CacheTier[] tiers = [.. Inputs.Names("--tiers", list).SelectMany(name => catalogue.Find(name, machine))];
        string? twice = tiers.Select(tier => tier.Id)
            .Append(CacheCost.Rematerialise).GroupBy(id => id, StringComparer.Ordinal)
            .FirstOrDefault(same => same.Count() > 1)?.Key;
        return twice is null
            ? tiers
            : throw new ChalkException(
                $"--tiers {list}: '{twice}' stands for two ways; give every tier an id of its own, once.");
    }
}
