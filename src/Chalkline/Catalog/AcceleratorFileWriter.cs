using System.Text.Json.Nodes;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>Writes an accelerator in the form that <see cref="AcceleratorFile"/> reads.</summary>
internal static class AcceleratorFileWriter
{
    /// <summary>The accelerator as JSON; every datum keeps its source.</summary>
    public static JsonObject Json(Accelerator accelerator)
    {
        Dictionary<(string Where, string Date), string> sources = [];
        JsonObject root = new()
        {
            ["id"] = accelerator.Id,
            ["name"] = accelerator.Name,
            ["vendor"] = accelerator.Vendor,
            ["kind"] = accelerator.Kind,
        };
        if (accelerator.Released is { } released)
        {
            root["released"] = released;
        }

        if (accelerator.System is { } system)
        {
            root["system"] = system;
        }

        root["sources"] = new JsonObject();
        JsonObject peaks = [];
        foreach ((Arithmetic arithmetic, Datum<FlopPerSecond> peak) in accelerator.Peaks.OrderBy(pair => pair.Key))
        {
            peaks[arithmetic.ToString().ToLowerInvariant()] = Of(peak, sources);
        }

        root["peaks"] = peaks;
        JsonObject memory = new()
        {
            ["name"] = accelerator.Memory.Name,
            ["capacity"] = Of(accelerator.Memory.Capacity, sources),
        };
        if (accelerator.Memory.Visible is { } visible)
        {
            memory["visible"] = Of(visible, sources);
        }

        memory["bandwidth"] = Of(accelerator.Memory.Bandwidth, sources);
        root["memory"] = memory;
        if (accelerator.ComputeUnits is { } units)
        {
            root["computeUnits"] = units;
        }

        if (accelerator.Die is { } die)
        {
            JsonObject silicon = new() { ["node"] = die.Node };
            if (die.Area is { } area)
            {
                silicon["area"] = area;
            }

            silicon["source"] = Name(die.Source, sources);
            silicon["verified"] = Word(die.Source.Verified);
            root["die"] = silicon;
        }

        Add(root, "onChipMemory", accelerator.OnChipMemory, sources);
        Add(root, "scaleUp", accelerator.ScaleUp, sources);
        if (accelerator.DomainSize is { } domain)
        {
            root["domainSize"] = domain;
        }

        Add(root, "scaleOut", accelerator.ScaleOut, sources);
        Add(root, "power", accelerator.Power, sources);
        Add(root, "allInPower", accelerator.AllInPower, sources);
        root["kernels"] = accelerator.Kernels ?? accelerator.Id;
        if (accelerator.Notes.Length > 0)
        {
            root["notes"] = accelerator.Notes;
        }

        foreach (((string where, string date), string name) in sources)
        {
            root["sources"]![name] = new JsonObject { ["where"] = where, ["date"] = date };
        }

        return root;
    }

    /// <summary>A datum as JSON.</summary>
    public static JsonObject Of<T>(T value, string source, Verification verified)
        where T : struct, IQuantity<T>
        => new() { ["value"] = Text(value), ["source"] = source, ["verified"] = Word(verified) };

    private static void Add<T>(JsonObject root, string field, Datum<T>? datum, Dictionary<(string Where, string Date), string> sources)
        where T : struct, IQuantity<T>
    {
        if (datum is not null)
        {
            root[field] = Of(datum, sources);
        }
    }

    private static JsonObject Of<T>(Datum<T> datum, Dictionary<(string Where, string Date), string> sources)
        where T : struct, IQuantity<T>
    {
        JsonObject json = Of(datum.Value, Name(datum.Source, sources), datum.Source.Verified);
        if (datum.Source.Note.Length > 0)
        {
            json["note"] = datum.Source.Note;
        }

        return json;
    }

    private static string Name(Source source, Dictionary<(string Where, string Date), string> sources)
    {
        if (!sources.TryGetValue((source.Where, source.Date), out string? name))
        {
            sources[(source.Where, source.Date)] = name = $"s{sources.Count + 1}";
        }

        return name;
    }

    /// <summary>A quantity so exactly that it reads back as it was.</summary>
    private static string Text<T>(T value)
        where T : struct, IQuantity<T>
        => FormattableString.Invariant($"{value.Value:R} {T.Info.Unit}");

    private static string Word(Verification verified) => verified switch
    {
        Verification.Yes => "yes",
        Verification.Partial => "partial",
        _ => "no",
    };
}
