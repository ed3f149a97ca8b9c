using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Operators;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Serving.LayoutSymbols;

namespace Chalkline.Serving;

/// <summary>
/// The all-to-all of expert parallelism when a layer spans so many domains, every device with the same tokens: the
/// closed form of the lecture (chapter 2), no latency, nothing overlapped.
/// </summary>
/// <param name="Domains">Domains that a layer spans.</param>
/// <param name="LeavingShare">Share of the routed tokens that leaves its domain, (k - 1) / k.</param>
/// <param name="Layer">Dispatch and combine of one layer.</param>
/// <param name="Token">The same over all layers: what a token waits for in a pass.</param>
/// <param name="Hops">The hops of all layers: two empty collectives each over the networks that are crossed.</param>
/// <param name="Wired">
/// All layers on the networks as they are wired, hops included: a device keeps what is its own, and a torus carries a
/// part over several links (<see cref="Collective"/>).
/// </param>
public sealed record LayerExchange(
    int Domains, double LeavingShare, Seconds Layer, Seconds Token, Seconds Hops, Seconds Wired)
{
    /// <summary>Counts one, with the work shown.</summary>
    /// <param name="exchange">What a token moves.</param>
    /// <param name="perDevice">New tokens of each device.</param>
    /// <param name="system">The machine.</param>
    /// <param name="used">Devices of a domain that hold experts.</param>
    /// <param name="expertLayers">Layers with experts.</param>
    /// <param name="spans">Domains that a layer spans, at least 1.</param>
    /// <param name="work">Where the work goes.</param>
    /// <exception cref="ChalkException">There are several domains and no network between them.</exception>
    public static LayerExchange Of<TWork>(
        ExpertExchange exchange,
        Tokens perDevice,
        MachineSystem system,
        int used,
        int expertLayers,
        int spans,
        ref TWork work)
        where TWork : struct, IWork
    {
        MachineSystem whole = system.Of(spans);
        work.Open(spans == 1 ? "all-to-all in one domain" : $"all-to-all over {spans} domains");
        Tokens tokens = work.Given(S.Tokens, perDevice, name: "tokens");
        BytesPerToken perToken = work.Given(S.PerToken, exchange.PerToken, name: "perToken");
        double domains = work.Given(S.Domains, (double)spans, name: "domains");
        double layers = work.Given(S.Layers, (double)expertLayers, name: "layers");
        BytesPerSecond scaleUp = work.Given(
            S.ScaleUp, system.ScaleUp.Bandwidth.Value, system.ScaleUp.Bandwidth.Source, "scaleUp");
        double leaving = work.Step(S.Leaving, (domains - 1) / domains);
        Seconds inside = work.Step(S.Inside, (1 - leaving) * tokens * perToken / scaleUp);
        Seconds layer = inside;
        if (spans > 1 && system.ScaleOut is { } outer)
        {
            BytesPerSecond scaleOut = work.Given(S.ScaleOut, outer.Bandwidth.Value, outer.Bandwidth.Source, "scaleOut");
            Seconds outside = work.Step(S.Outside, leaving * tokens * perToken / scaleOut);
            layer = work.Step(S.Layer, Max(inside, outside));
        }

        Seconds token = spans > 1 ? work.Step(S.Token, layers * layer) : work.Step(S.Token, layers * inside);
        work.Close();
        Collective collective = Collective.Over(CollectiveKind.AllToAll, used * spans, whole with { DomainSize = used }, 1);
        Seconds wired = expertLayers * (collective.Latency + collective.Time(perDevice * exchange.PerToken));
        return new(spans, leaving, layer, token, 2 * expertLayers * collective.Latency, wired);
    }
}
