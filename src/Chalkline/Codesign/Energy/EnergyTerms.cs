using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Hardware;

namespace Chalkline.Codesign.Energy;

/// <summary>
/// Energies of one device, worked out from the tables: arithmetic from 7 nm by node and cells of the format, movement from
/// memory, wire and link figures. Constants that no source gives are inferred and say so.
/// </summary>
public sealed record EnergyTerms
{
    /// <summary>Depth of a matrix instruction: how many products an accumulator takes between its reads and writes.</summary>
    private const double InstructionDepth = 16;

    /// <summary>Width of a systolic array where the maker does not say: 128, as TPUs up to v5.</summary>
    private const double ArrayWidth = 128;

    /// <summary>Tile of a matrix product in shared memory, elements a side.</summary>
    private const double Tile = 128;

    /// <summary>Way of a bit over the die, there and back: Dally's 48 mm of a modern GPU.</summary>
    private const double WireMillimetres = 48;

    /// <summary>Static power over TDP: what idle devices draw.</summary>
    private const double StaticShare = 0.15;

    private const double Pico = 1e-12;

    /// <summary>The device.</summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>Arithmetic of a FLOP by format's cells: of 16 bits.</summary>
    public required EnergyTerm Bf16Flop { get; init; }

    /// <summary>Overhead of instructions for a FLOP in 16 bits; narrower operands share an instruction.</summary>
    public required EnergyTerm Instruction { get; init; }

    /// <summary>A bit of a register file or accumulator.</summary>
    public required EnergyTerm RegisterBit { get; init; }

    /// <summary>A bit of shared memory.</summary>
    public required EnergyTerm SharedBit { get; init; }

    /// <summary>A bit through the last-level cache.</summary>
    public required EnergyTerm CacheBit { get; init; }

    /// <summary>A bit over the die, from its edge and back.</summary>
    public required EnergyTerm WireBit { get; init; }

    /// <summary>A bit of the device's memory.</summary>
    public required EnergyTerm MemoryBit { get; init; }

    /// <summary>A bit of the host's memory, the bus to it included.</summary>
    public required EnergyTerm HostBit { get; init; }

    /// <summary>A bit sent on the scale-up link.</summary>
    public required EnergyTerm ScaleUpBit { get; init; }

    /// <summary>A bit sent on scale-out, electrical side.</summary>
    public required EnergyTerm ScaleOutBit { get; init; }

    /// <summary>A bit through an optical module.</summary>
    public required EnergyTerm OpticsBit { get; init; }

    /// <summary>Static power, W.</summary>
    public required EnergyTerm Static { get; init; }

    /// <summary>Cells of the formats that arithmetic is scaled by.</summary>
    public required FormatCatalogue Formats { get; init; }

    /// <summary>Whether operands come through instructions of many threads rather than a systolic array.</summary>
    public bool HasInstructions => Accelerator.Kind == "GPU";

    /// <summary>A bit of weights in a bank of SRAM beside the units, the millimetre of wire to them included, J.</summary>
    public double LocalBit => SharedBit.Joules + (IsSram(Accelerator) ? WireBit.Joules : WireBit.Joules / WireMillimetres);

    /// <summary>All terms.</summary>
    public ImmutableArray<EnergyTerm> All =>
    [
        Bf16Flop, Instruction, RegisterBit, SharedBit, CacheBit, WireBit, MemoryBit, HostBit, ScaleUpBit, ScaleOutBit, OpticsBit, Static,
    ];

    /// <summary>Energy of a FLOP's arithmetic in a format: that of 16 bits by the cells of their lanes.</summary>
    public double Flop(Arithmetic arithmetic) => Bf16Flop.Joules * Cells(arithmetic) / Cells(Arithmetic.Bf16);

    /// <summary>Energy of a FLOP's instruction.</summary>
    public double Instructions(Arithmetic arithmetic) => Instruction.Joules * Bits(arithmetic) / 16;

    /// <summary>Register and accumulator bits a FLOP moves: operands once a tile, sums once a depth, read and written.</summary>
    public double RegisterBits(Arithmetic arithmetic)
    {
        double depth = HasInstructions ? InstructionDepth : ArrayWidth;
        return ((2 * 32 / depth) + (2 * Bits(arithmetic) / Tile)) / 2;
    }

    /// <summary>Shared-memory bits a FLOP moves: two operands once a tile.</summary>
    public static double SharedBits(Arithmetic arithmetic) => 2 * Bits(arithmetic) / Tile / 2;

    /// <summary>The terms of a device.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="formats">The formats.</param>
    /// <param name="wire">The wire figure to take; null for the default.</param>
    public static EnergyTerms Of(Accelerator accelerator, EnergyCatalogue tables, FormatCatalogue formats, EnergyEntry? wire = null)
    {
        EnergyEntry node = tables.NodeScale(accelerator.Die?.Node ?? 5);
        EnergyEntry old = tables.NodeScale(14);
        EnergyEntry multiply = tables.Find("bf16-mul-7");
        EnergyEntry add = tables.Find("fp32-add-7");
        EnergyEntry instruction = tables.Default("instruction");
        EnergyEntry length = wire ?? tables.Default("wire");
        double flop = (multiply.Picojoules + add.Picojoules) / 2 * node.Picojoules * Pico;
        string at = accelerator.Die is { } die
            ? string.Create(CultureInfo.InvariantCulture, $"{die.Node:0.#} nm") : "5 nm (node unknown: inferred)";

        // SRAM shrinks about half as fast as logic: the root of the ratio.
        double shrink = Math.Sqrt(node.Picojoules / old.Picojoules);
        bool gpu = accelerator.Kind == "GPU";
        (double bit, string how, string mark) = MemoryOf(accelerator, tables);
        bool local = IsSram(accelerator);
        return new()
        {
            Accelerator = accelerator,
            Formats = formats,
            Bf16Flop = new(
                EnergyCause.Arithmetic, flop, "FLOP",
                string.Create(CultureInfo.InvariantCulture, $"BF16 multiply {multiply.Picojoules} pJ and FP32 add {add.Picojoules} pJ at 7 nm, times {node.Picojoules} at {at}; other formats by cells"),
                "recalled"),
            Instruction = gpu
                ? new(EnergyCause.Instructions, flop * instruction.Overhead!.Value, "FLOP", $"{instruction.Overhead:0.##} of the arithmetic in 16 bits ({instruction.Name}, {instruction.Source.Where})", instruction.Mark)
                : new(EnergyCause.Instructions, 0, "FLOP", "a systolic array has no instruction for a product", "inferred"),
            RegisterBit = new(EnergyCause.Registers, SramEnergy.PerBit(new(8192)).Value * shrink, "bit", $"8 KB of SRAM, 14 nm to {at} by the root of logic's ratio", "inferred"),
            SharedBit = new(EnergyCause.Sram, SramEnergy.PerBit(new(128 * 1024)).Value * shrink, "bit", $"128 KB of SRAM, to {at}", "inferred"),
            CacheBit = local
                ? new(EnergyCause.Sram, 0, "bit", "weights are in SRAM already", "")
                : new(EnergyCause.Sram, 2 * SramEnergy.PerBit(new(1 << 20)).Value * shrink, "bit", $"1 MB of SRAM written and read, to {at}", "inferred"),
            WireBit = local
                ? new(EnergyCause.Wire, length.Picojoules * Pico, "bit", string.Create(CultureInfo.InvariantCulture, $"1 mm at {length.Picojoules} pJ/bit/mm: banks lie beside the units"), "inferred")
                : new(EnergyCause.Wire, WireMillimetres * length.Picojoules * Pico, "bit", string.Create(CultureInfo.InvariantCulture, $"{WireMillimetres} mm at {length.Picojoules} pJ/bit/mm ({length.Source.Where})"), length.Mark),
            MemoryBit = new(EnergyCause.Weights, bit, "bit", how, mark),
            HostBit = Sum(EnergyCause.HostMemory, tables.Find("ddr"), tables.Default("link", "host")),
            ScaleUpBit = Of(EnergyCause.ScaleUp, tables.Default("link", "scale-up")),
            ScaleOutBit = Of(EnergyCause.ScaleOut, tables.Default("link", "scale-out")),
            OpticsBit = Of(EnergyCause.Optics, tables.Default("link", "optics")),
            Static = new(
                EnergyCause.Static, StaticShare * (accelerator.Power?.Value.Value ?? 0), "s",
                accelerator.Power is { } power
                    ? string.Create(CultureInfo.InvariantCulture, $"{StaticShare:0.##} of a TDP of {power.Value}: what idle devices draw")
                    : "TDP unknown: left out",
                "recalled"),
        };
    }

    /// <summary>Whether the device's memory is SRAM on its own die.</summary>
    public static bool IsSram(Accelerator accelerator) => accelerator.Memory.Name.StartsWith("SRAM", StringComparison.OrdinalIgnoreCase);

    private static (double Bit, string How, string Mark) MemoryOf(Accelerator accelerator, EnergyCatalogue tables)
    {
        string name = accelerator.Memory.Name;
        if (IsSram(accelerator))
        {
            return (SramEnergy.PerBit(new(128 * 1024)).Value, "a local bank of 128 KB of SRAM", "inferred");
        }

        return tables.Memory(name) is { } entry
            ? (entry.Picojoules * Pico, $"{entry.Name} ({entry.Source.Where})", entry.Mark)
            : (tables.Find("hbm2e").Picojoules * Pico, $"'{name}' is in no table: taken as HBM2E", "inferred");
    }

    private static EnergyTerm Of(EnergyCause cause, EnergyEntry entry)
        => new(cause, entry.Picojoules * Pico, "bit", $"{entry.Name} ({entry.Source.Where})", entry.Mark);

    private static EnergyTerm Sum(EnergyCause cause, EnergyEntry memory, EnergyEntry bus)
        => new(cause, (memory.Picojoules + bus.Picojoules) * Pico, "bit", $"{memory.Name} and {bus.Name}", bus.Mark.Length > 0 ? bus.Mark : memory.Mark);

    private static double Bits(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Fp4 => 4,
        Arithmetic.Fp8 or Arithmetic.Int8 => 8,
        Arithmetic.Bf16 => 16,
        Arithmetic.Tf32 => 19,
        _ => 32,
    };

    private double Cells(Arithmetic arithmetic) => GateCount.Of(Formats.Find(arithmetic switch
    {
        Arithmetic.Fp4 => "nvfp4",
        Arithmetic.Fp8 => "fp8",
        Arithmetic.Int8 => "int8",
        Arithmetic.Bf16 => "bf16",
        Arithmetic.Tf32 => "tf32",
        _ => "fp32",
    })).Total;
}
