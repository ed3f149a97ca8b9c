using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Pipelines;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Tests.Serving;

/// <summary>A model layer by layer is the model as a whole.</summary>
public sealed class ModelProfileTests
{
    [Theory]
    [InlineData("llama-3.1-70b", "h100x8", 8, 1)]
    [InlineData("deepseek-v3", "gb200-nvl72", 8, 8)]
    [InlineData("gemma-3-27b", "h100x8", 2, 1)]
    public void Layers_embedding_and_head_add_up_to_the_pass(string name, string machine, int tensor, int groups)
    {
        Model model = Catalogue.Model(name);
        Layout layout = new(tensor, 1, groups, groups > 1 ? tensor * groups : 1, 1);
        PassModel whole = PassModel.Prepare(model, Catalogue.System(machine), layout, model.Native);
        Pass pass = Pass.Decode(64, new(4096));
        ModelProfile profile = ModelProfile.Of(
            model, whole.System, layout, model.Native, pass, training: false, Fidelity.Operator, null);

        double sum = profile.All.Forward.Value;
        sum.ShouldBe(whole.Time(Catalogue.Decode(layout, 64, 4096)).Estimate.Value, 1e-9 * sum);
        profile.All.Backward.Value.ShouldBe(0);
        profile.Layers.Sum(layer => layer.KeyValue.Value)
            .ShouldBe(new Footprint(whole).KeyValue(new(4097)).Value, 1e-3 * profile.Layers.Sum(layer => layer.KeyValue.Value));
        double weights = profile.Layers.Sum(layer => layer.Weights.Value) + profile.Head.Weights.Value
            + (model.TiedEmbeddings ? 0 : profile.Embedding.Weights.Value);
        weights.ShouldBe(new Footprint(whole).AllWeights.Value, 1e-6 * weights);
    }

    [Fact]
    public void Gradients_of_a_dense_model_take_2_to_2_5_times_the_forward_pass()
    {
        // Products twice, attention two and a half times; on one device no collective takes only once as long.
        StagePasses all = ModelProfile.Of(
            Catalogue.Model("llama-3.1-8b"), Catalogue.System("h100x8"), Layout.Single, Precision.Bf16,
            Pass.Prefill(1, new(4096), Tokens.Zero), training: true, Fidelity.Operator, null).All;
        (all.Backward / all.Forward).ShouldBeInRange(2, 2.5);
        all.InputGradient.ShouldBeGreaterThan(all.WeightGradient, "attention has no weights of its own");
    }

    [Fact]
    public void Window_layers_are_shorter_than_global_ones_in_the_same_model()
    {
        Model gemma = Catalogue.Model("gemma-3-27b");
        ModelProfile profile = ModelProfile.Of(
            gemma, Catalogue.System("h100x8"), new(2, 1, 1, 1, 1), gemma.Native, Pass.Prefill(1, new(32_768), Tokens.Zero),
            training: true, Fidelity.Operator, null);
        double[] times = [.. profile.Layers.Select(layer => layer.Passes.All.Value).Distinct()];
        times.Length.ShouldBe(2);
        (times.Max() / times.Min()).ShouldBeGreaterThan(1.2);
    }

    [Fact]
    public void Parts_take_what_their_layers_take_the_ends_more()
    {
        ModelProfile profile = Llama(training: true);
        var parts = profile.Parts([20, 20, 20, 20]);
        double layer = profile.Layers[0].Passes.All.Value;
        parts[1].Passes.All.Value.ShouldBe(20 * layer, 1e-9 * layer);
        (parts[3].Passes.All - parts[1].Passes.All).Value.ShouldBe(profile.Head.Passes.All.Value, 1e-9 * layer);
        parts.Sum(part => part.Passes.All.Value).ShouldBe(profile.All.All.Value, 1e-9);
    }

    [Fact]
    public void Streams_of_earlier_blocks_make_hand_overs_longer()
    {
        Model model = Catalogue.Model("llama-3.1-70b");
        double plain = Boundary(0);
        double three = Boundary(3);
        three.ShouldBeGreaterThan(plain);
        three.ShouldBeLessThan(4 * plain, "the latency is paid once");
        ((three - plain) / (Boundary(1) - plain)).ShouldBe(3, 1e-6);

        double Boundary(int residuals) => ModelProfile.Of(
            model, Catalogue.System("h100x32"), new(8, 4, 1, 1, 1), Precision.Bf16, Pass.Prefill(1, new(4096), Tokens.Zero),
            training: true, Fidelity.Operator, null, residuals).Boundary.Value;
    }

    private static ModelProfile Llama(bool training) => ModelProfile.Of(
        Catalogue.Model("llama-3.1-70b"), Catalogue.System("h100x32"), new(8, 4, 1, 1, 1), Precision.Bf16,
        Pass.Prefill(1, new(4096), Tokens.Zero), training, Fidelity.Operator, null);
}
