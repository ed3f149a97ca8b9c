using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
using Chalkline.Workloads;

namespace Chalkline.Tests.Operators;

/// <summary>Prompts send a token to a domain once; decoding sends each copy straight to its expert.</summary>
public sealed class ForwardedExchangeTests
{
    private static readonly MachineSystem Boxes = HardwareData.Catalogue.FindSystem("h800_sxmx32");

    [Fact]
    public void Experts_drawn_evenly_reach_so_many_domains()
    {
        // 8 over 4: 4 (1 - (3/4)^8).
        Collective.DomainsReached(8, 4).ShouldBe(3.5995, 1e-4);
        Collective.DomainsReached(1, 4).ShouldBe(1, 1e-12);
        Collective.DomainsReached(8, 1e9).ShouldBe(8, 1e-6);
    }

    [Fact]
    public void Only_one_copy_for_each_domain_leaves_and_all_are_passed_on_inside()
    {
        Collective straight = Collective.Over(CollectiveKind.AllToAll, 32, Boxes, 1);
        double copies = 32 * (1 - Math.Pow(31 / 32.0, 8));
        Collective forwarded = straight.Forwarded(Boxes, 8, copies);

        // 24 of 32 parts leave straight; forwarded 3.5995 of 7.18 as many. Inside a box 7 of 8 parts move.
        straight.ScaleOutShare.ShouldBe(0.75, 1e-12);
        forwarded.ScaleOutShare.ShouldBe(0.75 * 3.5995 / copies, 1e-4);
        forwarded.ScaleUpShare.ShouldBe(7 / 8.0, 1e-12);
        Bytes message = new(1e8);
        forwarded.Time(message).ShouldBeLessThan(straight.Time(message));
    }

    [Fact]
    public void Inside_one_domain_nothing_changes()
    {
        Collective straight = Collective.Over(CollectiveKind.AllToAll, 8, Boxes, 1);

        straight.Forwarded(Boxes, 8, 5.3).ShouldBe(straight);
    }

    [Theory]
    [InlineData(Fidelity.Operator)]
    [InlineData(Fidelity.Calibrated)]
    public void A_pass_forwards_when_it_has_prompts(Fidelity fidelity)
    {
        PassModel pass = PassModel.Prepare(
            Catalogue.Model("deepseek-v3"),
            Boxes,
            new(1, 1, 32, 32, 1),
            Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16),
            null,
            Catalogue.Calibrations.For(Boxes));
        PassTime decode = pass.Time(new(Pass.Decode(4096, new(1000)), Pass.None, new(32 * 4096)), fidelity);
        PassTime prompts = pass.Time(new(Pass.None, new(4, new(1024), default), new(32 * 4096)), fidelity);

        // As many tokens, half the traffic between boxes.
        prompts.Exchange.Value.ShouldBeInRange(0.45 * decode.Exchange.Value, 0.65 * decode.Exchange.Value);
        decode.Exchange.ShouldBeLessThanOrEqualTo(decode.Network);
    }
}
