using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions of costs and prices through the command, and what other commands make of them.</summary>
public sealed class PriceTests
{
    private static readonly string[] Question =
        ["price", "llama-3.1-8b", "--on", "h100x2", "--longest", "16k", "--price", "2$/h"];

    [Fact]
    public void Keeping_a_prompt_costs_what_the_command_for_caches_says()
    {
        JsonElement price = Chalk.Run([.. Question, "--format", "json"]).Json();
        JsonElement cache = Chalk.Run("cache llama-3.1-8b --on h100x2 --prefix 4096 --price 2$/h --hold 5min,1h "
            + "--format json").Json();
        Dictionary<string, JsonElement> ways = cache.GetProperty("ways").EnumerateArray()
            .ToDictionary(way => way.GetProperty("way").GetString()!, StringComparer.Ordinal);

        price.GetProperty("cacheTiers").GetArrayLength().ShouldBe(ways.Count - 1, "computing again keeps nothing");
        foreach (JsonElement tier in price.GetProperty("cacheTiers").EnumerateArray())
        {
            JsonElement way = ways[tier.GetProperty("tier").GetString()!];
            foreach (JsonProperty cost in tier.EnumerateObject().Where(cost => cost.Name != "tier"))
            {
                cost.Value.GetDouble().ShouldBe(way.GetProperty(cost.Name).GetDouble(), 1e-12, cost.Name);
            }
        }

        JsonElement[] holds = [.. cache.GetProperty("holds").EnumerateArray()];
        JsonElement[] writes = [.. Costs(price, "cacheWrite")];
        double input = Costs(price, "input").Single().GetProperty("usdPerMtok").GetDouble();
        foreach ((JsonElement write, JsonElement hold) in writes.Zip(holds))
        {
            string tier = hold.GetProperty("cheapest").GetString()!;
            double keep = write.GetProperty("usdPerMtok").GetDouble() - input;
            write.GetProperty("note").GetString().ShouldNotBeNull().ShouldContain(tier);
            (keep + ways[tier].GetProperty("retrieveUsdPerMtok").GetDouble())
                .ShouldBe(hold.GetProperty("costUsdPerMtok").GetDouble(), 1e-9);
        }
    }

    /// <summary>A workload that is named costs what its parts cost when they are spelled out; what is given replaces a part.</summary>
    [Fact]
    public void A_workload_is_short_for_its_options()
    {
        string[] question = ["price", "llama-3.1-8b", "--on", "h100x2", "--price", "2$/h", "--format", "json"];
        JsonElement named = Chalk.Run([.. question, "--workload", "deepseek-day-6"]).Json();
        JsonElement replaced = Chalk.Run(
            [.. question, "--workload", "deepseek-day-6", "--hit-rate", "20%", "--lengths", "2k:1,4k:3", "--tpot", "none"])
            .Json();

        named.ShouldSatisfy("price");
        named.GetProperty("workload").GetString().ShouldNotBeNull().ShouldContain("DeepSeek");
        Same(named, Chalk.Run(
            [.. question, "--input", "4383", "--output", "1211", "--lengths", "4383:1", "--hit-rate", "0.5625"]).Json());
        Same(replaced, Chalk.Run([
            .. question, "--input", "4383", "--output", "1211", "--lengths", "2k:1,4k:3", "--hit-rate", "20%",
            "--tpot", "none",
        ]).Json());
        replaced.GetProperty("margin").GetDouble().ShouldNotBe(named.GetProperty("margin").GetDouble());

        static void Same(JsonElement workload, JsonElement spelled)
        {
            JsonProperty[] parts = [.. workload.EnumerateObject().Where(part => part.Name != "workload")];
            parts.Length.ShouldBe(spelled.EnumerateObject().Count());
            foreach (JsonProperty part in parts)
            {
                part.Value.GetRawText().ShouldBe(spelled.GetProperty(part.Name).GetRawText(), part.Name);
            }
        }
    }

    /// <summary>Long prompts are as uncertain as the usual one: the same share either way.</summary>
    [Fact]
    public void Every_length_has_the_interval_of_the_usual_prompt()
    {
        JsonElement price = Chalk.Run([.. Question, "--format", "json"]).Json();
        foreach (string side in new[] { "input", "output" })
        {
            JsonElement line = Costs(price, side).Single();
            (double Low, double High) usual = Ends(line, "usdPerMtok", "interval");
            usual.Low.ShouldBeLessThan(usual.High);
            foreach (JsonElement length in price.GetProperty("lengths").EnumerateArray())
            {
                (double low, double high) = Ends(length, $"{side}UsdPerMtok", $"{side}Interval");
                low.ShouldBe(usual.Low, 1e-9);
                high.ShouldBe(usual.High, 1e-9);
            }
        }

        static (double Low, double High) Ends(JsonElement of, string cost, string interval) => (
            of.GetProperty(interval).GetProperty("low").GetDouble() / of.GetProperty(cost).GetDouble(),
            of.GetProperty(interval).GetProperty("high").GetDouble() / of.GetProperty(cost).GetDouble());
    }

    [Fact]
    public void One_length_has_no_curve()
    {
        const string Chart = "Cost against length of the prompt";
        using Scratch scratch = new();
        string one = scratch.File("one.html");
        string many = scratch.File("many.html");
        Chalk.Run([.. Question[..4], "--price", "2$/h", "--lengths", "4k:1", "--out", one]).Good()
            .ShouldContain("All prompts of this traffic are as long");
        Chalk.Run([.. Question, "--out", many]).Good();

        File.ReadAllText(one).ShouldNotContain(Chart);
        File.ReadAllText(many).ShouldContain(Chart);
    }

    [Fact]
    public void Shipped_workloads_are_as_the_schema_says()
    {
        string[] files = Directory.GetFiles(Path.Combine(Chalk.Data, "workloads"), "*.json");
        files.Length.ShouldBeGreaterThan(1);
        foreach (string file in files)
        {
            JsonElement.Parse(File.ReadAllText(file)).ShouldSatisfy("workload");
        }
    }

    /// <summary>
    /// DeepSeek's own accounts of the same day: cost of a request within a quarter, and tokens in their intervals. A hit
    /// was not computed: 0.0603 $ a million tokens, hits included, is 0.138 $ without.
    /// </summary>
    [Fact]
    public void DeepSeeks_day_costs_what_its_accounts_say()
    {
        JsonElement accounts = Chalk.Run("price accounts deepseek-day-6 --format json").Json();
        JsonElement price = Chalk.Run("price deepseek-v3 --on hgx-h800x18 --weights fp8 --workload deepseek-day-6 "
            + "--utilisation 100% --format json").Json();
        double requests = 168e9 / price.GetProperty("outputTokens").GetDouble();

        price.GetProperty("requests").EnumerateArray().Single().GetProperty("costUsd").GetDouble()
            .ShouldBe(87072 / requests, 0.25 * 87072 / requests);
        Inside("input", accounts.GetProperty("inputUsdPerMtok").GetDouble() / (1 - 0.5625));
        Inside("output", accounts.GetProperty("outputUsdPerMtok").GetDouble());

        void Inside(string kind, double published)
        {
            JsonElement interval = Costs(price, kind).Single().GetProperty("interval");
            published.ShouldBeInRange(interval.GetProperty("low").GetDouble(), interval.GetProperty("high").GetDouble());
        }
    }

    /// <summary>Every price of a trace's sheet covers the longest prompt of the trace.</summary>
    [Fact]
    public void A_trace_is_priced_so_that_every_request_pays()
    {
        using Scratch scratch = new();
        string file = scratch.File("trace.jsonl");
        File.WriteAllText(file, """
            {"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1, 2]}
            {"timestamp": 3, "input_length": 7322, "output_length": 490, "hash_ids": [0, 1, 5]}
            {"timestamp": 9, "input_length": 23141, "output_length": 453, "hash_ids": [0, 8, 9]}
            """);
        JsonElement price = Chalk.Run("price llama-3.1-8b --on h100x2 --format json --workload " + file).Json();

        price.GetProperty("hitRate").GetDouble().ShouldBe(((2 * 7322 / 3.0) + (23141 / 3.0)) / 37221, 1e-9);
        JsonElement[] requests = [.. price.GetProperty("requests").EnumerateArray()];
        requests.Select(request => request.GetProperty("inputTokens").GetDouble()).ShouldBe([7322, 23141]);
        requests.ShouldAllBe(request => request.GetProperty("margin").GetDouble() >= 0.5 - 1e-9);
    }

    [Fact]
    public void What_is_proposed_can_be_deduced_from()
    {
        using Scratch scratch = new();
        string file = scratch.File("sheet.json");
        JsonElement proposed = Chalk.Run([.. Question, "--sheet", file, "--format", "json"]).Json()
            .GetProperty("priceSheet");
        JsonElement deduced = Chalk.Run(["deduce", file, "--format", "json"]).Json();

        deduced.ShouldSatisfy("deduce");
        deduced.GetProperty("sheet").GetRawText().ShouldBe(proposed.GetRawText());
    }

    [Fact]
    public void A_tier_of_ones_own_choice_is_the_only_one()
    {
        JsonElement price = Chalk.Run([.. Question, "--tiers", "hbm", "--format", "json"]).Json();

        Costs(price, "cachedInput").Single().GetProperty("usdPerMtok").GetDouble().ShouldBe(0);
        price.GetProperty("cacheTiers").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("deepseek-v3 --on h800x176")]
    [InlineData("llama-3.1-8b --on l40sx8")]
    public void Intervals_of_costs_are_those_of_measured_rates_of_tokens(string question)
    {
        JsonElement price = Chalk.Run($"price {question} --format json").Json();
        foreach (JsonElement cost in Costs(price, "input").Concat(Costs(price, "output")))
        {
            JsonElement interval = cost.GetProperty("interval");
            double middle = cost.GetProperty("usdPerMtok").GetDouble();
            double low = interval.GetProperty("low").GetDouble();
            double high = interval.GetProperty("high").GetDouble();
            low.ShouldBeLessThanOrEqualTo(middle);
            high.ShouldBeGreaterThanOrEqualTo(middle);

            // Waits for a first token reach tens of times what is computed; rates of tokens do not.
            (high / low).ShouldBeInRange(1.1, 5);
        }

        foreach (JsonElement cost in Costs(price, "cachedInput"))
        {
            cost.TryGetProperty("interval", out _).ShouldBeFalse("nobody measured what a cached token costs");
        }
    }

    private static IEnumerable<JsonElement> Costs(JsonElement price, string kind)
        => price.GetProperty("costs").EnumerateArray().Where(cost => cost.GetProperty("kind").GetString() == kind);
}
