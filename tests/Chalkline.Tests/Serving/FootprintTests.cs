using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;
using CsCheck;

namespace Chalkline.Tests.Serving;

public sealed class FootprintTests
{
    private static readonly MachineSystem Box = Catalogue.System("h100x8");

    private static Footprint Single(Model model)
        => new(PassModel.Prepare(model, Box, Layout.Single, Precision.Bf16));

    [Theory]
    [InlineData("deepseek-v3", 70_272)]
    [InlineData("qwen2.5-72b", 327_680)]
    [InlineData("llama-3.1-405b", 516_096)]
    public void The_published_cache_bytes_of_a_token_come_out_of_the_timed_operators(string name, double expected)
    {
        Footprint footprint = Single(Catalogue.Model(name));
        (footprint.KeyValue(new(4097)) - footprint.KeyValue(new(4096))).Value.ShouldBe(expected);
    }

    /// <summary>The slow plain twin: one sum over the layers, straight from the architecture.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(4099)]
    [InlineData(131_072)]
    public void The_cache_of_the_operators_is_that_of_the_architecture_for_every_model(double context)
    {
        foreach (Model model in Catalogue.Models)
        {
            double plain = KeyValueFootprint.OfSequence(model, NumberFormat.Bf16, new(context)).Value;
            Single(model).KeyValue(new(context)).Value.ShouldBe(plain, 1e-9 * plain, model.Name);
        }
    }

    /// <summary>
    /// Biases and the vectors of gates and norms inside mixers are not kernels of their own: hence the 1 %.
    /// </summary>
    [Fact]
    public void The_weights_of_the_operators_are_the_parameters_of_the_architecture_for_every_model()
    {
        List<string> apart = [];
        foreach (Model model in Catalogue.Models)
        {
            double counted = 2 * ParameterCount.Count(model).Total.Value;
            double held = Single(model).AllWeights.Value;
            if (Math.Abs((held / counted) - 1) > 0.01)
            {
                apart.Add(FormattableString.Invariant(
                    $"{model.Name}: {held / counted:0.0000} of {counted / 1e9:0.0} GB"));
            }
        }

        apart.ShouldBeEmpty();
    }

    [Fact]
    public void Parts_and_room_add_up_to_the_capacity() => Catalogue.Places.Sample(
        place =>
        {
            Footprint footprint = new(place.Prepare());
            double sum = (footprint.AllWeights + footprint.Workspace + footprint.Reserve + footprint.Room).Value;
            sum.ShouldBe(footprint.Capacity.Value, 1e-9 * footprint.Capacity.Value, place.ToString());
            footprint.AllWeights.Value.ShouldBe(footprint.Weights.Values.Sum(part => part.Value), 1);
        },
        seed: "0N0XIzNsQ0O2",
        iter: 200);

    [Fact]
    public void The_largest_batch_fits_and_one_more_in_each_group_does_not() => Catalogue.Places.Sample(
        place =>
        {
            Footprint footprint = new(place.Prepare());
            Tokens context = new(5000);
            double perGroup = footprint.LargestBatch(context) / place.Layout.AttentionParallel;
            if (double.IsFinite(perGroup) && footprint.Room > Bytes.Zero)
            {
                Bytes each = footprint.KeyValue(context);
                (perGroup * each).ShouldBeLessThanOrEqualTo(footprint.Room);
                ((perGroup + 1) * each).ShouldBeGreaterThan(footprint.Room);
            }
        },
        seed: "0N0XIzNsQ0O3",
        iter: 200);

    /// <summary>
    /// Peers, section 6.2: a tool that counts KV for each query head reads 8 times too much of a Llama-3-70B.
    /// </summary>
    [Fact]
    public void Cache_is_counted_by_KV_head_and_not_by_query_head()
    {
        Model model = Catalogue.Model("llama-3.1-70b");
        Attention attention = model.Layers[0].Mixer.ShouldBeOfType<Attention>();
        double byQueryHead = model.Layers.Length * 2.0 * attention.QueryHeads * attention.HeadDim * 2;
        double ours = (Single(model).KeyValue(new(2)) - Single(model).KeyValue(new(1))).Value;
        (byQueryHead / ours).ShouldBe(8);
        PassTime decode = PassModel.Prepare(model, Box, Layout.Single, Precision.Bf16)
            .Time(Catalogue.Decode(Layout.Single, 32, 2175));
        decode.Cost.Cache.Value.ShouldBe(32 * 2176 * 327_680.0, 1);
    }

    [Fact]
    public void A_device_holds_a_whole_KV_head_when_there_are_more_devices_than_heads()
    {
        Model model = Catalogue.Model("llama-3.1-70b");
        MachineSystem rack = Catalogue.System("gb200-nvl72");
        double Held(int tensor) => new Footprint(PassModel.Prepare(
            model, rack, new(tensor, 1, 1, 1, 1), Precision.Bf16)).KeyValue(new(1000)).Value;
        Held(8).ShouldBe(Held(1) / 8, 1);
        Held(16).ShouldBe(Held(8), 1);
    }

    [Fact]
    public void Stages_spread_weights_but_not_the_cache_of_a_full_machine()
    {
        // Lecture, eq. 4.5: twice the stages hold twice the sequences in flight on half the layers.
        Model model = Catalogue.Model("llama-3.1-70b");
        MachineSystem boxes = Catalogue.System("h200x32");
        Footprint one = new(PassModel.Prepare(model, boxes, new(8, 1, 1, 1, 1), Precision.Bf16));
        Footprint two = new(PassModel.Prepare(model, boxes, new(8, 2, 1, 1, 1), Precision.Bf16));
        two.KeyValue(new(4096)).Value.ShouldBe(one.KeyValue(new(4096)).Value / 2, 1);
        two.AllWeights.ShouldBeLessThan(0.55 * one.AllWeights);
    }
}
