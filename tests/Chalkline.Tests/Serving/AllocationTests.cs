using Chalkline.Calibration;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Workloads;

namespace Chalkline.Tests.Serving;

/// <summary>A sweep times millions of points, so a point must not allocate.</summary>
public class AllocationTests
{
    private const int Points = 100;

    private const int Groups = 64;

    private static readonly MachineSystem System = HardwareData.Catalogue.FindSystem("gb200-nvl72");

    private static readonly PassModel Wide = Prepare("deepseek-v3", new Layout(1, 1, Groups, Groups, 1));

    [Fact]
    public void A_closed_form_point_allocates_nothing()
    {
        Roofline dense = new()
        {
            Active = new(37e9),
            Total = new(671e9),
            WeightWidth = new(1),
            KeyValue = new(70_272),
            Peak = new(3.6e17),
            Bandwidth = new(5.76e14),
        };
        Roofline root = dense with { Context = ContextLaw.SquareRoot(new(1024)) };
        Roofline top = dense with { Context = ContextLaw.TopK(new(2048), 0.02), Overlap = Overlap.AttentionExposed };
        Allocated(point => dense.Time(point, new(4096)).Pass).ShouldBe(0);
        Allocated(point => root.Time(point, new(4096)).Pass).ShouldBe(0);
        Allocated(point => top.Time(point, new(4096)).Pass).ShouldBe(0);
    }

    [Theory]
    [InlineData(Fidelity.Chalk)]
    [InlineData(Fidelity.Operator)]
    [InlineData(Fidelity.Calibrated)]
    public void A_pass_of_the_whole_model_allocates_nothing(Fidelity fidelity)
    {
        Pass prompts = Pass.Prefill(Groups, new(4096), Tokens.Zero);
        Allocated(point => Wide.Time(PassLoad.Split(Decode(point), Pass.None, Groups), fidelity).Estimate).ShouldBe(0);
        Allocated(point => Wide.Time(PassLoad.Split(Pass.None, prompts, Groups), fidelity).Estimate).ShouldBe(0);
        Allocated(point => Wide.Time(PassLoad.Split(Decode(point), prompts, Groups), fidelity).Estimate).ShouldBe(0);
    }

    [Theory]
    [InlineData("llama-3.1-70b")]
    [InlineData("qwen3-next-80b-a3b-instruct")]
    [InlineData("deepseek-v3.2")]
    public void No_kind_of_attention_allocates(string model)
    {
        PassModel pass = Prepare(model, Layout.Single);
        Allocated(point => pass.Time(PassLoad.Split(Decode(point), Pass.None, 1)).Estimate).ShouldBe(0);
    }

    [Fact]
    public void A_decode_step_of_a_serving_model_allocates_nothing()
    {
        ServingModel serving = new(Wide, new(new(4096), new(1024), Tokens.Zero), Fidelity.Operator);
        Allocated(point => serving.Decode(Groups * point).Time).ShouldBe(0);
    }

    [Fact]
    public void The_measure_sees_an_allocation()
        => Allocated(point => new(new double[point].Length)).ShouldBeGreaterThan(0);

    private static PassModel Prepare(string name, Layout layout)
    {
        Model model = Chalkline.Catalog.ModelCatalogue.Open(HardwareData.Folder).Find(name);
        return PassModel.Prepare(
            model, System, layout, model.Native, null, CalibrationSet.Open(HardwareData.Folder).For(System));
    }

    private static Pass Decode(int point) => Pass.Decode(Groups * point, new(1000 + point));

    /// <summary>
    /// Bytes that a loop over points allocates on this thread once everything is warm: the least of three loops, for what
    /// the runtime allocates once when it compiles a method anew is no point's.
    /// </summary>
    private static long Allocated(Func<int, Seconds> time)
    {
        _ = Run(time);
        long least = long.MaxValue;
        for (int loop = 0; loop < 3; loop++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Seconds total = Run(time);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            total.ShouldBeGreaterThan(Seconds.Zero);
        }

        return least;
    }

    private static Seconds Run(Func<int, Seconds> time)
    {
        Seconds total = Seconds.Zero;
        for (int point = 1; point <= Points; point++)
        {
            total += time(point);
        }

        return total;
    }
}
