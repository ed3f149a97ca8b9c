using System.Collections.Immutable;
using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>Reads one accelerator from its JSON file (<c>data/schemas/accelerator.schema.json</c>).</summary>
internal static class AcceleratorFile
{
    public const int LargestDomain = 100_000;

    private const int MostUnits = 1_000_000;

    /// <summary>Reads the root object of a file.</summary>
    /// <exception cref="ChalkException">Something in the file is wrong.</exception>
    public static Accelerator Read(JsonView root)
    {
        root.Only(HardwareFields.Accelerator);
        SourcedReader read = new(root);
        JsonView memory = root.Required("memory").Only(HardwareFields.Memory);
        return new()
        {
            Id = SourcedReader.NonEmpty(root.Required("id")),
            Name = SourcedReader.NonEmpty(root.Required("name")),
            Vendor = SourcedReader.NonEmpty(root.Required("vendor")),
            Kind = SourcedReader.NonEmpty(root.Required("kind")),
            Aliases = SourcedReader.Aliases(root),
            Released = root.Optional("released") is { } released ? Date(released) : null,
            System = root.Optional("system")?.Text(),
            Peaks = Peaks(root.Required("peaks"), read),
            Memory = new(
                SourcedReader.NonEmpty(memory.Required("name")),
                read.Datum<Bytes>(memory.Required("capacity"), ValueRange.Capacity),
                read.Datum<BytesPerSecond>(memory.Required("bandwidth"), ValueRange.MemoryBandwidth))
            {
                Visible = read.Optional<Bytes>(memory, "visible", ValueRange.Capacity),
            },
            ComputeUnits = root.Optional("computeUnits")?.Integer(1, MostUnits),
            Die = root.Optional("die") is { } die ? DieOf(die, read) : null,
            OnChipMemory = read.Optional<Bytes>(root, "onChipMemory", ValueRange.Capacity),
            ScaleUp = read.Optional<BytesPerSecond>(root, "scaleUp", ValueRange.NetworkBandwidth),
            DomainSize = root.Optional("domainSize")?.Integer(1, LargestDomain),
            ScaleOut = read.Optional<BitsPerSecond>(root, "scaleOut", ValueRange.CardBandwidth),
            Power = read.Optional<Watts>(root, "power", ValueRange.DevicePower),
            AllInPower = read.Optional<Watts>(root, "allInPower", ValueRange.DevicePower),
            Prices = root.Optional("price") is { } price ? [PriceOf(price, read)] : [],
            Kernels = root.Optional("kernels")?.Text(),
            Notes = root.Optional("notes")?.Text() ?? "",
        };
    }

    /// <summary>The price a user's file states: it stands before any price list.</summary>
    private static PricePoint PriceOf(JsonView view, SourcedReader read)
    {
        Datum<UsdPerDeviceHour> price = read.Datum<UsdPerDeviceHour>(view, ValueRange.DevicePrice);
        return new(price.Value, PriceFile.Metrics[0], price.Source);
    }

    /// <summary>Nodes from 1 to 180 nm; a wafer is the largest piece of silicon there is.</summary>
    private static Die DieOf(JsonView view, SourcedReader read)
    {
        view.Only(HardwareFields.Die);
        return new(
            view.Required("node").Number(1, 180),
            view.Optional("area")?.Number(1, 80_000),
            read.Named(view.Required("source"), SourcedReader.Verified(view.Required("verified")), view.Optional("note")?.Text() ?? ""));
    }

    private static ImmutableDictionary<Arithmetic, Datum<FlopPerSecond>> Peaks(JsonView peaks, SourcedReader read)
    {
        peaks.Only(HardwareFields.Peaks);
        ImmutableDictionary<Arithmetic, Datum<FlopPerSecond>>.Builder all =
            ImmutableDictionary.CreateBuilder<Arithmetic, Datum<FlopPerSecond>>();
        foreach (string field in HardwareFields.Peaks)
        {
            if (read.Optional<FlopPerSecond>(peaks, field, ValueRange.Peak) is { } peak)
            {
                all[ArithmeticOf(field)] = peak;
            }
        }

        return all.Count > 0 ? all.ToImmutable() : throw peaks.Wrong("must state at least one peak");
    }

    private static Arithmetic ArithmeticOf(string field) => field switch
    {
        "fp32" => Arithmetic.Fp32,
        "tf32" => Arithmetic.Tf32,
        "bf16" => Arithmetic.Bf16,
        "fp8" => Arithmetic.Fp8,
        "fp4" => Arithmetic.Fp4,
        _ => Arithmetic.Int8,
    };

    private static string Date(JsonView view) => SourcedReader.IsDate(view.Text())
        ? view.Text()
        : throw view.Wrong("must be a date such as 2026, 2026-08 or 2026-08-22");
}
