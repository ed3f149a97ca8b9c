using Chalkline.Derivations;
using Chalkline.Layouts;
using Chalkline.Quantities;
using S = Chalkline.Serving.LayoutSymbols;

namespace Chalkline.Serving;

/// <summary>What a scale-up domain of so many of the same devices would give a model (lecture, chapters 2 and 4).</summary>
/// <param name="Size">Devices of the domain.</param>
/// <param name="LatencyFloor">Every weight read once by all of them; only they fetch in parallel (eq. 4.6).</param>
/// <param name="Memory">Their memory, all of it.</param>
/// <param name="LargestModel">The most parameters that fit beside the cache of the batch; 0 when that alone does not.</param>
/// <param name="Sequences">Sequences of the context that fit beside the weights; 0 when those alone do not.</param>
/// <param name="Experts">The experts on them; null for a model without.</param>
public sealed record DomainChange(
    int Size, Seconds LatencyFloor, Bytes Memory, Parameters LargestModel, double Sequences, ExpertPlacement? Experts)
{
    /// <summary>Counts one, with the work shown.</summary>
    /// <param name="size">Devices, at least 1.</param>
    /// <param name="need">What the model needs.</param>
    /// <param name="work">Where the work goes.</param>
    public static DomainChange Of<TWork>(int size, ModelNeed need, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open($"a domain of {size}");
        double devices = work.Given(S.Devices, (double)size, name: "devices");
        Bytes weights = work.Given(S.Weights, need.Weights, name: "weights");
        BytesPerSecond bandwidth = work.Given(
            S.Bandwidth, need.Memory.Bandwidth.Value, need.Memory.Bandwidth.Source, "bandwidth");
        Bytes usable = work.Given(S.Usable, need.Usable, need.Memory.Capacity.Source, "usable");
        Bytes cache = work.Given(S.Cache, need.Cache, name: "cache");
        BytesPerParameter bytesEach = work.Given(S.BytesEach, need.BytesEach, name: "bytesEach");
        Seconds floor = work.Step(S.Floor, weights / (devices * bandwidth));
        Parameters largest = work.Step(S.Largest, (devices * usable - cache) / bytesEach);
        work.Close();
        Bytes room = (size * usable) - weights;
        return new(
            size,
            floor,
            size * need.Memory.Capacity.Value,
            largest > Parameters.Zero ? largest : Parameters.Zero,
            room <= Bytes.Zero ? 0 : need.CacheEach > Bytes.Zero ? Math.Floor(room / need.CacheEach) : double.PositiveInfinity,
            need.Experts is { } experts ? new ExpertPlacement(experts, size).Checked() : null);
    }
}
