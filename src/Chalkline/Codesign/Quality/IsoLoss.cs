using Chalkline.Derivations;

namespace Chalkline.Codesign.Quality;

/// <summary>
/// What a change is worth at equal loss, from what a parameter and a token count for: put N' = e_N N and D' = e_D D into
/// 6 N D = S C and the reference's optimum is reached with S e_N e_D of its compute, whatever the law's constants
/// (codesign notes, section 2.6; arXiv:2502.16440 and arXiv:2505.14669 publish e_N and e_D).
/// </summary>
/// <param name="Parameters">e_N, what a parameter counts for; above 0.</param>
/// <param name="Tokens">e_D, what a token counts for; above 0.</param>
public readonly record struct IsoLoss(double Parameters, double Tokens)
{
    private static readonly Symbol ParameterSymbol = new("ofParameter", "e_N", "e_N", "what a parameter counts for");
    private static readonly Symbol TokenSymbol = new("ofToken", "e_D", "e_D", "what a token counts for");
    private static readonly Symbol SpeedSymbol = new("speed", "S", "S", "throughput, times that of the reference");
    private static readonly Symbol BitsSymbol = new("bits", "b", "b", "stored bits an element");
    private static readonly Symbol ReferenceBitsSymbol = new("reference", "b_0", "b_0", "stored bits of the reference");
    private static readonly Symbol EnergySymbol = new("energy", "e_f/e_0", "e_f/e_0", "energy of an operation, times that of the reference");
    private static readonly Symbol OverheadSymbol = new(
        "overhead", "dN/N", @"\Delta N/N", "parameters more for the same loss", "codesign recording, 29:06");
    private static readonly Symbol BreakEvenSymbol = new("breakEven", "S*", "S^*", "throughput that makes it pay in training");
    private static readonly Symbol ComputeSymbol = new("multiplier", "M", "M", "compute it is worth");
    private static readonly Symbol ComputeCostSymbol = new("computeCost", "c_compute", @"c_{\text{compute}}", "compute of a served token at equal loss, times the reference's");
    private static readonly Symbol MemoryCostSymbol = new("memoryCost", "c_memory", @"c_{\text{memory}}", "weight bits read at equal loss, times the reference's");
    private static readonly Symbol TrainingEnergySymbol = new("trainingEnergy", "E/E_0", "E/E_0", "energy of training at equal loss, times the reference's");

    /// <summary>More parameters for the same loss, as a share: 1/e_N - 1.</summary>
    public double Overhead
    {
        get
        {
            Quiet quiet = default;
            return OverheadOf(ref quiet);
        }
    }

    /// <summary>S* = 1/(e_N e_D), the throughput at which training in it breaks even.</summary>
    public double BreakEven
    {
        get
        {
            Quiet quiet = default;
            return BreakEvenOf(ref quiet);
        }
    }

    /// <summary>M = S e_N e_D, times the compute of the reference that training in it is worth.</summary>
    public double Multiplier(double speed)
    {
        Quiet quiet = default;
        return MultiplierOf(speed, ref quiet);
    }

    /// <summary>1/(S e_N): time of the arithmetic of a served token at equal loss, times that of the reference.</summary>
    public double ComputeCost(double speed)
    {
        Quiet quiet = default;
        return ComputeCostOf(speed, ref quiet);
    }

    /// <summary>(b/b_0)/e_N: weight bits that decoding reads at equal loss, times those of the reference.</summary>
    public double MemoryCost(double bits, double reference)
    {
        Quiet quiet = default;
        return MemoryCostOf(bits, reference, ref quiet);
    }

    /// <summary>(e_f/e_0)/(e_N e_D): energy of training at equal loss, times that of the reference.</summary>
    public double TrainingEnergy(double energy)
    {
        Quiet quiet = default;
        return TrainingEnergyOf(energy, ref quiet);
    }

    /// <summary><see cref="Overhead"/> with the work shown.</summary>
    public double OverheadOf<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        double ofParameter = work.Given(ParameterSymbol, Parameters, name: "ofParameter");
        return work.Step(OverheadSymbol, (1 / ofParameter) - 1);
    }

    /// <summary><see cref="BreakEven"/> with the work shown.</summary>
    public double BreakEvenOf<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        double ofParameter = work.Given(ParameterSymbol, Parameters, name: "ofParameter");
        double ofToken = work.Given(TokenSymbol, Tokens, name: "ofToken");
        return work.Step(BreakEvenSymbol, 1 / (ofParameter * ofToken));
    }

    /// <summary><see cref="Multiplier"/> with the work shown.</summary>
    public double MultiplierOf<TWork>(double speed, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(SpeedSymbol, speed);
        double ofParameter = work.Given(ParameterSymbol, Parameters, name: "ofParameter");
        double ofToken = work.Given(TokenSymbol, Tokens, name: "ofToken");
        return work.Step(ComputeSymbol, speed * ofParameter * ofToken);
    }

    /// <summary><see cref="ComputeCost"/> with the work shown.</summary>
    public double ComputeCostOf<TWork>(double speed, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(SpeedSymbol, speed);
        double ofParameter = work.Given(ParameterSymbol, Parameters, name: "ofParameter");
        return work.Step(ComputeCostSymbol, 1 / (speed * ofParameter));
    }

    /// <summary><see cref="MemoryCost"/> with the work shown.</summary>
    public double MemoryCostOf<TWork>(double bits, double reference, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(BitsSymbol, bits);
        work.Given(ReferenceBitsSymbol, reference);
        double ofParameter = work.Given(ParameterSymbol, Parameters, name: "ofParameter");
        return work.Step(MemoryCostSymbol, bits / reference / ofParameter);
    }

    /// <summary><see cref="TrainingEnergy"/> with the work shown.</summary>
    public double TrainingEnergyOf<TWork>(double energy, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(EnergySymbol, energy);
        double ofParameter = work.Given(ParameterSymbol, Parameters, name: "ofParameter");
        double ofToken = work.Given(TokenSymbol, Tokens, name: "ofToken");
        return work.Step(TrainingEnergySymbol, energy / (ofParameter * ofToken));
    }
}
