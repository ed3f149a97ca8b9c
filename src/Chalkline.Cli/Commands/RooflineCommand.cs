using System.CommandLine;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk roofline</c>: what batch size does to speed and cost, in the lecture's closed form.</summary>
internal static class RooflineCommand
{
    public static Command Create()
    {
        Command command = new(
            "roofline",
            "Latency and cost of a token against batch, in closed form: balance batch, floors, binding resource, context limits,\n"
                + "drain time, departing trains, fast and slow mode, sparse attention. Times that measured kernels allow, with\n"
                + "their 80 % intervals: chalk explain for the step of one batch, chalk serve for a curve over concurrency.\n\n"
                + "Example: chalk roofline deepseek-v3 --on gb200-nvl72 --context 8k --weights fp8 --kv fp8 --out roofline.html");
        ModelOptions model = new();
        OutputOptions output = new(charts: true);
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens each sequence holds. Default: 8k.");
        Option<string?> batch = Inputs.Text("--batch", "RANGE", "Batch, or a range such as 1..8192. Default: 1..8192.");
        Option<string?> traffic = Inputs.Text(
            "--traffic", "RATE", "A provider's traffic to take a share of. Default: 128 Mtok/s, a Gemini-scale figure of the lecture.");
        Option<string?> overlap = Inputs.Text(
            "--overlap", "HOW", "full: max(compute, weights + KV); attention-exposed: KV + max(compute, weights). Default: full.");
        Option<string?> sparse = Inputs.Text(
            "--sparse", "LAW", "Sparse attention: dense, sqrt:1024 or topk:2048+0.02. Default: dense.");
        Option<bool> lecture = new("--lecture")
        {
            Description = "Leave attention arithmetic out, as the lecture does.",
        };
        Option<string?> times = Inputs.Text(
            "--times-price", "LIST", "Price ratios of fast modes. Default: 2,6,100.");
        model.AddTo(command);
        foreach (Option option in new Option[] { context, batch, traffic, overlap, sparse, lecture, times })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            Tokens held = Inputs.Length(parsed, context) ?? new Tokens(8000);
            RooflineOptions options = new(
                ReadOverlap(parsed.GetValue(overlap)),
                parsed.GetValue(sparse) is { } law ? ContextLaw.Parse(law) : ContextLaw.Dense,
                !parsed.GetValue(lecture),
                inputs.Price is { } price ? price * inputs.System.DeviceCount : null);
            RooflineStudy study = RooflineStudy.Of(
                inputs.Model, inputs.System, inputs.Precision, held, Inputs.Range("--batch", parsed.GetValue(batch) ?? "1..8192"), options);
            Derivation? work = output.ShowWork(parsed) ? Work(study) : null;
            return RooflineReport.Of(
                inputs,
                study,
                Inputs.Quantity<TokensPerSecond>(parsed, traffic) ?? new TokensPerSecond(128e6),
                Inputs.Ratios("--times-price", parsed.GetValue(times) ?? "2,6,100"),
                work);
        });
        return command;
    }

    private static Overlap ReadOverlap(string? text) => text switch
    {
        null or "full" => Overlap.Full,
        "attention-exposed" => Overlap.AttentionExposed,
        _ => throw new ChalkException($"--overlap {text} is not known; choose full or attention-exposed."),
    };

    private static Derivation Work(RooflineStudy study)
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        shown.Open("balance batch");
        study.Roofline.BalanceBatch(ref shown);
        shown.Close();
        shown.Open($"a pass at the balance batch, {study.Context} of context");
        study.Roofline.Time(study.NormalBatch, study.Context, ref shown);
        shown.Close();
        return derivation;
    }
}
