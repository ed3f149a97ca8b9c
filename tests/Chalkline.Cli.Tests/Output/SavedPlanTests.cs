using System.Text.Json.Nodes;
using Chalkline.Cli.Commands;
using Chalkline.Cli.Output;

namespace Chalkline.Cli.Tests.Output;

/// <summary>Plans read back from files: what they say, and one sentence for everything that is wrong with one.</summary>
public sealed class SavedPlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chalkline-saved-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_plan_has_its_points_terms_and_memory()
    {
        SavedPoint point = SavedPlan.Read(Saved()).Points.ShouldHaveSingleItem();

        point.Objective.ShouldBe(PlanObjective.Cheapest);
        point.Layout.ShouldBe("TP2 prefill + TP4 x2 decode");
        point.Point.DecodeDevices.ShouldBe(8);
        point.Point.Terms.Time.Value.ShouldBe(0.02, 1e-15);
        point.Point.CostPerOutput!.Value.Value.ShouldBe(0.5e-6, 1e-18);
        point.Memory.Select(part => part.Name).ShouldBe(["weights", "free"]);
    }

    [Fact]
    public void Two_saved_plans_say_what_was_asked_differently_and_why_they_differ()
    {
        SavedPlan first = SavedPlan.Read(Saved());
        SavedPlan second = SavedPlan.Read(Saved("second.json", plan =>
        {
            plan["model"] = "Other";
            plan["workload"]!["tpotLimitSeconds"] = 0.03;
            plan["cheapest"]!["allUsdPerOutputMtok"] = 1.0;
        }));

        AskedDifference.Of(first, first).ShouldBeEmpty();
        AskedDifference.Of(first, second).ShouldBe([new("model", "Some", "Other"), new("longest TPOT", "-", "30 ms")]);
        PlanDifferenceReport.Of(first, second).ShouldHaveSingleItem().Difference.Ratio.ShouldBe(2, 1e-12);
        Answer answer = SavedPlansReport.Of(first, second);
        answer.Report.Lead.ShouldContain("costs 2 times as much");
        answer.Report.HasPictures.ShouldBeTrue();
        AnswerText.Csv(answer.Data).ShouldContain("Cheapest,weights,s,0.015,0.015\n");
        SavedPlansReport.Of(first, first).Report.Lead.ShouldContain("A token costs as much in");
    }

    [Fact]
    public void Without_a_price_device_time_is_compared()
    {
        SavedPlan bare = SavedPlan.Read(Saved(change: plan => plan["cheapest"]!.AsObject().Remove("allUsdPerOutputMtok")));

        SavedPlansReport.Of(bare, bare).Report.Lead.ShouldContain("takes as much device time");
    }

    [Fact]
    public void Plans_without_a_common_objective_are_refused()
    {
        SavedPlan fastest = SavedPlan.Read(Saved("fastest.json", plan =>
        {
            plan["objectives"] = new JsonArray("fastest");
            plan["fastest"] = plan["cheapest"]!.DeepClone();
        }));

        Should.Throw<ChalkException>(() => SavedPlansReport.Of(SavedPlan.Read(Saved()), fastest)).Message
            .ShouldContain("field 'objectives' names fastest, and ");
    }

    [Theory]
    [InlineData("version", "2", "field 'version' is 2 and must be 1, the version that this program reads")]
    [InlineData("command", "\"layout\"", "field 'command' is \"layout\" and must be \"plan\"; save one with chalk plan")]
    [InlineData("command", "null", "is not a saved plan; save one with chalk plan")]
    [InlineData("plans", "[]", "holds several plans; save each with a search of its own")]
    [InlineData("unanswered", "\"Too large.\"", "holds no point, because its search found none")]
    [InlineData("objectives", "null", "has no 'objectives'; an older version saved this plan, save it again")]
    [InlineData("objectives", "[\"best\"]", "field 'objectives[0]' is \"best\" and is not a point known here; the points are cheapest")]
    [InlineData("cheapest", "null", "names no point that is there")]
    [InlineData("cheapest.tpotTermsSeconds", "null", "field 'cheapest' is an object and has no 'tpotTermsSeconds'; an older version")]
    [InlineData("cheapest.tpotTermsSeconds.network", "null", "'cheapest.tpotTermsSeconds' is an object and has no 'network'")]
    [InlineData("cheapest.memoryBytes", "[]", "field 'cheapest.memoryBytes' is an array and must be an object")]
    [InlineData("cheapest.batch", "-1", "field 'cheapest.batch' is -1 and must be a number")]
    [InlineData("cheapest.tokensPerSecond", "0", "field 'cheapest.tokensPerSecond' is 0 and must be a number")]
    [InlineData("cheapest.devicesPaid", "\"8\"", "field 'cheapest.devicesPaid' is \"8\" and must be a whole number")]
    [InlineData("cheapest.decode.tensorParallel", "1000000", "has degrees of more than 1000000 devices")]
    public void A_bad_file_is_named_with_its_field(string field, string value, string hint)
    {
        string file = Saved(change: plan =>
        {
            string[] names = field.Split('.');
            JsonNode place = names[..^1].Aggregate((JsonNode)plan, (node, name) => node[name]!);
            place[names[^1]] = JsonNode.Parse(value);
        });

        string message = Should.Throw<ChalkException>(() => SavedPlan.Read(file)).Message;
        message.ShouldStartWith(file);
        message.ShouldContain(hint);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named()
        => Should.Throw<ChalkException>(() => SavedPlan.Read(Written("text.json", "plan: yes"))).Message.ShouldContain("is not JSON at line 1");

    private string Saved(string name = "plan.json", Action<JsonObject>? change = null)
    {
        JsonObject plan = JsonNode.Parse("""
            {
              "version": 1, "command": "plan", "model": "Some", "system": "machine", "devices": 10,
              "workload": { "inputTokens": 512, "outputTokens": 64, "prefixTokens": 0 },
              "objectives": ["cheapest", "fastest"],
              "cheapest": {
                "mode": "disaggregated",
                "decode": {
                  "text": "TP4 x2", "tensorParallel": 4, "pipelineStages": 1, "attentionParallel": 1,
                  "expertParallel": 1, "replicas": 2
                },
                "prefill": { "text": "TP2" },
                "batch": 64, "ttftSeconds": 0.5, "tokensPerSecond": 3200, "devicesPaid": 10, "bound": "weights",
                "outputUsdPerMtok": 0.4, "allUsdPerOutputMtok": 0.5,
                "tpotTermsSeconds": {
                  "compute": 0, "weights": 0.015, "KV cache": 0.002, "activations": 0, "network": 0.001, "overhead": 0.002,
                  "prefill of newcomers": 0
                },
                "memoryBytes": { "weights": 6e10, "free": 2e10 }
              },
              "fastest": null
            }
            """)!.AsObject();
        change?.Invoke(plan);
        return Written(name, plan.ToJsonString());
    }

    private string Written(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
