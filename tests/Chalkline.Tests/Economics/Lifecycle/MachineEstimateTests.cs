using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Economics.Lifecycle;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;
using Chalkline.Training;

namespace Chalkline.Tests.Economics.Lifecycle;

/// <summary>Utilisations from the project's own models of training and serving.</summary>
public sealed class MachineEstimateTests
{
    private static readonly ModelCatalogue Models = ModelCatalogue.Open(HardwareData.Folder);

    [Theory]
    [InlineData("llama-3.1-70b")]
    [InlineData("mixtral-8x7b")]
    [InlineData("deepseek-v3")]
    public void A_training_shape_has_the_parameters_of_its_model(string name)
    {
        Model model = Models.Find(name);
        TrainingShape shape = ModelShape.Of(model).ShouldNotBeNull();
        ModelSize size = ParameterCount.Count(model);
        shape.Parameters.ShouldBe(size.Total.Value, 0.02 * size.Total.Value);
        shape.ActiveMatrixWeights.ShouldBe(size.Active.Value, 0.03 * size.Active.Value);
    }

    [Fact]
    public void A_recurrent_model_has_none()
        => ModelShape.Of(Models.Find("qwen3-next-80b-a3b-instruct")).ShouldBeNull();

    /// <summary>Llama 3 trained at 38 to 43 % (arXiv:2407.21783, table 4).</summary>
    [Fact]
    public void A_dense_model_trains_at_a_usual_utilisation()
        => TrainingEstimate.Of(Models.Find("llama-3.1-70b"), HardwareData.Catalogue.FindSystem("hgx-h100"))
            .ShouldNotBeNull().Utilisation.ShouldBeInRange(0.3, 0.55);

    [Fact]
    public void Decoding_is_less_efficient_than_training()
    {
        Model model = Models.Find("llama-3.1-70b");
        MachineSystem system = HardwareData.Catalogue.FindSystem("hgx-h100");
        DecodeEstimate decode = DecodeEstimate.Of(
            model, system, Precision.Bf16, new(4096), CalibrationSet.Open(HardwareData.Folder).For(system));
        LifecycleMachine machine = new() { Peak = new(989e12), Utilisation = 0.4 };
        decode.Penalty(ParameterCount.Count(model).Active, machine).ShouldBeInRange(1, 10);
        decode.DeviceTime.Value.ShouldBe(decode.Layout.Devices * decode.TimePerToken.Value / decode.Batch, 1e-12);

        Should.Throw<ChalkException>(() => DecodeEstimate.Of(
            Models.Find("deepseek-v3"), system, Precision.Bf16, new(4096), CalibrationSet.Open(HardwareData.Folder).For(
                system)))
            .Message.ShouldContain("name more of it");
    }
}
