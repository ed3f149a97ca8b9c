using System.Text.Json;
using Chalkline.Cli.Commands;
using Chalkline.Economics.Lifecycle;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk lifecycle</c>; its schema is <c>data/schemas/lifecycle.schema.json</c>.</summary>
internal static class LifecycleJson
{
    public static void Write(Utf8JsonWriter writer, LifecycleAnswer answer)
    {
        LifecycleStudy study = answer.Study;
        LifecycleRequest request = study.Request;
        writer.WriteString("name", answer.Inputs.Name);
        writer.WriteNumber("activeParameters", request.Active.Value);
        writer.WriteNumber("trafficTokensPerSecond", request.Traffic.Value);
        writer.WriteNumber("lifetimeSeconds", request.Lifetime.Value);
        writer.WriteNumber("frontierChance", request.FrontierChance);
        writer.WriteNumber("rolloutFlopPerParameterToken", request.RolloutWork.Value);
        writer.WriteNumber("decodePenalty", request.DecodePenalty);
        writer.WriteString("decodePenaltyFrom", answer.Inputs.PenaltyFrom);
        writer.WriteString("law", request.Law.Id);
        writer.WriteString("lawSource", request.Law.Source.Where);
        writer.WriteBoolean("lawConfirmed", request.Law.Confirmed);
        writer.WriteString("lawRange", request.Law.Range.ToString());
        Machine(writer, answer.Inputs);
        writer.WriteNumber("loss", study.Loss);
        writer.WriteNumber("lawChinchillaTokens", study.LawChinchilla.Tokens.Value);
        writer.WriteStartArray("ways");
        foreach ((string way, LifecycleLedger life, string mark) in answer.Ways())
        {
            writer.WriteStartObject();
            writer.WriteString("way", way);
            Life(writer, life, answer.Inputs.Machine);
            writer.WriteString("mark", mark);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Optima(writer, answer);
        Guesses(writer, answer);
        Implied(writer, answer);
        Rollouts(writer, answer);
    }

    private static void Machine(Utf8JsonWriter writer, LifecycleInputs inputs)
    {
        if (inputs is not { Machine: { } machine, System: { } system })
        {
            return;
        }

        writer.WriteStartObject("machine");
        writer.WriteString("system", system.Id);
        writer.WriteNumber("peakFlopPerSecond", machine.Peak.Value);
        writer.WriteNumber("trainingUtilisation", machine.Utilisation);
        writer.WriteString("trainingUtilisationFrom", inputs.UtilisationFrom);
        if (machine.Price is { } price)
        {
            writer.WriteNumber("priceUsdPerDeviceHour", price.Value);
            writer.WriteString("priceSource", inputs.PriceFrom);
        }

        if (machine.Power is { } power)
        {
            writer.WriteNumber("deviceWatts", power.Value);
        }

        writer.WriteEndObject();
    }

    private static void Life(Utf8JsonWriter writer, LifecycleLedger life, LifecycleMachine? machine)
    {
        writer.WriteNumber("activeParameters", life.Active.Value);
        writer.WriteNumber("overTraining", life.OverTraining);
        writer.WriteNumber("costFlop", life.Cost.Value);
        writer.WriteStartArray("parts");
        foreach ((string name, LifecycleStage stage) in life.Stages)
        {
            writer.WriteStartObject();
            writer.WriteString("part", name);
            writer.WriteNumber("tokens", stage.Tokens.Value);
            writer.WriteNumber("modelFlop", stage.Model.Value);
            writer.WriteNumber("costFlop", stage.Cost.Value);
            if (machine is not null)
            {
                writer.WriteNumber("deviceHours", machine.DeviceTime(stage.Cost).Value / 3600);
                Optional(writer, "usd", machine.Money(stage.Cost)?.Value);
                Optional(writer, "joules", machine.Energy(stage.Cost)?.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Optima(Utf8JsonWriter writer, LifecycleAnswer answer)
    {
        writer.WriteStartArray("optima");
        foreach ((double penalty, LifecycleOptimum optimum) in answer.Optima)
        {
            writer.WriteStartObject();
            writer.WriteString("law", optimum.Law.Id);
            writer.WriteNumber("decodePenalty", penalty);
            writer.WriteNumber("loss", optimum.Loss);
            writer.WriteNumber("activeParameters", optimum.Point.Parameters.Value);
            writer.WriteNumber("trainTokens", optimum.Point.Tokens.Value);
            writer.WriteNumber("inferenceOverPreTraining", optimum.Ledger.InferenceOverPreTraining);
            writer.WriteNumber("overTraining", optimum.Ledger.OverTraining);
            writer.WriteNumber("saving", optimum.Saving);
            writer.WriteString("mark", optimum.Mark);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Guesses(Utf8JsonWriter writer, LifecycleAnswer answer)
    {
        writer.WriteStartArray("guesses");
        foreach (Guess guess in answer.Guesses)
        {
            writer.WriteStartObject();
            writer.WriteString("guess", guess.Name);
            writer.WriteString("low", guess.Low);
            writer.WriteString("high", guess.High);
            writer.WriteNumber("tokensAtLow", guess.AtLow);
            writer.WriteNumber("tokensAtHigh", guess.AtHigh);
            Optional(writer, "elasticityOfHeuristicTokens", guess.Heuristic);
            Optional(writer, "elasticityOfOptimalTokens", guess.OptimalTokens);
            Optional(writer, "elasticityOfOptimalParameters", guess.OptimalParameters);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Implied(Utf8JsonWriter writer, LifecycleAnswer answer)
    {
        writer.WriteStartArray("implied");
        foreach (PublishedRun run in answer.Runs)
        {
            writer.WriteStartObject();
            writer.WriteString("model", run.Model);
            writer.WriteNumber("activeParameters", run.Active.Value);
            writer.WriteNumber("trainTokens", run.Tokens.Value);
            Optional(writer, "servedOverTrained", answer.Implied(run, answer.Study.Request.DecodePenalty));
            Optional(writer, "servedOverTrainedAtPenaltyOne", answer.Implied(run, 1));
            writer.WriteString("verified", CatalogReports.Word(run.Source.Verified));
            writer.WriteString("source", run.Source.Where);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Rollouts(Utf8JsonWriter writer, LifecycleAnswer answer)
    {
        writer.WriteNumber("longestChainTokens", answer.Inputs.Longest.Value);
        writer.WriteStartArray("rollouts");
        foreach ((string from, RolloutTime time) in answer.Rollouts())
        {
            writer.WriteStartObject();
            writer.WriteNumber("tpotSeconds", time.TimePerToken.Value);
            writer.WriteNumber("synchronousSeconds", time.Synchronous.Value);
            Optional(writer, "asynchronousSeconds", answer.Inputs.Mean is null ? null : time.Asynchronous.Value);
            writer.WriteString("from", from);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
