using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Tests.Serving;

/// <summary>
/// Longest context of PaLM-540B on 64 TPU v4 when 30 % of the memory is for the cache (Pope et al., arXiv:2211.05102,
/// table 1): a pure test of what a cache holds and where.
/// </summary>
public sealed class LongestContextTests
{
    private const double MemoryOfChip = 32L << 30;
    private const int Chips = 64;

    /// <summary>The model as it ran: heads padded from 48 to the 64 chips.</summary>
    private static Model Padded(int keyValueHeads, int headDim)
    {
        Model palm = Catalogue.Model("palm-540b");
        return palm with
        {
            Layers = [.. palm.Layers.Select(layer => layer with { Mixer = new Attention(Chips, keyValueHeads, headDim, headDim) })],
        };
    }

    [Theory]
    [InlineData("multi-head, by heads", 64, 128, false, 128, 1320)]
    [InlineData("multi-head, by heads", 64, 128, false, 512, 330)]
    [InlineData("multi-query, by heads", 1, 256, false, 128, 660)]
    [InlineData("multi-query, by heads", 1, 256, false, 512, 165)]
    [InlineData("multi-query, by sequences", 1, 256, true, 128, 43_000)]
    [InlineData("multi-query, by sequences", 1, 256, true, 512, 10_700)]
    public void The_longest_context_is_that_of_the_paper(
        string cache, int keyValueHeads, int headDim, bool bySequences, int sequences, double expected)
    {
        MachineSystem pod = Catalogue.System("tpu_v4x64");

        // Cut by heads, every chip holds its heads (or the one head there is) of all sequences; cut by sequences, all
        // heads of its own.
        Layout layout = bySequences ? Layout.Single : Layout.Single with { TensorParallel = Chips };
        Footprint footprint = new(PassModel.Prepare(Padded(keyValueHeads, headDim), pod, layout, Precision.Bf16));
        double held = bySequences ? sequences / (double)Chips : sequences;

        Bytes token = footprint.KeyValue(new(2)) - footprint.KeyValue(new(1));
        double longest = 0.3 * MemoryOfChip / (held * token.Value);

        longest.ShouldBe(expected, 0.08 * expected, cache);
    }
}
