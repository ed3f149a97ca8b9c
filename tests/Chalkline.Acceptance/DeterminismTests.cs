namespace Chalkline.Acceptance;

/// <summary>The same question gets the same answer, byte for byte, in any language.</summary>
public sealed class DeterminismTests
{
    public static TheoryData<string> Questions =>
    [
        "plan deepseek-v3 --on gb200-nvl72 --tpot 30ms --show-work",
        "plan deepseek-v3 --on gb200-nvl72 --tpot 30ms --format json",
        "plan llama-3.1-70b --on h100x8 --format csv",
        "roofline deepseek-v3 --on gb200-nvl72 --show-work",
        "pipeline llama-3.1-70b --on h100x32 --stages 4 --tp 8 --schedule zb-2p --show-work",
        $"validate {FewRows.Serving} --format json",
        $"validate {FewRows.Kernels} --format csv",
        "layout deepseek-v3 --on gb200-nvl72 --show-work",
        "explain llama-3.1-8b --on h100x8 --batch 32 --show-work",
        "serve llama-3.1-8b --on h100x8 --concurrency 8 --curve 1,8 --show-work",
        "price llama-3.1-8b --on h100x2 --longest 16k",
        "cache deepseek-v3 --on hgx-h200 --gaps lognormal:10min:1.5",
        "lifecycle --active 100e9 --traffic 50e6 --on hgx-h100 --mean-chain 8k",
        "deduce anthropic/claude-opus-4-6 --fast-speed 2.5 --format json",
        "codesign format --loss-ratio 0.97 --show-work",
        "codesign format --show-work",
        "catalog list formats --format json",
        "catalog show nvfp4 --format json",
        "energy llama-3.1-8b --on h100x2 --show-work",
        "sensitivity llama-3.1-8b --on h100x2 --find hbm.bandwidth --until memory-bound-ends --show-work",
        "hardware show h100-sxm --format json",
        "codesign test bf16-a100 w4a4-fp4 --objective compute --show-work",
        "codesign ipp --show-work",
        "codesign regret --show-work",
        "codesign activation --show-work",
        "codesign attention-fit --show-work",
        "codesign grain --show-work",
        "codesign trend --limit context=1e6 --show-work",
        "codesign sram --show-work",
        "codesign demand --show-work",
        "codesign split --show-work",
        "reversible llama-3.1-8b --on h100x8 --tp 8 --show-work",
        "cipher invert --format json",
        "cipher avalanche --format json",
        "cipher differential --format json",
        "cipher mixing --format json",
        "codesign basin --show-work",
        "codesign flexibility --format json",
        "split deepseek-v3 --on gb200-nvl72 --gpus 32 --fidelity operator",
        "catalog list accelerators",
        "catalog show h100-sxm --format md",
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public void Twice_and_in_german_the_output_is_the_same(string question)
    {
        string once = Chalk.Run(question).Good();

        // Another process orders the hashes of texts otherwise; the same one could remember.
        Chalk.Run(question).Good().ShouldBe(once);
        Chalk.Start(question, ("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Tokyo"))
            .Good().ShouldBe(once);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("svg")]
    [InlineData("png")]
    public void Files_are_the_same_twice(string kind)
    {
        using Scratch scratch = new();
        string[] arguments = ["roofline", "llama-3.1-8b", "--on", "h100x8", "--out"];
        foreach (string name in new[] { "one", "two" })
        {
            Chalk.Run([.. arguments, scratch.File($"{name}.{kind}")]).Good();
        }

        File.ReadAllBytes(scratch.File($"one.{kind}")).AsSpan()
            .SequenceEqual(File.ReadAllBytes(scratch.File($"two.{kind}"))).ShouldBeTrue();
    }
}
