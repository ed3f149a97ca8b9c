using Chalkline.Hardware;

namespace Chalkline.Tests.Hardware;

/// <summary>The rings of a DGX-1, counted again from its links.</summary>
public sealed class HybridCubeMeshTests
{
    [Fact]
    public void Every_device_has_six_links()
    {
        for (int device = 0; device < HybridCubeMesh.Devices; device++)
        {
            HybridCubeMesh.Pairs.Where(pair => pair.One == device || pair.Other == device).Sum(pair => pair.Links).ShouldBe(6);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void The_table_is_what_exhaustive_search_finds(int group)
        => (HybridCubeMesh.Share(group) * 6).ShouldBe(2 * Most(Rings(group), 0, Links(group)), 1e-12);

    [Fact]
    public void Two_share_one_link_and_five_close_no_ring()
    {
        (HybridCubeMesh.Share(2) * 6).ShouldBe(1, 1e-12);
        Rings(5).ShouldBeEmpty();
        (HybridCubeMesh.Share(5) * 6).ShouldBe(2.0 * 4 / 5, 1e-12);
    }

    private static Dictionary<(int, int), int> Links(int group) => HybridCubeMesh.Pairs
        .Where(pair => pair.Other < group)
        .ToDictionary(pair => (pair.One, pair.Other), pair => pair.Links);

    /// <summary>All ways round through every device of a group, each once.</summary>
    private static List<(int, int)[]> Rings(int group)
    {
        Dictionary<(int, int), int> links = Links(group);
        List<(int, int)[]> found = [];
        void Extend(List<int> way)
        {
            if (way.Count == group)
            {
                (int, int)[] steps = [.. way.Select((one, at) => Pair(one, way[(at + 1) % group]))];
                if (way[1] < way[^1] && steps.All(links.ContainsKey))
                {
                    found.Add(steps);
                }

                return;
            }

            for (int next = 1; next < group; next++)
            {
                if (!way.Contains(next))
                {
                    Extend([.. way, next]);
                }
            }
        }

        Extend([0]);
        return found;
    }

    private static (int, int) Pair(int one, int other) => (Math.Min(one, other), Math.Max(one, other));

    /// <summary>The most rings that fit on the links at once.</summary>
    private static int Most(List<(int, int)[]> rings, int from, Dictionary<(int, int), int> left)
    {
        int most = 0;
        for (int at = from; at < rings.Count && most < 3; at++)
        {
            if (rings[at].All(step => left[step] > 0))
            {
                Dictionary<(int, int), int> rest = new(left);
                foreach ((int, int) step in rings[at])
                {
                    rest[step]--;
                }

                most = Math.Max(most, 1 + Most(rings, at, rest));
            }
        }

        return most;
    }
}
