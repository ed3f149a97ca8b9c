using System.Text.Json;
using Chalkline.Derivations;
using Chalkline.Pipelines;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk pipeline</c>; its schema is <c>data/schemas/pipeline.schema.json</c>.</summary>
internal static class PipelineJson
{
    public static void Write(Utf8JsonWriter writer, PipelineAnswer answer)
    {
        PipelineStudy study = answer.Study;
        Timetable table = study.Timetable;
        CommonJson.Subject(writer, answer.Inputs);
        writer.WriteString("mode", answer.Asked.Serves ? "serve" : "train");
        writer.WriteString("schedule", Schedules.Name(table.Run.Schedule));
        writer.WriteString("fidelity", answer.Fidelity.ToString().ToLowerInvariant());
        writer.WriteString("layout", answer.Asked.Layout.ToString());
        writer.WriteNumber("stages", table.Run.Stages);
        writer.WriteNumber("microBatches", table.Run.MicroBatches);
        writer.WriteNumber("chunks", table.Run.Chunks);
        writer.WriteNumber("sequences", answer.Asked.MicroBatch);
        writer.WriteNumber("tokens", answer.Asked.Tokens.Value);
        writer.WriteNumber("totalSeconds", table.Total.Value);
        writer.WriteNumber("spanSeconds", table.Cost.Value);
        writer.WriteNumber("busiestSeconds", table.BusiestWork.Value);
        writer.WriteNumber("boundarySeconds", table.Run.Boundary.Value);
        writer.WriteNumber("bubbleShare", table.BubbleShare);
        writer.WriteNumber("idleShare", table.IdleShare);
        if (answer.ClosedShare is { } form)
        {
            writer.WriteNumber("closedFormShare", form);
        }

        if (answer.Asked.Serves)
        {
            writer.WriteNumber("steadyIdleShare", table.SteadyIdleShare);
            writer.WriteNumber("tokenSeconds", PipelineReport.TokenTime(table).Value);
        }

        writer.WriteStartArray("stageShares");
        foreach (PipelineStage stage in study.Stages)
        {
            Stage(writer, stage);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("cuts");
        writer.WriteNumber("balancedSeconds", study.Balanced.Cost.Value);
        Cut(writer, "asked", study.Cut, study.Timetable);
        Cut(writer, "best", study.BestCut, study.Best);
        writer.WriteEndObject();
        if (answer.Asked.Serves)
        {
            Memory(writer, answer);
        }

        Passes(writer, table);
    }

    private static void Stage(Utf8JsonWriter writer, PipelineStage stage)
    {
        writer.WriteStartObject();
        writer.WriteNumber("layers", stage.Layers);
        writer.WriteNumber("workSeconds", stage.Work.Value);
        writer.WriteNumber("peakActivations", stage.PeakActivations);
        writer.WriteNumber("weightBytes", stage.Weights.Value);
        writer.WriteNumber("gradientBytes", stage.Gradients.Value);
        writer.WriteNumber("optimizerBytes", stage.Optimizer.Value);
        writer.WriteNumber("activationBytes", stage.Activations.Value);
        writer.WriteNumber("kvBytes", stage.KeyValue.Value);
        writer.WriteEndObject();
    }

    private static void Cut(Utf8JsonWriter writer, string name, IEnumerable<int> layers, Timetable table)
    {
        writer.WriteStartObject(name);
        writer.WriteStartArray("layers");
        foreach (int count in layers)
        {
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
        writer.WriteNumber("spanSeconds", table.Cost.Value);
        writer.WriteEndObject();
    }

    private static void Memory(Utf8JsonWriter writer, PipelineAnswer answer)
    {
        Quiet quiet = default;
        writer.WriteStartArray("memoryByStages");
        foreach (int stages in answer.StagesCompared)
        {
            (Bytes weights, Bytes cache) = answer.Held(stages, ref quiet);
            writer.WriteStartObject();
            writer.WriteNumber("stages", stages);
            writer.WriteNumber("weightBytes", weights.Value);
            writer.WriteNumber("kvBytes", cache.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Passes(Utf8JsonWriter writer, Timetable table)
    {
        writer.WriteStartArray("timetable");
        for (int stage = 0; stage < table.Run.Stages; stage++)
        {
            writer.WriteStartArray();
            foreach (ScheduledPass pass in table.Of(stage))
            {
                writer.WriteStartObject();
                writer.WriteString("kind", PipelineReport.Letter(pass.Kind));
                writer.WriteNumber("microBatch", pass.MicroBatch);
                writer.WriteNumber("chunk", pass.Chunk);
                if (pass.Beside >= 0)
                {
                    writer.WriteNumber("beside", pass.Beside);
                }

                writer.WriteNumber("start", pass.Start.Value);
                writer.WriteNumber("end", pass.End.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
