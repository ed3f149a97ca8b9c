using Chalkline.Derivations;

namespace Chalkline.Codesign.Designs;

/// <summary>
/// The test of codesign (codesign notes, section 6: the model is inferred there from the recording): two models crossed with two
/// machines. A half that loses by itself and wins with the other is a sacrifice; what the pair gains beyond both halves is synergy.
/// </summary>
/// <param name="Neither">J of the old model on the old machine; less is better.</param>
/// <param name="ModelAlone">J of the new model on the old machine.</param>
/// <param name="HardwareAlone">J of the old model on the new machine.</param>
/// <param name="Both">J of the new model on the new machine.</param>
public sealed record TwoByTwo(double Neither, double ModelAlone, double HardwareAlone, double Both)
{
    /// <summary>Losses smaller than this are taken for equal.</summary>
    private const double Equal = 1e-9;

    private static readonly Symbol NeitherSymbol = new("neither", "J_00", "J_{00}", "old model, old machine");
    private static readonly Symbol ModelSymbol = new("modelAlone", "J_10", "J_{10}", "new model, old machine");
    private static readonly Symbol HardwareSymbol = new("hardwareAlone", "J_01", "J_{01}", "old model, new machine");
    private static readonly Symbol BothSymbol = new("both", "J_11", "J_{11}", "new model, new machine");
    private static readonly Symbol OfModelSymbol = new("ofModel", "g_m", "g_m", "gain of the model alone, log");
    private static readonly Symbol OfHardwareSymbol = new("ofHardware", "g_h", "g_h", "gain of the machine alone, log");
    private static readonly Symbol OfBothSymbol = new("ofBoth", "g_mh", "g_{mh}", "gain of both, log");
    private static readonly Symbol SynergySymbol = new("synergy", "g_s", "g_s", "gain of the pair beyond its halves, log");

    /// <summary>Gain of the model alone, natural logarithm.</summary>
    public double OfModel => Math.Log(Neither / ModelAlone);

    /// <summary>Gain of the machine alone, natural logarithm.</summary>
    public double OfHardware => Math.Log(Neither / HardwareAlone);

    /// <summary>Gain of both, natural logarithm.</summary>
    public double OfBoth => Math.Log(Neither / Both);

    /// <summary>Gain of the pair beyond its halves, natural logarithm.</summary>
    public double Synergy
    {
        get
        {
            Quiet quiet = default;
            return SynergyOf(ref quiet);
        }
    }

    /// <summary>Whether the model alone is worse on the old machine.</summary>
    public bool ModelSacrifices => OfModel < -Equal;

    /// <summary>Whether the machine alone is worse for the old model.</summary>
    public bool HardwareSacrifices => OfHardware < -Equal;

    /// <summary>Whether a half was given up for a whole that pays.</summary>
    public bool IsCodesign => (ModelSacrifices || HardwareSacrifices) && OfBoth > Equal;

    /// <summary>The verdict in a sentence.</summary>
    public string Verdict => IsCodesign
            ? $"Codesign: {(ModelSacrifices, HardwareSacrifices) switch { (true, true) => "either half alone loses", (true, _) => "the model alone loses on the old machine", _ => "the machine alone loses with the old model" }}, and the pair wins."
        : OfBoth > Equal
            ? Synergy > Equal ? "It pays, and the halves help each other, but neither gives anything up: fitting one to the other, not codesign."
                : "It pays, but the halves gain as much apart: two good changes, not codesign."
        : "It does not pay: the pair is no better than what there was.";

    /// <summary>The synergy, with the work shown.</summary>
    public double SynergyOf<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        double neither = work.Given(NeitherSymbol, Neither, name: "neither");
        double modelAlone = work.Given(ModelSymbol, ModelAlone, name: "modelAlone");
        double hardwareAlone = work.Given(HardwareSymbol, HardwareAlone, name: "hardwareAlone");
        double both = work.Given(BothSymbol, Both, name: "both");
        double ofModel = work.Step(OfModelSymbol, Math.Log(neither / modelAlone));
        double ofHardware = work.Step(OfHardwareSymbol, Math.Log(neither / hardwareAlone));
        double ofBoth = work.Step(OfBothSymbol, Math.Log(neither / both));
        return work.Step(SynergySymbol, ofBoth - ofModel - ofHardware);
    }
}
