using System.Text.Json;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk explain</c>; its schema is <c>data/schemas/explain.schema.json</c>.</summary>
internal static class ExplainJson
{
    public static void Write(Utf8JsonWriter writer, ExplainAnswer answer)
    {
        StepStack stack = answer.Stack;
        CommonJson.Subject(writer, answer.Inputs);
        writer.WriteString("phase", answer.Prompts ? "prefill" : "decode");
        writer.WriteString("fidelity", answer.Fidelity.ToString().ToLowerInvariant());
        writer.WriteString("layout", answer.Pass.Layout.ToString());
        writer.WriteNumber("layoutDevices", answer.Pass.Layout.Devices);
        writer.WriteNumber("sequences", answer.Sequences);
        writer.WriteNumber("contextTokens", answer.Held.Value);
        writer.WriteNumber("prefixTokens", answer.Prefix.Value);
        writer.WriteString("engine", answer.Engine?.Name ?? "none");
        writer.WriteNumber("stepSeconds", stack.Time.Value);
        writer.WriteNumber("lowSeconds", stack.Low.Value);
        writer.WriteNumber("highSeconds", stack.High.Value);
        writer.WriteNumber("floorSeconds", stack.Floor.Value);
        FigureIntervals.Write(writer, "served80Seconds", answer.Served);
        if (answer.Cost is { } cost)
        {
            writer.WriteNumber("costUsdPerMtok", cost.Value * 1e6);
        }

        writer.WriteStartArray("operators");
        foreach (StepPart part in stack.Parts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", part.Name);
            writer.WriteString("part", part.Part is { } whose ? Names.Of(whose) : "host");
            writer.WriteNumber("runs", part.Runs);
            writer.WriteNumber("seconds", part.Time.Value);
            writer.WriteNumber("lowSeconds", part.Low.Value);
            writer.WriteNumber("highSeconds", part.High.Value);
            writer.WriteNumber("floorSeconds", part.Floor.Value);
            writer.WriteNumber("share", part.Time / stack.Time);
            writer.WriteString("bound", Names.Of(part.Bound));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
