using Chalkline.Derivations;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Derivations;

public sealed class DerivationTests
{
    private static readonly Symbol X = new("x", "x", "x", "an x");
    private static readonly Symbol Y = new("y", "y", "y", "a y");

    [Fact]
    public void The_result_is_the_last_step()
    {
        Derivation work = new();
        work.Result.ShouldBeNull();
        work.Given("x", X, 2, null);
        work.Result.ShouldBeNull();
        work.Step(Y, 4, "x + x");
        work.Step(X, 8, "y + y");

        work.Result!.Id.ShouldBe("s2");
        work.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void The_latest_definition_wins()
    {
        Derivation work = new();
        work.Given("x", X, 2, null);
        work.Step(X, 3, "x + 1");
        work.Step(X, 6, "x * 2");

        work.Result!.InputsInOrder().Single().Id.ShouldBe("s1");
        work.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void A_part_reads_outside_and_its_names_end_with_it()
    {
        Derivation work = new();
        work.Given("x", X, 2, null);
        work.Open("inner");
        work.Step(Y, 3, "x + 1");
        work.Given("x", X, 10, null);
        work.Step(new("z", "z", "z", ""), 13, "x + y");
        work.Close();
        work.Step(new("w", "w", "w", ""), 3, "x + 1");
        work.Verify().ShouldBeEmpty();

        work.Step(new("v", "v", "v", ""), 3, "y");
        work.Verify().Single().Kind.ShouldBe(FlawKind.Undefined);
    }

    [Fact]
    public void The_result_of_a_part_is_read_outside_unless_the_name_is_taken()
    {
        Derivation work = new();
        work.Given("x", X, 2, null);
        work.Open("inner");
        work.Step(Y, 4, "x * 2");
        work.Step(X, 5, "y + 1");
        work.Close();
        work.Step(Y, 2, "x");
        work.Verify().ShouldBeEmpty();

        work.Open("other");
        work.Step(new("z", "z", "z", ""), 4, "x * 2");
        work.Close();
        work.Step(Y, 4, "z");
        work.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void A_result_renamed_keeps_its_origin_and_sources_one_for_each()
    {
        Source source = new("A table", "2025", Verification.Yes);
        Derivation work = new();
        foreach (string part in new[] { "first", "second" })
        {
            work.Open(part);
            work.Given("x", X, 2.0, source);
            work.Step(Y, 4.0, "x * 2");
            work.Close();
        }

        work.Given("a", new("a", "a", "a", ""), 4.0, null);
        work.Given("b", new("b", "b", "b", ""), 4.0, null);
        work.Given("c", new("c", "c", "c", ""), 4.0, null);
        work.Step(Y, 8.0, "a + b");

        work.Root.Entries.OfType<GivenEntry>().Select(given => given.Origin?.Id).ShouldBe(["s1", "s2", null]);
        work.Result!.Sources.ShouldHaveSingleItem().ShouldBe(source);
    }

    [Fact]
    public void An_input_is_known_by_its_text_and_by_its_symbol()
    {
        Derivation work = new(strict: true);
        work.Given("(double)model.Hidden", X, 7168.0, null);
        work.Step(Y, 14336.0, "model.Hidden + x");

        work.Verify().ShouldBeEmpty();
    }

    [Fact]
    public void A_quantity_read_by_its_number_loses_only_its_unit()
    {
        Derivation work = new(strict: true);
        UsdPerHour price = new(7.2);
        Seconds time = new(100);
        work.Given("datum.Value", new("price", "p", "p", ""), price, null);
        work.Given("time", new("time", "t", "t", ""), time, null);
        work.Step(X, price.Value * 2, "price.Value * 2");
        work.Step(Y, price * time, "datum.Value * time");

        work.Verify().ShouldBeEmpty();
        work.ToText().ShouldContain("= 7.2 × 2");
    }

    [Fact]
    public void Strict_throws_and_lenient_reports_what_cannot_be_read()
    {
        Should.Throw<ChalkException>(() => new Derivation(strict: true).Step(X, 1, "list.Sum()"));

        Derivation work = new();
        work.Step(X, 1, "list.Sum()");
        work.Verify().Single().Kind.ShouldBe(FlawKind.Unread);
    }

    [Fact]
    public void A_wrong_value_is_caught()
    {
        Derivation work = new();
        work.Given("x", X, 2.0, null);
        work.Step(Y, 4.00000001, "x * 2");

        Flaw finding = work.Verify().Single();
        finding.Kind.ShouldBe(FlawKind.Differs);
        finding.ToString().ShouldBe("s1: y = x * 2 was 4.00000001, but its inputs give 4.");
    }

    [Fact]
    public void An_hour_left_out_is_caught()
    {
        Derivation work = new();
        work.Given("price", new("price", "p", "p", ""), new UsdPerHour(3), null);
        work.Given("time", new("time", "t", "t", ""), new Seconds(3600), null);
        work.Step(X, new Usd(3 * 3600), "price * time");

        work.Verify().Single().Message.ShouldContain("was 10800 $, but its inputs give 3 $");
    }

    [Fact]
    public void An_undefined_name_is_caught_by_name()
    {
        Derivation work = new();
        work.Step(Y, 4, "model.Hidden * 2");

        work.Verify().Single().Message.ShouldContain("'model.Hidden'");
    }

    [Fact]
    public void Parts_must_balance()
    {
        Derivation work = new();
        Should.Throw<InvalidOperationException>(work.Close);
        work.Open("inner");
        work.Verify().Single().Kind.ShouldBe(FlawKind.Unclosed);
    }

    [Fact]
    public void Only_numbers_are_recorded()
        => Should.Throw<ArgumentException>(() => new Derivation().Given("x", X, Guid.Empty, null));

    [Fact]
    public void Every_number_type_is_measured()
    {
        IFormattable[] values = [1, 1L, (short)1, (byte)1, 1u, 1ul, 1.0, 1f, 1m, (Half)1, new Seconds(1)];

        values.ShouldAllBe(value => Measure.Of(value).Value == 1.0);
        values.Count(value => Measure.Of(value).Whole).ShouldBe(6);
    }

    [Fact]
    public void Shown_and_quiet_compute_the_same_and_shown_verifies()
        => Gen.Select(Gen.Double[1, 1e15], Gen.Double[1, 1e15], Gen.Int[1, 1000]).Sample(
            (flop, bytes, devices) =>
            {
                Derivation derivation = new(strict: true);
                Shown shown = new(derivation);
                Quiet quiet = default;

                UsdPerToken loud = Roofline.Cost(new(flop), new(bytes), devices, ref shown);

                loud.ShouldBe(Roofline.Cost(new(flop), new(bytes), devices, ref quiet));
                derivation.Verify().ShouldBeEmpty();
                derivation.Result!.Measure.Value.ShouldBe(loud.Value);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 200);

    [Fact]
    public void Quiet_allocates_nothing()
    {
        Quiet quiet = default;
        UsdPerToken total = Roofline.Cost(new(1), new(1), 1, ref quiet);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 1000; i++)
        {
            total += Roofline.Cost(new(i), new(i), i, ref quiet);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        total.Value.ShouldBeGreaterThan(0);
    }
}
