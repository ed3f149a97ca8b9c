using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Models;
using Chalkline.Workloads;
using CsCheck;

namespace Chalkline.Tests.Serving;

/// <summary>The real catalogue, and random points of it: model, machine, layout, batch and context.</summary>
internal static class Catalogue
{
    /// <summary>The shipped calibrations.</summary>
    internal static readonly CalibrationSet Calibrations = CalibrationSet.Open(HardwareData.Folder);

    /// <summary>Every model, by full name.</summary>
    public static Model[] Models { get; } =
        [.. ModelTestData.Catalogue.Names.Select(ModelTestData.Catalogue.Find)];

    /// <summary>Boxes, a rack, two racks, a torus, a full mesh and a slow server.</summary>
    public static MachineSystem[] Systems { get; } =
    [
        System("h100x8"), System("gb200-nvl72"), System("gb300-nvl72x2"), System("h200x32"), System("mi300x-platform"),
        System("tpu-v5e-pod"), System("l40s-server"),
    ];

    /// <summary>A model, machine and layout that go together.</summary>
    public static Gen<Place> Places { get; } =
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Int[0, 9999]).Select(Choose);

    public static Model Model(string name) => ModelTestData.Catalogue.Find(name);

    public static MachineSystem System(string name) => HardwareData.Catalogue.FindSystem(name);

    /// <summary>A decode pass of the whole stage, split over its attention-parallel groups.</summary>
    public static PassLoad Decode(Layout layout, double sequences, double context)
        => PassLoad.Split(Pass.Decode(sequences, new(context)), Pass.None, layout.AttentionParallel);

    /// <summary>A prefill of the whole stage.</summary>
    public static PassLoad Prefill(Layout layout, double sequences, double input, double prefix)
        => PassLoad.Split(Pass.None, Pass.Prefill(sequences, new(input), new(prefix)), layout.AttentionParallel);

    private static Place Choose(int model, int system, int layout)
    {
        Model chosen = Models[model % Models.Length];
        MachineSystem machine = Systems[system % Systems.Length];
        int devices = Math.Min(machine.Devices, 1 << (layout % 8));
        Layout[] layouts = [.. LayoutSpace.Enumerate(chosen, machine, devices)];
        return new(chosen, machine, layouts[layout % layouts.Length]);
    }

    /// <summary>Where a model stands.</summary>
    internal sealed record Place(Model Model, MachineSystem System, Layout Layout)
    {
        public PassModel Prepare(Efficiency? efficiency = null, Precision? precision = null)
            => PassModel.Prepare(
                Model, System, Layout, precision ?? Precision.Bf16, efficiency, Calibrations.For(System));

        public override string ToString() => $"{Model.Name} on {System.Id}, {Layout}";
    }
}
