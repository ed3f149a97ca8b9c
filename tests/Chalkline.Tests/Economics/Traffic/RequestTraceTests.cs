using System.Globalization;
using Chalkline.Economics.Traffic;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;
using CsCheck;

namespace Chalkline.Tests.Economics.Traffic;

/// <summary>Traces of requests: what they say, against a plain count, and what is wrong with some.</summary>
public sealed class RequestTraceTests
{
    /// <summary>Requests of 4, 4 and 8 blocks; the second finds 2 of 4, the third nothing: its first block is new.</summary>
    [Fact]
    public void Hits_are_blocks_behind_known_ones_only()
    {
        TrafficProfile read = Read(".jsonl", """
            {"timestamp": 0, "input_length": 400, "output_length": 10, "hash_ids": [1, 2, 3, 4]}
            {"timestamp": 5, "input_length": 400, "output_length": 20, "hash_ids": [1, 2, 9, 4]}

            {"timestamp": 9, "input_length": 800, "output_length": 33, "hash_ids": [7, 2, 3, 4, 5, 6, 8, 10]}
            """);

        read.HitRate!.Value.ShouldBe(200 / 1600.0, 1e-12);
        read.Usual.Input.Value.ShouldBe(533);
        read.Usual.Output.Value.ShouldBe(21);
        read.Lengths!.Parts.Select(part => part.Length.Value).ShouldBe([400, 800]);
        read.Lengths!.Parts.Select(part => part.Share).ShouldBe([2 / 3.0, 1 / 3.0], 1e-12);
    }

    [Fact]
    public void Lines_without_hashes_say_nothing_of_hits()
        => Read(".jsonl", """{"input_length": 400, "output_length": 10}""").HitRate.ShouldBeNull();

    [Theory]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,4808,10\n2023-11-16 18:15:50,3180,8\n")]
    [InlineData("input_tokens,output_tokens\n4808,10\n3180,8\n")]
    [InlineData("Timestamp,Model,Request tokens,Response tokens\n5,ChatGPT,4808,10\n45,GPT-4,3180,8\n")]
    public void Tables_of_known_columns_say_the_same(string table)
    {
        TrafficProfile read = Read(".csv", table);

        read.Usual.Input.Value.ShouldBe(3994);
        read.Usual.Output.Value.ShouldBe(9);
        read.HitRate.ShouldBeNull();
    }

    /// <summary>The lengths cover every prompt, no prompt by more than half an octave, and leave none out.</summary>
    [Fact]
    public void Every_prompt_is_covered_by_a_length_near_it() => Gen.Int[1, 1_000_000].Array[1, 60].Sample(
        prompts =>
        {
            TrafficProfile read = Read(".csv", "input_tokens,output_tokens\n" + string.Concat(
                prompts.Select(prompt => prompt.ToString(CultureInfo.InvariantCulture) + ",7\n")));
            (Tokens Length, double Share)[] parts = [.. read.Lengths!.Parts];
            double[] covered = [.. parts.Select(part => part.Length.Value)];

            parts.Sum(part => part.Share).ShouldBe(1, 1e-9);
            covered.ShouldAllBe(length => prompts.Contains((int)length), "a length is that of a prompt");
            foreach (int prompt in prompts)
            {
                (covered.First(length => length >= prompt) / prompt).ShouldBeLessThan(Math.Sqrt(2) + 1e-9);
            }

            read.Lengths!.Mean.Value.ShouldBeInRange(prompts.Average() - 1e-6, prompts.Average() * Math.Sqrt(2));
            foreach (((Tokens length, double share), int at) in parts.Select((part, at) => (part, at)))
            {
                double below = at == 0 ? 0 : covered[at - 1];
                share.ShouldBe(prompts.Count(prompt => prompt > below && prompt <= length.Value)
                    / (double)prompts.Length, 1e-9);
            }
        },
        iter: 200);

    [Theory]
    [InlineData(".jsonl", "", "holds no request")]
    [InlineData(".csv", "input_tokens,output_tokens\n", "holds no request")]
    [InlineData(".csv", "tokens\n5\n", "no column holds tokens of a prompt")]
    [InlineData(".csv", "input_tokens\n5\n", "no column holds tokens of an answer")]
    [InlineData(".csv", "input_tokens,output_tokens\n5,1\n0.5,1\n", "line 3, column input_tokens: '0.5' is wrong")]
    [InlineData(".csv", "input_tokens,output_tokens\n5,\n", "line 2, column output_tokens: '' is wrong")]
    [InlineData(".csv", "input_tokens,output_tokens\n5,0\n", "answers have 0 tokens in the mean")]
    [InlineData(".jsonl", "{\"input_length\": 5}", "line 1: has no 'output_length'")]
    [InlineData(".jsonl", "{\"input_length\": 5, \"output_length\": 1}\nx", "line 2: is not JSON")]
    [InlineData(".jsonl", "{\"input_length\": 0, \"output_length\": 1}", "'input_length' is 0 and must be a whole number")]
    [InlineData(
        ".jsonl", "{\"input_length\": 5, \"output_length\": 1, \"hash_ids\": [\"a\"]}", "'hash_ids[0]' is \"a\" and must be")]
    public void What_is_wrong_names_its_line(string ending, string text, string hint)
        => Should.Throw<ChalkException>(() => Read(ending, text)).Message.ShouldContain(hint);

    private static TrafficProfile Read(string ending, string text)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ending);
        try
        {
            File.WriteAllText(file, text);
            return TrafficFile.Find(HardwareData.Folder, file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
