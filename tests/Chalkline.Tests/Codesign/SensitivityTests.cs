using Chalkline.Catalog;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.Sensitivities;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>Exact derivatives against differences: the slow plain twin prepares the changed machine and times it again.</summary>
public sealed class SensitivityTests
{
    private const double Step = 1e-4;

    private static readonly EnergyCatalogue Tables = EnergyCatalogue.Open(HardwareData.Folder);

    private static readonly FormatCatalogue Formats = FormatCatalogue.Open(HardwareData.Folder);

    private static readonly (string Model, string System, Layout Layout, Precision Precision, double Batch)[] Points =
    [
        ("llama-3.1-8b", "h100x1", Layout.Single, Precision.Bf16, 64),
        ("llama-3.1-70b", "h100x8", Layout.Single with { TensorParallel = 8 }, Precision.Uniform(NumberFormat.Fp8, NumberFormat.Fp8), 96),
        ("deepseek-v3", "gb200-nvl72", new Layout(1, 1, 32, 32, 1), Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16), 2048),
        ("qwen3-235b-a22b", "h100x16", new Layout(8, 1, 2, 16, 1), Precision.Bf16, 128),
    ];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Points.Length)];

    [Theory]
    [MemberData(nameof(Places))]
    public void The_step_is_that_of_the_pass(int place)
    {
        PassModel pass = Prepare(place);
        StepSlopes.Of(pass, Points[place].Batch, Context).Step.Time.ShouldBe(Time(pass, Points[place].Batch, Context), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Hardware_slopes_equal_differences(int place)
    {
        (_, _, _, _, double batch) = Points[place];
        StepSlopes slopes = StepSlopes.Of(Prepare(place), batch, Context);
        foreach ((string field, Figure figure) in new[]
        {
            ("peaks", Figure.Peak), ("memory.bandwidth", Figure.MemoryBandwidth), ("scaleup", Figure.ScaleUp), ("scaleout", Figure.ScaleOut),
        })
        {
            MachineSystem system = Prepare(place).System;
            if (field is "scaleout" && system.Accelerator.ScaleOut is null)
            {
                continue;
            }

            double At(double factor) => Time(
                Prepare(place, HardwareChange.Apply(system, [HardwareChange.Times(HardwareField.Find(field), factor)])), batch, Context);
            slopes.Of(figure).Time.ShouldBe(Difference(At), 1e-5 * slopes.Step.Time, $"{Points[place].Model} {field}");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Slopes_of_batch_context_launch_and_cache_equal_differences(int place)
    {
        (_, _, _, Precision precision, double batch) = Points[place];
        PassModel pass = Prepare(place);
        StepSlopes slopes = StepSlopes.Of(pass, batch, Context);

        slopes.Of(Figure.Batch).Time.ShouldBe(
            Difference(factor => Time(pass, factor * batch, Context)), 2e-5 * slopes.Step.Time, "batch");
        slopes.Of(Figure.Context).Time.ShouldBe(
            Difference(factor => Time(pass, batch, factor * Context)), 1e-5 * slopes.Step.Time, "context");
        slopes.Of(Figure.Launch).Time.ShouldBe(
            Difference(factor => Time(
                Prepare(place, efficiency: Efficiency.Stated with { Launch = factor * Efficiency.Stated.Launch }), batch, Context)),
            1e-5 * slopes.Step.Time, "launch");
        slopes.Of(Figure.CacheBytes).Time.ShouldBe(
            Difference(factor => Time(
                Prepare(place, precision: precision with { KeyValue = Wider(precision.KeyValue, factor) }), batch, Context)),
            1e-5 * slopes.Step.Time, "cache");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Energy_answers_as_its_differences_do(int place)
    {
        (_, _, _, _, double batch) = Points[place];
        PassModel pass = Prepare(place);
        EnergyTerms terms = EnergyTerms.Of(pass.System.Accelerator, Tables, Formats);
        TokenSensitivity exact = TokenSensitivity.Of(pass, batch, Context, Objective.Energy, null, terms);
        double At(double factor) => TokenEnergy.Of(TokenEnergyStudy.Decode(pass, factor * batch, Context, Fidelity.Operator), terms).Total.Value;

        exact.Value.ShouldBe(At(1), 1e-9 * At(1));
        Of(exact, Figure.Batch).ShouldBe(Difference(At) / exact.Value, 1e-4);
    }

    [Fact]
    public void Cost_speed_and_throughput_are_one_time_seen_from_three_sides()
    {
        PassModel pass = Prepare(1);
        TokenSensitivity cost = TokenSensitivity.Of(pass, 96, Context, Objective.Cost, new(2), null);
        TokenSensitivity speed = TokenSensitivity.Of(pass, 96, Context, Objective.Speed, null, null);
        TokenSensitivity throughput = TokenSensitivity.Of(pass, 96, Context, Objective.Throughput, null, null);

        Of(cost, Figure.MemoryBandwidth).ShouldBe(-Of(speed, Figure.MemoryBandwidth), 1e-12);
        Of(throughput, Figure.MemoryBandwidth).ShouldBe(Of(speed, Figure.MemoryBandwidth), 1e-12);
        Of(cost, Figure.Price).ShouldBe(1);
        Of(cost, Figure.Batch).ShouldBe(-Of(throughput, Figure.Batch), 1e-12);
        cost.Value.ShouldBe(2 / 3600.0 / throughput.Value * 1e6, 1e-9);
        Should.Throw<ChalkException>(() => TokenSensitivity.Of(pass, 96, Context, Objective.Cost, null, null)).Message.ShouldContain("--price");
    }

    /// <summary>All that times grow with, hardware twice as fast and latencies half as long, halves the time.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void Rates_and_latencies_together_are_the_whole_step(int place)
    {
        StepSlopes slopes = StepSlopes.Of(Prepare(place), Points[place].Batch, Context);
        double sum = new[] { Figure.Peak, Figure.MemoryBandwidth, Figure.ScaleUp, Figure.ScaleOut }.Sum(figure => slopes.Of(figure).Time)
            - slopes.Of(Figure.LinkLatency).Time - slopes.Of(Figure.Launch).Time;

        sum.ShouldBe(-slopes.Step.Time, 1e-12);
    }

    [Fact]
    public void A_threshold_is_where_the_condition_turns()
    {
        Threshold.Find(factor => factor >= 3.7).Factor!.Value.ShouldBe(3.7, 1e-3);
        Threshold.Find(factor => factor <= 0.3, down: true).Factor!.Value.ShouldBe(0.3, 1e-3);
        Threshold.Find(_ => true).HeldBefore.ShouldBeTrue();
        Threshold.Find(_ => false).Factor.ShouldBeNull();
        Threshold.Find(factor => factor > 4 ? throw new ChalkException("no such thing") : false).Stopped.ShouldBe("no such thing");
    }

    private static Tokens Context => new(4096);

    private static double Of(TokenSensitivity sensitivity, Figure figure) => sensitivity.Elasticities.Single(one => one.Figure == figure).Elasticity;

    private static double Difference(Func<double, double> at) => (at(1 + Step) - at(1 - Step)) / (2 * Step);

    private static NumberFormat Wider(NumberFormat format, double factor) => format with { Storage = new(factor * format.Storage.Value) };

    private static double Time(PassModel pass, double batch, Tokens context)
        => pass.Time(StepLoad.Of(pass.Layout, Chalkline.Workloads.Pass.Decode(batch, context), 0, 0, default), Fidelity.Operator).Cost.Time.Value;

    private static PassModel Prepare(
        int place, MachineSystem? system = null, Efficiency? efficiency = null, Precision? precision = null) => PassModel.Prepare(
            Found(Points[place].Model), system ?? HardwareData.Catalogue.FindSystem(Points[place].System), Points[place].Layout,
            precision ?? Points[place].Precision, efficiency);

    private static Model Found(string name) => ModelCatalogue.Open(HardwareData.Folder).Find(name);
}
