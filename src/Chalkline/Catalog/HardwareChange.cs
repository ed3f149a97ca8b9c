using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>One figure of a device set to another value: <c>hbm.bandwidth=8TB/s</c>, or to a multiple: <c>peaks=2x</c>.</summary>
/// <param name="Field">The figure.</param>
/// <param name="Value">The value as it was written.</param>
public sealed record HardwareChange(HardwareField Field, string Value)
{
    private const string Given = "given";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads <c>FIELD=VALUE</c>.</summary>
    /// <exception cref="ChalkException">It is not of that form, or there is no such field.</exception>
    public static HardwareChange Read(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0 || equals == text.Length - 1
            ? throw new ChalkException($"--set {text}: must be a field and a value, as in hbm.bandwidth=8TB/s or peaks=2x.")
            : new(HardwareField.Find(text[..equals]), text[(equals + 1)..].Trim());
    }

    /// <summary>Reads several; a field may be set once.</summary>
    /// <exception cref="ChalkException">One is wrong, or a field is set twice.</exception>
    public static ImmutableArray<HardwareChange> ReadAll(IEnumerable<string> texts)
    {
        ImmutableArray<HardwareChange> changes = [.. texts.Select(Read)];
        return changes.GroupBy(change => change.Field).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ChalkException($"--set {twice.Key.Name} is given twice; set it once.")
            : changes;
    }

    /// <summary>A field to a multiple of what it is.</summary>
    public static HardwareChange Times(HardwareField field, double factor)
        => new(field, factor.ToString("R", CultureInfo.InvariantCulture) + "x");

    /// <summary>The device with changes; its kernels stay those of the device it was made from.</summary>
    /// <exception cref="ChalkException">A value is wrong, the device has no such figure to multiply, or physics forbids it.</exception>
    public static Accelerator Apply(Accelerator accelerator, IReadOnlyCollection<HardwareChange> changes, string? id = null)
    {
        if (changes.Count == 0)
        {
            return accelerator;
        }

        Accelerator made = AcceleratorFile.Read(JsonView.Parse(id ?? accelerator.Id, Text(accelerator, changes, id ?? accelerator.Id)));
        return Physical(made with
        {
            Prices = made.Prices.IsEmpty ? accelerator.Prices : made.Prices,
            System = accelerator.System,
        });
    }

    /// <summary>The system with changes to its device, and to the links that are the device's.</summary>
    /// <exception cref="ChalkException">As for a device.</exception>
    public static MachineSystem Apply(MachineSystem system, IReadOnlyCollection<HardwareChange> changes)
    {
        if (changes.Count == 0)
        {
            return system;
        }

        Accelerator device = system is { Accelerator.ScaleUp: null, Devices: > 1 }
            ? system.Accelerator with { ScaleUp = system.ScaleUp.Bandwidth }
            : system.Accelerator;
        Accelerator made = Apply(device, changes) with
        {
            Id = $"{device.Id} (changed)",
            Name = $"{device.Name} with {string.Join(", ", changes.Select(change => $"{change.Field.Name}={change.Value}"))}",
        };
        return SystemParts.With(system with { Accelerator = device }, made);
    }

    /// <summary>The file of a device with changes, as <c>chalk hardware new</c> writes it.</summary>
    /// <exception cref="ChalkException">As for a device.</exception>
    public static string Text(Accelerator accelerator, IEnumerable<HardwareChange> changes, string id)
    {
        JsonObject root = AcceleratorFileWriter.Json(accelerator);
        root["id"] = id;
        root["name"] = id == accelerator.Id ? accelerator.Name : $"{id}, made from {accelerator.Name}";
        root["sources"]![Given] = new JsonObject { ["where"] = $"given by the user; made from {accelerator.Id}", ["date"] = "2026" };
        foreach (HardwareChange change in changes)
        {
            change.Put(root, accelerator);
        }

        return root.ToJsonString(Indented) + "\n";
    }

    /// <summary>What a reader should doubt of a device that somebody made up; empty when nothing stands out.</summary>
    public static ImmutableArray<string> Doubts(Accelerator accelerator)
    {
        List<string> doubts = [];
        if (OnChipLimit.ShareOfDie(accelerator) is { } share && share > OnChipLimit.UsualShare)
        {
            doubts.Add(string.Create(
                CultureInfo.InvariantCulture, $"its SRAM would take {100 * share:0} % of the die's area: more than the {100 * OnChipLimit.UsualShare:0} % usual of SRAM machines"));
        }

        if (accelerator.Die?.Area is > OnChipLimit.Reticle and < OnChipLimit.Wafer)
        {
            doubts.Add(string.Create(
                CultureInfo.InvariantCulture, $"a die of {accelerator.Die.Area:0} mm2 is larger than the reticle of {OnChipLimit.Reticle:0} mm2 (recalled): several dies, or stitched ones"));
        }

        if (accelerator.Power is { } power && accelerator.Die?.Area is { } area && power.Value.Value / area > OnChipLimit.WattsPerArea)
        {
            doubts.Add(string.Create(
                CultureInfo.InvariantCulture, $"{power.Value.Value / area:0.##} W a mm2 is more than any shipped device takes away ({OnChipLimit.WattsPerArea} W, recalled)"));
        }

        if (accelerator.Kernels is { } basis && basis != accelerator.Id)
        {
            doubts.Add($"its kernels are those fitted to {basis}, scaled by peaks and bandwidth: nobody has measured it");
        }

        return [.. doubts];
    }

    private static Accelerator Physical(Accelerator made)
        => OnChipLimit.ShareOfDie(made) is > 1 and var share
            ? throw new ChalkException(string.Create(
                CultureInfo.InvariantCulture,
                $"--set sram: {made.OnChipMemory!.Value} need {100 * share:0} % of a die of {made.Die!.Area:0} mm2 at {made.Die.Node:0.#} nm, by the area of a cell alone; "
                    + $"at most {new Bytes(made.OnChipMemory.Value.Value / share)} fit, or set die.area too."))
            : made;

    private void Put(JsonObject root, Accelerator accelerator)
    {
        switch (Field.Name)
        {
            case "peaks":
                foreach (string format in root["peaks"]!.AsObject().Select(peak => peak.Key).ToArray())
                {
                    Set<FlopPerSecond>(root["peaks"]!.AsObject(), format, Factor());
                }

                break;
            case "memory.bandwidth":
                Set<BytesPerSecond>(root["memory"]!.AsObject(), "bandwidth", Value);
                break;
            case "memory.capacity":
                JsonObject memory = root["memory"]!.AsObject();
                Set<Bytes>(memory, "capacity", Value);
                if (memory.ContainsKey("visible"))
                {
                    double scale = Parsed<Bytes>(memory["capacity"]!["value"]!.GetValue<string>()) / accelerator.Memory.Capacity.Value.Value;
                    Set<Bytes>(memory, "visible", scale.ToString("R", CultureInfo.InvariantCulture) + "x");
                }

                break;
            case "sram":
                Set<Bytes>(root, "onChipMemory", Value);
                break;
            case "scaleup":
                Set<BytesPerSecond>(root, "scaleUp", Value);
                break;
            case "scaleout":
                Set<BitsPerSecond>(root, "scaleOut", Value);
                break;
            case "power":
                Set<Watts>(root, "power", Value);
                break;
            case "price":
                PutPrice(root, accelerator);
                break;
            case "units":
                root["computeUnits"] = int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out int units) && units > 0
                    ? units : throw Wrong("must be a whole number, at least 1");
                break;
            case "die.area" or "die.node":
                PutDie(root);
                break;
            default:
                Set<FlopPerSecond>(root["peaks"]!.AsObject(), Field.Name["peaks.".Length..], Value);
                break;
        }
    }

    private void PutPrice(JsonObject root, Accelerator accelerator)
    {
        if (HardwareCatalogue.DefaultPrice(accelerator) is { } known)
        {
            root["price"] = AcceleratorFileWriter.Of(known.Price, Given, Verification.Partial);
        }

        string perDevice = Value.EndsWith("$/h", StringComparison.Ordinal) ? Value + "/device" : Value;
        (this with { Value = perDevice }).Set<UsdPerDeviceHour>(root, "price", perDevice);
    }

    private void PutDie(JsonObject root)
    {
        if (!double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !(number > 0))
        {
            throw Wrong("must be a number above 0");
        }

        JsonObject die = root["die"] as JsonObject ?? new() { ["node"] = 5 };
        die[Field.Name["die.".Length..]] = number;
        die["source"] = Given;
        die["verified"] = "partial";
        root["die"] = die;
    }

    /// <summary>Puts a quantity, or a multiple of what is there, in place of a datum.</summary>
    private void Set<T>(JsonObject parent, string field, string text)
        where T : struct, IQuantity<T>
    {
        double value = Multiple(text) is { } factor
            ? factor * (parent[field] is JsonObject old
                ? Parsed<T>(old["value"]!.GetValue<string>())
                : throw Wrong($"multiplies a figure the device does not state; give it in {T.Info.Unit}"))
            : Parsed<T>(text);
        parent[field] = AcceleratorFileWriter.Of(T.Create(value), Given, Verification.Partial);
    }

    private double Parsed<T>(string text)
        where T : struct, IQuantity<T>
        => !QuantityText.TryParse(text, T.Info, out double value, out string? error) ? throw Wrong($"{error}")
            : value > 0 && double.IsFinite(value) ? value
            : throw Wrong("must be more than zero");

    private string Factor() => Multiple(Value) is not null ? Value : throw Wrong("must be a factor, as in 2x");

    private double? Multiple(string text)
        => text.Length > 1 && text[^1] is 'x' or '×'
            && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double factor)
            ? factor > 0 && double.IsFinite(factor) ? factor : throw Wrong("must be a factor above 0, as in 2x")
            : null;

    private ChalkException Wrong(string what) => new($"--set {Field.Name}={Value}: {what}; for example {Field.Name}={Field.Example}.");
}
