using System.Diagnostics;
using System.Globalization;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Quantities;

/// <summary>Random and mutated text for as many seconds as CHALKLINE_FUZZ_SECONDS says, 5 unless told.</summary>
public class ParserFuzzTests
{
    private const string Pieces =
        "0123456789.,+-eE $/*^\u00b7kKMGTPimun\u00b5pBbshdJWFLOPStoker\0\n\t\u00a0\ud83d\u0665";

    /// <summary>Run however slow the machine, so that some text of every sort is seen.</summary>
    private const int LeastRounds = 20;

    private static readonly string[] Seeds =
    [
        "80 GB", "3.35 TB/s", "$2/h", "0.3 $/Mtok", "1.2e15 FLOP/s", "1,024 tok", "8Ki", "$5.6M", "2 $ per GPU hour",
        "15T tokens", "5 s^-1", "NaN", "Infinity B", "1e-320 s", "989 TFLOPs", "1 kW\u00b7h",
    ];

    private static double SecondsToRun =>
        double.TryParse(
            Environment.GetEnvironmentVariable("CHALKLINE_FUZZ_SECONDS"),
            CultureInfo.InvariantCulture,
            out double seconds)
            && seconds is > 0 and < 3600
            ? seconds
            : 5;

    [Fact]
    public void Parsing_returns_a_finite_value_or_one_sentence()
    {
        Gen<string> text = Gen.Frequency(
            (6, AllQuantities.OneOf(Seeds).SelectMany(Mutated)),
            (3, Gen.String[Gen.Char[Pieces], 0, 40]),
            (1, Gen.String[Gen.Char, 0, 300]),
            (1, Gen.String[Gen.Char["9,./ $e"], 100, 5000]));
        Gen<(string Text, QuantityInfo Info)> cases = AllQuantities.OneOf(QuantityCatalogue.All).SelectMany(info
            => Gen.Frequency((1, text), (1, Mutated(info.Example))).Select(input => (input, info)));
        int read = 0;
        int refused = 0;
        int round = 0;
        Stopwatch clock = Stopwatch.StartNew();
        while (round < LeastRounds || clock.Elapsed.TotalSeconds < SecondsToRun)
        {
            // Each batch has its own seed, so that a longer run sees more and every run sees the same first.
            uint stream = (uint)round++;
            cases.Sample(
                one => Interlocked.Increment(ref Check(one.Text, one.Info) ? ref read : ref refused),
                seed: new PCG(stream, 20260101UL).ToString(), iter: 2000, threads: 1);
        }

        TestContext.Current.SendDiagnosticMessage("{0} read, {1} refused", read, refused);
        read.ShouldBeGreaterThan(500);
        refused.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Hostile_text_takes_no_time()
    {
        Stopwatch clock = Stopwatch.StartNew();
        foreach (string hostile in (string[])
            [
                new('9', 5_000_000), "1 " + new string('/', 5_000_000), new string('-', 5_000_000),
                "1e" + new string('9', 120), "1 B" + string.Concat(Enumerable.Repeat("/B", 60)),
                new string(' ', 5_000_000), "1 " + new string('K', 120),
                "1 B" + string.Concat(Enumerable.Repeat("^9", 60)),
            ])
        {
            Bytes.TryParse(hostile, null, out _).ShouldBeFalse();
        }

        clock.Elapsed.TotalSeconds.ShouldBeLessThan(2);
    }

    /// <summary>A text with up to six characters put in and up to three cut out.</summary>
    private static Gen<string> Mutated(string seed) => Gen.Select(
        Gen.Int[0, seed.Length], Gen.String[Gen.Char[Pieces], 0, 6], Gen.Int[0, 3],
        (start, insert, cut) => seed[..start] + insert + seed[Math.Min(start + cut, seed.Length)..]);

    private static bool Check(string input, QuantityInfo info)
    {
        bool read = QuantityText.TryParse(input, info, out double value, out string? error);
        if (read)
        {
            double.IsFinite(value).ShouldBeTrue(input);
            error.ShouldBeNull();
            QuantityText.TryParse(QuantityText.Format(value, info, "R"), info, out double again, out _).ShouldBeTrue();
            again.ShouldBe(value);
            return true;
        }

        string sentence = error.ShouldNotBeNull(input);
        sentence.ShouldEndWith($"; {info.Kind} such as '{info.Example}' is needed");
        sentence.Length.ShouldBeLessThan(300);
        sentence.ShouldNotContain('\n');
        value.ShouldBe(0);
        return false;
    }
}
