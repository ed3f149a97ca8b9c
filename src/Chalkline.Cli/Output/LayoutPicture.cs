using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Racks;
using Chalkline.Cli.Commands;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The picture of <c>chalk layout</c>: every device of the first racks and what it holds.</summary>
internal static class LayoutPicture
{
    /// <summary>Most racks and devices that are drawn; more would be dust.</summary>
    private const int MostRacks = 64;

    private const int MostDevices = 2304;
    private const int MostRoles = 8;
    private const int RowOfDevices = 8;

    public static RackPicture Of(ModelInputs inputs, LayoutStudy study)
    {
        MachineSystem system = inputs.System;
        LayoutWords words = LayoutWords.Of(system);
        int shownOfDomain = Math.Min(system.DomainSize, MostDevices);
        int racks = Math.Max(1, Math.Min(Math.Min(system.Domains, MostRacks), MostDevices / shownOfDomain));
        string part = racks < system.Domains || shownOfDomain < system.DomainSize
            ? FormattableString.Invariant(
                $" Shown: {racks} of {system.Domains:N0} {words.Domain}s, {shownOfDomain:N0} of {system.DomainSize:N0} devices each.")
            : "";
        ImmutableArray<RackFill> fill = Fill(study.Memory);
        return new()
        {
            Title = $"{inputs.Model.Name.Split('/')[^1]} on {system.Id}: {study.Request.Layout}",
            Subtitle = Subtitle(study, words) + part,
            Racks =
            [
                .. Enumerable.Range(0, racks).Select(rack => new RackColumn(
                    system.Domains == 1 ? system.Name : FormattableString.Invariant($"{words.Title} {rack + 1}"),
                    Trays(study, system, fill, rack, shownOfDomain))),
            ],
            Roles = [.. Roles(study)],
            Fills = [.. Fills(study)],
            Inside = system.DomainSize > 1
                ? $"Inside a {words.Domain}: {study.SentInside} from each {words.Device} in a step, "
                    + $"at {system.ScaleUp.Bandwidth.Value} ({system.ScaleUp.Name})"
                : "",
            Outside = system.ScaleOut is not { } outer || system.Domains == 1 ? ""
                : study.SentOutside.Value > 0
                    ? $"Between {words.Domain}s: {study.SentOutside} from each {words.Device} in a step, "
                        + $"at {outer.Bandwidth.Value} ({outer.Name})"
                    : $"Nothing leaves a {words.Domain}: each holds whole replicas "
                        + $"({outer.Name}, {outer.Bandwidth.Value}, is free)",
            Leaves = study.SentOutside.Value > 0,
        };
    }

    private static string Subtitle(LayoutStudy study, LayoutWords words)
    {
        string experts = study.Experts is { } spread
            ? FormattableString.Invariant($"{spread.PerGroup} experts a {words.Device}")
                + (spread.Redundant > 0
                    ? FormattableString.Invariant(
                        $", {spread.Redundant} of {spread.Experts + spread.Redundant} are copies (*: held more than once)")
                    : "")
                + (spread.Exponent > 0 ? ", numbered by popularity" : "") + "; "
            : "";
        return experts + FormattableString.Invariant($"{study.Idle} of {study.Places.Length} {words.Device}s idle; ")
            + $"batch {study.Request.Batch:N0} of {study.Request.Context.Value:N0} tokens"
            + (study.Memory.Fits ? "." : "; it does not fit.");
    }

    private static ImmutableArray<RackTray> Trays(
        LayoutStudy study, MachineSystem system, ImmutableArray<RackFill> fill, int rack, int shown)
    {
        DevicePlace[] places = [.. study.Places.Skip(rack * system.DomainSize).Take(shown)];
        List<RackTray> trays = [];
        if (system.Rack is not { } known || places.Length < known.Devices)
        {
            int across = shown > 256 ? 24 : RowOfDevices;
            trays.AddRange(places.Chunk(across <= 8 && shown <= 8 ? 4 : across).Select(Tray));
            return [.. trays];
        }

        int next = 0;
        while (next < places.Length)
        {
            foreach (TrayStack stack in known.Trays)
            {
                for (int tray = 0; tray < stack.Count && next < places.Length; tray++)
                {
                    if (stack.Kind == TrayKind.Switch)
                    {
                        trays.Add(new([], "switch tray"));
                        continue;
                    }

                    trays.Add(Tray(places.Skip(next).Take(known.DevicesPerTray)));
                    next += known.DevicesPerTray;
                }
            }
        }

        return [.. trays];

        RackTray Tray(IEnumerable<DevicePlace> devices) => new([.. devices.Select(place => Cell(study, place, fill))]);
    }

    private static RackCell Cell(LayoutStudy study, DevicePlace place, ImmutableArray<RackFill> fill)
    {
        string name = FormattableString.Invariant($"{LayoutWords.Of(study.Request.System).Device} {place.Slot}");
        if (place.Work is not { } work)
        {
            return new($"{name} idle", "", "", []);
        }

        Layout layout = study.Request.Layout;
        List<string> part = [];
        if (layout.PipelineStages > 1)
        {
            part.Add(FormattableString.Invariant($"stage {work.Stage}"));
        }

        if (layout.AttentionParallel > 1)
        {
            part.Add(FormattableString.Invariant($"DP{work.AttentionGroup}"));
        }

        if (layout.ContextParallel > 1)
        {
            part.Add(FormattableString.Invariant($"CP{work.ContextRank}"));
        }

        if (layout.TensorParallel > 1)
        {
            part.Add(FormattableString.Invariant($"TP{work.TensorRank}"));
        }

        bool copied = study.Experts is { Redundant: > 0 } spread
            && work.Experts.Any(expert => spread.Balance.Copies[expert] > 1);
        return new(
            string.Join(" · ", part.Prepend(name)), Detail(study, work), Colour(study, work), fill, copied);
    }

    private static string Detail(LayoutStudy study, DeviceWork work)
    {
        if (!work.Experts.IsEmpty)
        {
            return (work.Experts.Length == 1 ? "expert " : "experts ") + Numbers(work.Experts, study.Experts!.Balance.Copies);
        }

        int layers = study.Request.Model.Layers.Length;
        int stages = study.Request.Layout.PipelineStages;
        int first = work.Stage * layers / stages;
        int last = ((work.Stage + 1) * layers / stages) - 1;
        return FormattableString.Invariant($"layers {first}–{last}, 1/{study.Request.Layout.DevicesPerGroup} of each");
    }

    /// <summary>Numbers in short, <c>4–7, 12</c>; with a star where an expert is held more than once.</summary>
    private static string Numbers(ImmutableArray<int> numbers, ImmutableArray<int> copies)
    {
        if (numbers.Any(number => copies[number] > 1))
        {
            return string.Join(", ", numbers.Select(number => string.Create(
                CultureInfo.InvariantCulture, $"{number}{(copies[number] > 1 ? "*" : "")}")));
        }

        List<string> runs = [];
        int start = 0;
        for (int place = 1; place <= numbers.Length; place++)
        {
            if (place < numbers.Length && numbers[place] == numbers[place - 1] + 1)
            {
                continue;
            }

            string first = numbers[start].ToString(CultureInfo.InvariantCulture);
            string last = numbers[place - 1].ToString(CultureInfo.InvariantCulture);
            runs.Add(start == place - 1 ? first : place - start == 2 ? $"{first}, {last}" : $"{first}–{last}");
            start = place;
        }

        return string.Join(", ", runs);
    }

    private static string Colour(LayoutStudy study, DeviceWork work) => Palette.At(Role(study, work));

    /// <summary>What tells devices apart most: the stage, else the replica, else the attention-parallel group.</summary>
    private static int Role(LayoutStudy study, DeviceWork work)
        => study.Request.Layout.PipelineStages > 1 ? work.Stage
            : study.Replicas > 1 ? work.Replica
            : study.Request.Layout.DevicesPerGroup > 1 ? work.AttentionGroup
            : 0;

    private static IEnumerable<RackKey> Roles(LayoutStudy study)
    {
        Layout layout = study.Request.Layout;
        (string word, int count) = layout.PipelineStages > 1 ? ("stage", layout.PipelineStages)
            : study.Replicas > 1 ? ("replica", study.Replicas)
            : layout is { DevicesPerGroup: > 1, AttentionParallel: > 1 } ? ("attention group", layout.AttentionParallel)
            : ("at work", 1);
        for (int role = 0; role < Math.Min(count, MostRoles); role++)
        {
            yield return new(
                count == 1 ? word : FormattableString.Invariant($"{word} {role}")
                    + (role == MostRoles - 1 && count > MostRoles ? ", then again from the first" : ""),
                Palette.At(role));
        }

        if (study.Idle > 0)
        {
            yield return new("idle", "");
        }

        if (study.Experts is { Redundant: > 0 })
        {
            yield return new("corner: holds a copied expert", RackPalette.Copy);
        }
    }

    private static IEnumerable<RackKey> Fills(LayoutStudy study) => new RackKey[]
    {
        new("routed experts", RackPalette.Experts), new("other weights", RackPalette.Weights),
        new("KV cache", RackPalette.Cache), new("workspace and reserve", RackPalette.Workspace), new("free", Palette.Grid),
    }.Skip(study.Experts is null ? 1 : 0);

    private static ImmutableArray<RackFill> Fill(DeviceMemory memory)
    {
        double whole = Math.Max(memory.Capacity.Value, memory.Needed.Value);
        return
        [
            new(memory.Experts.Value / whole, RackPalette.Experts),
            new(memory.OtherWeights.Value / whole, RackPalette.Weights),
            new(memory.Cache.Value / whole, RackPalette.Cache),
            new((memory.Workspace + memory.Reserve).Value / whole, RackPalette.Workspace),
            new(memory.Free.Value / whole, Palette.Grid),
        ];
    }
}
