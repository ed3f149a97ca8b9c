using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions of cache tiers through the command.</summary>
public sealed class CacheTests
{
    private static readonly string[] Lecture =
    [
        "cache", "--kv-per-token", "2048", "--active", "100e9", "--lecture", "--hold", "5min,1h", "--input-price",
            "5 $/Mtok",
        "--cached-price", "0.5 $/Mtok", "--write-price", "5min=6.25$/Mtok,1h=10$/Mtok",
    ];

    [Fact]
    public void The_lectures_figures_give_its_notes_results()
    {
        JsonElement json = Chalk.Run([.. Lecture, "--format", "json"]).Json();

        Way(json, "rematerialise").GetProperty("retrieveUsdPerMtok").GetDouble().ShouldBe(0.0617, 0.0001);
        Way(json, "hbm").GetProperty("holdUsdPerMtokHour").GetDouble().ShouldBe(0.0213, 0.0001);
        json.GetProperty("holds").EnumerateArray().Select(hold => hold.GetProperty("lectureTier").GetString())
            .ShouldBe(["flash", "spinning disk"]);
        json.GetProperty("offer").GetProperty("writes").EnumerateArray()
            .Select(write => Math.Round(write.GetProperty("holdUsdPerMtokHour").GetDouble(), 9)).ShouldBe([15, 5]);
        json.GetProperty("inputs").EnumerateArray().Count(input => input.GetProperty("verified").GetString() == "no")
            .ShouldBe(6, "what the notes infer and what is assumed stays marked");
    }

    [Fact]
    public void A_models_longer_prefix_costs_more_to_compute_and_the_longer_hold_moves_down_the_tiers()
    {
        JsonElement json = Chalk.Run("cache deepseek-v3 --on hgx-h200 --prefix 128k --hold 10ms,1min,7d --fidelity "
            + "operator --format json").Json();

        double[] costs = [.. json.GetProperty("prefixes").EnumerateArray()
            .Select(one => one.GetProperty("meanUsdPerMtok").GetDouble())];
        costs[^1].ShouldBeGreaterThan(1.5 * costs[1]);
        json.GetProperty("holds").EnumerateArray().Select(hold => hold.GetProperty("cheapest").GetString())
            .ShouldBe(["hbm", "dram", "disk-30tb"]);
    }

    [Fact]
    public void A_users_own_tier_takes_part()
    {
        using Scratch scratch = new();
        scratch.Write("tape.json", """
            {
              "id": "tape", "name": "a tape robot", "kind": "tape", "sources": { "me": { "where": "an offer", "date": "2026-11" } },
              "capacity": { "value": "500 TB", "source": "me", "verified": "yes" },
              "read": { "value": "1 GB/s", "source": "me", "verified": "yes" },
              "rent": { "value": "0.01 $/h", "source": "me", "verified": "yes" }
            }
            """);
        string text = Chalk.Run(
            "cache llama-3.1-8b --on h100x8 --tiers hbm,disk,tape.json --hold 30d".Split(' '), scratch.Path).Good();
        text.ShouldContain("for 30 d tape");
        text.ShouldContain("disk-30tb: read");
    }

    private static JsonElement Way(JsonElement json, string name)
        => json.GetProperty("ways").EnumerateArray().Single(way => way.GetProperty("way").GetString() == name);
}
