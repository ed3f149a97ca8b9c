using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions of a model's life through the command.</summary>
public sealed class LifecycleTests
{
    /// <summary>Chapter 5's question, its rounded answer and its exact check, in one call.</summary>
    [Fact]
    public void The_lecture_s_model_is_trained_a_hundred_times_past_Chinchilla()
    {
        JsonElement json = Chalk.Run(
            "lifecycle --active 100e9 --traffic 50e6 --months 2 --train-tokens 200T --rl-tokens 0 --law "
                + "hoffmann-2022 --format json").Json();

        JsonElement thirds = json.GetProperty("ways")[0];
        thirds.GetProperty("overTraining").GetDouble().ShouldBe(129.6, 1e-9);
        JsonElement given = json.GetProperty("ways").EnumerateArray().Single(
            way => way.GetProperty("way").GetString() == "tokens as given");
        given.GetProperty("overTraining").GetDouble().ShouldBe(100, 1e-9);
        JsonElement exact = json.GetProperty("optima").EnumerateArray().Single(optimum =>
            optimum.GetProperty("law").GetString() == "hoffmann-2022"
            && optimum.GetProperty("decodePenalty").GetDouble() == 3);
        exact.GetProperty("overTraining").GetDouble().ShouldBe(106, 0.5);
        exact.GetProperty("mark").GetString().ShouldBe("outside: N, D");
    }

    [Fact]
    public void A_model_and_a_machine_bring_utilisations_hours_money_and_energy()
    {
        string text =
            Chalk.Run("lifecycle llama-3.1-70b --on hgx-h100 --traffic 5e6 --train-tokens 15T --law kumar").Good();

        text.ShouldContain("training model, TP");
        text.ShouldContain("decoding on TP");
        text.ShouldContain("M device-h");
        text.ShouldContain("recalled");
    }
}
