using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;

namespace Chalkline.Serving.Split;

/// <summary>
/// The way of a micro-batch's activations to the devices that hold its feed-forward layers, and back, on the networks
/// they cross. A copy crosses the scale-out network once for each domain that has work for the token, spread evenly
/// over the network cards, and is handed on inside that domain (as DeepEP and Step-3 do); results are summed inside a
/// domain before they go back. Between devices of one domain each device with work gets its copy straight.
/// </summary>
/// <param name="Latency">Time of an empty message: hops and launches.</param>
/// <param name="Rate">Bytes of activations a second when every token counts once; all copies are in it.</param>
/// <param name="Copies">Copies of a token that cross between the sides, or leave their domain in one pool.</param>
/// <param name="ScaleOut">Whether the scale-out network is crossed.</param>
public readonly record struct ActivationLink(Seconds Latency, BytesPerSecond Rate, double Copies, bool ScaleOut)
{
    /// <summary>Nothing to send.</summary>
    public static ActivationLink None => new(Seconds.Zero, new(double.PositiveInfinity), 0, false);

    /// <summary>Time one way.</summary>
    /// <param name="tokens">Tokens of the micro-batch, all devices together.</param>
    /// <param name="width">Bytes of one token's activation, one way.</param>
    public Seconds Time(Tokens tokens, BytesPerToken width) => Latency + (tokens * width / Rate);

    /// <summary>The link between two pools.</summary>
    /// <param name="attention">Machine of the attention side.</param>
    /// <param name="senders">Its devices.</param>
    /// <param name="feedForward">Machine of the feed-forward side.</param>
    /// <param name="layout">Layout of the feed-forward side; replicas take whole tokens.</param>
    /// <param name="kind">The feed-forward layer.</param>
    /// <param name="efficiency">Share of the links that is reached, and launches.</param>
    /// <param name="oneDomain">Whether both pools stand in one scale-up domain.</param>
    /// <exception cref="ChalkException">A machine has no scale-out network to cross.</exception>
    public static ActivationLink Between(
        MachineSystem attention,
        int senders,
        MachineSystem feedForward,
        Layout layout,
        FeedForward kind,
        Efficiency efficiency,
        bool oneDomain)
    {
        int receivers = layout.Devices;
        double devices = Visited(layout, kind);
        if (oneDomain)
        {
            BytesPerSecond up = efficiency.Network * feedForward.ScaleUp.Bandwidth.Value;
            return new(
                efficiency.Launch + feedForward.ScaleUp.Latency.Value,
                Math.Min(senders, receivers) / devices * up,
                devices,
                false);
        }

        Network sending = ScaleOutOf(attention);
        Network receiving = ScaleOutOf(feedForward);
        (double domains, double inside) = Domains(layout.DevicesPerReplica, feedForward.DomainSize);
        double crossing = Distinct(domains, kind);
        BytesPerSecond outer = efficiency.Network / crossing
            * Min(senders * sending.Bandwidth.Value, receivers * receiving.Bandwidth.Value);
        double handedOn = devices * (inside - 1) / inside;
        Network upward = feedForward.ScaleUp;
        return new(
            efficiency.Launch + Max(sending.Latency.Value, receiving.Latency.Value)
                + (handedOn > 0 ? upward.Latency.Value : Seconds.Zero),
            handedOn > 0 ? Min(outer, efficiency.Network * receivers / handedOn * upward.Bandwidth.Value) : outer,
            crossing,
            true);
    }

    /// <summary>Expert dispatch and combine inside one pool, sent the same way.</summary>
    /// <param name="system">The machine.</param>
    /// <param name="layout">Layout of the pool; a replica keeps its tokens.</param>
    /// <param name="kind">The feed-forward layer.</param>
    /// <param name="efficiency">Share of the links that is reached, and launches.</param>
    public static ActivationLink Within(MachineSystem system, Layout layout, FeedForward kind, Efficiency efficiency)
    {
        if (kind is not ExpertFeedForward || layout.AttentionParallel == 1)
        {
            return None;
        }

        int pool = layout.DevicesPerReplica;
        (double domains, double inside) = Domains(pool, system.DomainSize);
        double leaving = Distinct(domains, kind) * (domains - 1) / domains;
        double handedOn = Visited(layout, kind) * (inside - 1) / inside;
        BytesPerSecond rate = new(double.PositiveInfinity);
        Seconds latency = efficiency.Launch;
        if (handedOn > 0)
        {
            rate = efficiency.Network * layout.Devices / handedOn * system.ScaleUp.Bandwidth.Value;
            latency += system.ScaleUp.Latency.Value;
        }

        if (domains > 1)
        {
            Network outer = ScaleOutOf(system);
            rate = Min(rate, efficiency.Network * layout.Devices / leaving * outer.Bandwidth.Value);
            latency += outer.Latency.Value;
        }

        return new(latency, rate, domains > 1 ? leaving : handedOn, domains > 1);
    }

    /// <summary>Devices with work for a token, k experts on even routing; all that share a dense layer.</summary>
    private static double Visited(Layout layout, FeedForward kind) => kind is ExpertFeedForward
        ? Distinct(layout.ExpertParallel, kind) * layout.ExpertTensorParallel
        : layout.TensorParallel;

    /// <summary>Places out of so many that a token visits when each of its experts is as likely on any.</summary>
    private static double Distinct(double places, FeedForward kind) => kind is ExpertFeedForward experts
        ? places * (1 - Math.Pow(1 - (1 / places), experts.ExpertsPerToken))
        : 1;

    private static (double Domains, double Inside) Domains(int devices, int size)
    {
        double domains = Math.Ceiling((double)devices / size);
        return (domains, devices / domains);
    }

    private static Network ScaleOutOf(MachineSystem system) => system.ScaleOut
        ?? throw new ChalkException($"{system.Id} has no scale-out network to send activations over; both sides of a "
            + $"split must then stand in one domain of {system.DomainSize} devices.");
}
