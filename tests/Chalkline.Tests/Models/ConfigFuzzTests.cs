using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Chalkline.Formats;
using Chalkline.Models;

namespace Chalkline.Tests.Models;

/// <summary>
/// Mutates real configurations with a fixed seed: what comes out is a model with sane numbers or one sentence.
/// </summary>
public sealed class ConfigFuzzTests
{
    private static readonly string[] Texts =
        ["", "llama", "full_attention", "1,2,x", "\u0000", "fp8", "MEM*", "linear_attention", "noaux_tc", "float16"];

    private static readonly double[] Numbers = [0, -1, 1, 2, 3, 7, 1e7, 1e9, 1e300, -1e300, 0.5, 2147483648, 128, 4096];

    [Fact]
    public void Mutated_configurations_give_a_sane_model_or_one_sentence()
    {
        string? wanted = Environment.GetEnvironmentVariable("CHALKLINE_FUZZ_SECONDS");
        double seconds = double.TryParse(wanted, CultureInfo.InvariantCulture, out double given) ? given : 5;
        string[] seeds = [.. Directory.EnumerateFiles(Path.Combine(ModelTestData.Data.Path, "models"), "*.json")
            .Where(file => Path.GetFileName(file) != "index.json").Order(StringComparer.Ordinal).Select(Merged)];
        Random random = new(20_260_801);
        Stopwatch clock = Stopwatch.StartNew();
        int accepted = 0;
        int refused = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            JsonObject config = JsonNode.Parse(seeds[random.Next(seeds.Length)])!.AsObject();
            for (int times = random.Next(1, 4); times > 0; times--)
            {
                Mutate(config, random);
            }

            string text = config.ToJsonString();
            try
            {
                CheckSane(ModelTestData.Import(text), text);
                accepted++;
            }
            catch (ChalkException error)
            {
                error.Message.ShouldNotContain("\n", customMessage: text);
                error.Message.ShouldStartWith("config.json", customMessage: text);
                error.Message.Length.ShouldBeLessThan(600, text);
                refused++;
            }
            catch (Exception error) when (error is not ShouldAssertException)
            {
                throw new InvalidOperationException($"{error.GetType().Name}: {error.Message} for {text}", error);
            }
        }

        accepted.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    private static string Merged(string file)
    {
        JsonObject root = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        JsonObject config = root["config"]!.DeepClone().AsObject();
        foreach ((string name, JsonNode? value) in root["added"]?["fields"]?.AsObject() ?? [])
        {
            config[name] = value?.DeepClone();
        }

        return config.ToJsonString();
    }

    private static void CheckSane(Model model, string text)
    {
        ModelSize size = ParameterCount.Count(model);
        double[] numbers =
        [
            size.Total.Value, size.Active.Value, size.Prediction.Value,
            KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value,
            KeyValueFootprint.OfSequence(model, NumberFormat.Fp8, new(100_000)).Value,
        ];
        numbers.ShouldAllBe(number => double.IsFinite(number) && number >= 0, text);
        size.Active.Value.ShouldBeLessThanOrEqualTo(size.Total.Value, text);
    }

    private static void Mutate(JsonObject config, Random random)
    {
        JsonObject target = config;
        string[] names = [.. target.Select(pair => pair.Key)];
        if (names.Length == 0)
        {
            return;
        }

        string name = names[random.Next(names.Length)];
        if (target[name] is JsonObject { Count: > 0 } inner && random.Next(2) == 0)
        {
            Mutate(inner, random);
            return;
        }

        if (target[name] is JsonArray { Count: > 0 } list && random.Next(2) == 0)
        {
            int place = random.Next(list.Count);
            if (random.Next(2) == 0)
            {
                list.RemoveAt(place);
            }
            else
            {
                list[place] = Any(random, 0);
            }

            return;
        }

        switch (random.Next(4))
        {
            case 0:
                target.Remove(name);
                break;
            case 1 when target[name] is JsonValue value && value.TryGetValue(out double number):
                target[name] = -number;
                break;
            case 2:
                string other = names[random.Next(names.Length)];
                target[name] = target[other]?.DeepClone();
                break;
            default:
                target[name] = Any(random, 0);
                break;
        }
    }

    private static JsonNode? Any(Random random, int depth) => random.Next(depth > 2 ? 4 : 6) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => Numbers[random.Next(Numbers.Length)],
        3 => Texts[random.Next(Texts.Length)],
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth + 1))]),
        _ => new JsonObject { ["a"] = Any(random, depth + 1), ["weights"] = Any(random, depth + 1) },
    };
}
