using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving.Split;

namespace Chalkline.Tests.Serving.Split;

/// <summary>Activations between two pools, and inside one.</summary>
public sealed class ActivationLinkTests
{
    private static readonly ExpertFeedForward Experts = new(256, 8, 2048, true);
    private static readonly DenseFeedForward Dense = new(28672, true);
    private static readonly Efficiency Ideal = Efficiency.Ideal;

    private static MachineSystem H100 => Catalogue.System("hgx-h100");

    /// <summary>One server has the experts: a token crosses once, H bytes out and 2 H back, over eight cards.</summary>
    [Fact]
    public void To_one_server_a_token_takes_three_bytes_an_element()
    {
        ActivationLink link = ActivationLink.Between(H100, 8, H100, new(1, 1, 8, 8, 1), Experts, Ideal, false);
        link.Copies.ShouldBe(1);
        double bandwidth = 8 * H100.ScaleOut!.Bandwidth.Value.Value;
        Seconds there = link.Time(new(4096), new(7168)) - link.Latency;
        Seconds back = link.Time(new(4096), new(2 * 7168)) - link.Latency;
        (there + back).Value.ShouldBe(4096 * 3.0 * 7168 / bandwidth, 1e-12);
        link.Latency.Value.ShouldBe((H100.ScaleOut.Latency.Value + H100.ScaleUp.Latency.Value).Value, 1e-15);
    }

    [Fact]
    public void A_token_crosses_once_for_each_server_it_visits()
    {
        ActivationLink link = ActivationLink.Between(H100, 64, H100, new(1, 1, 32, 32, 1), Experts, Ideal, false);
        link.Copies.ShouldBe(4 * (1 - Math.Pow(0.75, 8)), 1e-12);

        // The side with fewer cards is the slower one.
        link.Rate.Value.ShouldBe(32 * H100.ScaleOut!.Bandwidth.Value.Value / link.Copies, 1);
        ActivationLink.Between(H100, 16, H100, new(1, 1, 32, 32, 1), Experts, Ideal, false)
            .Rate.Value.ShouldBe(link.Rate.Value / 2, 1);
    }

    [Fact]
    public void A_dense_layer_gets_a_token_once_and_hands_it_on_inside_the_server()
    {
        ActivationLink link = ActivationLink.Between(H100, 8, H100, new(4, 1, 1, 1, 2), Dense, Ideal, false);
        link.Copies.ShouldBe(1);
        link.ScaleOut.ShouldBeTrue();
        link.Rate.Value.ShouldBe(8 * H100.ScaleOut!.Bandwidth.Value.Value, 1);
    }

    /// <summary>Inside a domain dispatch is the all-to-all that a pass counts.</summary>
    [Fact]
    public void Inside_one_domain_it_is_the_all_to_all_of_the_pass()
    {
        MachineSystem rack = Catalogue.System("gb200-nvl72");
        Layout layout = new(1, 1, 64, 64, 1);
        ActivationLink link = ActivationLink.Within(rack, layout, Experts, Ideal);
        Collective dispatch = Collective.Over(CollectiveKind.AllToAll, 64, rack, 1);
        double visited = 64 * (1 - Math.Pow(63.0 / 64, 8));
        Bytes message = new(100 * visited * 7168);
        link.Time(new(64 * 100), new(7168)).Value.ShouldBe(dispatch.Time(message).Value, 1e-12);
    }

    [Fact]
    public void A_layer_without_experts_sends_nothing_inside_one_pool()
    {
        ActivationLink.Within(H100, new(8, 1, 1, 1, 1), Dense, Ideal).ShouldBe(ActivationLink.None);
        ActivationLink.Within(H100, new(8, 1, 1, 1, 1), Experts, Ideal).ShouldBe(ActivationLink.None);
        ActivationLink.None.Time(new(1000), new(7168)).ShouldBe(Seconds.Zero);
    }

    [Fact]
    public void Without_a_scale_out_network_a_sentence_says_so()
    {
        MachineSystem alone = H100 with { ScaleOut = null };
        Layout layout = new(1, 1, 8, 8, 1);
        Should.Throw<ChalkException>(() => ActivationLink.Between(H100, 8, alone, layout, Experts, Ideal, false))
            .Message.ShouldContain("no scale-out network");
    }
}
