using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Economics.Caching;

public sealed class RematerialisationTests
{
    private static readonly Model Llama = ModelCatalogue.Open(HardwareData.Folder).Find("llama-3.1-8b");

    private static readonly PassModel Pass = SmallestLayout.Find(
        Llama, HardwareData.Catalogue.FindSystem("h100x8"), Llama.Native, 1, new(128000), null);

    private static Rematerialisation At(double prefix, Fidelity fidelity = Fidelity.Operator)
    {
        Quiet quiet = default;
        return Rematerialisation.Of(Pass, fidelity, new(2), new(prefix), null, ref quiet);
    }

    /// <summary>
    /// With ideal arithmetic the mean is 2 N and half the attention of the length, and the last chunk has it all.
    /// </summary>
    [Fact]
    public void A_token_costs_more_the_later_it_stands()
    {
        (UsdPerToken mean8, UsdPerToken last8) = (At(8192).Average, At(8192).Last);
        mean8.ShouldBe(last8);
        At(65536).Last.ShouldBeGreaterThan(At(65536).Average);
        At(131072).Average.ShouldBeGreaterThan(1.5 * mean8);
    }

    /// <summary>
    /// A prefix is its first half and, on top of it, the second: the second alone costs the difference.
    /// </summary>
    [Fact]
    public void Time_grows_by_a_constant_more_each_chunk()
    {
        double[] times = [.. Enumerable.Range(1, 6).Select(chunks => At(chunks * 8192).Time.Value)];
        double[] steps = [.. times.Zip(times[1..], (one, next) => next - one)];
        double[] more = [.. steps.Zip(steps[1..], (one, next) => next - one)];
        more.ShouldAllBe(each => each > 0 && Math.Abs((each / more[0]) - 1) < 0.05);
    }

    [Fact]
    public void It_costs_at_least_the_closed_form_at_full_peak()
    {
        Quiet quiet = default;
        UsdPerToken least = Rematerialisation.ClosedForm(
            ParameterCount.Count(Llama).Active, Pass.System.Accelerator.Peak(Llama.Native.Activations.Arithmetic), 1,
                new(2), ref quiet);
        foreach (double prefix in new[] { 100.0, 1000, 10000, 100000 })
        {
            (At(prefix).Average / least).ShouldBeInRange(0.9, 30, $"{prefix} tokens");
        }
    }

    [Fact]
    public void Short_prefixes_share_a_chunk()
        => (At(100).Average / At(1000).Average).ShouldBeInRange(0.8, 1.2);

    [Fact]
    public void The_work_shown_gives_the_same_results_again()
    {
        Derivation derivation = new("", strict: true);
        Shown shown = new(derivation);
        Rematerialisation one = Rematerialisation.Of(Pass, Fidelity.Chalk, new(2), new(32000), null, ref shown);
        derivation.Verify().ShouldBeEmpty();
        derivation.Result!.Measure.Value.ShouldBe(one.Average.Value, 1e-20);
    }
}
