using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.AttentionFit;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign attention-fit</c>: whether a model's attention matches a device's roofline.</summary>
internal static class AttentionFitCommand
{
    private const string UsualModels = "deepseek-v3,kimi-k2-instruct,qwen3-235b-a22b,step3,llama-3.1-70b";
    private const string UsualDevices = "h800-sxm,h100-sxm,b200-sxm,h20,a100-sxm-80";

    public static Command Create()
    {
        Command command = new(
            "attention-fit",
            "Does my attention match the device? Intensity of attention against ridges, which resource idles, cost of a token's attention and\n"
                + "feed-forward by device; whether the model was fitted to the device, the device to the model, or both.\n\n"
                + "Example: chalk codesign attention-fit --context 8k\n"
                + "Example: chalk codesign attention-fit deepseek-v3,llama-3.1-70b --on h100-sxm,b200-sxm --out fit.html");
        Argument<string?> models = new("MODELS") { Description = $"Models, with commas between; the first is the one judged. Default: {UsualModels}.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> on = Inputs.Text("--on", "DEVICES", $"Devices; the first is the one judged. Default: {UsualDevices}.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens a sequence holds. Default: 8192.");
        Option<string?> keyValue = Inputs.Text("--kv", "FORMAT", "Format of the cache. Default: fp8.");
        Option<string?> arithmetic = Inputs.Text("--weights", "FORMAT", "Format of the products, which picks the peak. Default: fp8.");
        Option<string?> tokens = Inputs.Text("--mtp", "TOKENS", "Tokens that a pass verifies at once: they share a reading of the cache. Default: 1.");
        OutputOptions output = new(charts: true);
        command.Arguments.Add(models);
        foreach (Option option in new Option[] { on, context, keyValue, arithmetic, tokens })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            HardwareCatalogue hardware = HardwareCatalogue.Open(data);
            ModelCatalogue catalogue = ModelCatalogue.Open(data);
            NumberFormat cache = FormatCatalogue.Stored(data, parsed.GetValue(keyValue) ?? "fp8");
            NumberFormat weights = FormatCatalogue.Stored(data, parsed.GetValue(arithmetic) ?? "fp8");
            Tokens held = Inputs.Length(parsed, context) ?? new Tokens(8192);
            double shared = Inputs.Number(parsed, tokens, 1, 64) ?? 1;
            CostModel[] costs =
            [
                .. Inputs.Names("MODELS", parsed.GetValue(models) ?? UsualModels).Select(catalogue.Find)
                    .Select(model => AttentionIntensity.Of(model, held, cache) is { CacheBytes: > 0 } one
                        ? one with { CacheBytes = one.CacheBytes / shared }
                        : throw new ChalkException($"{model.Name} keeps no cache of attention, so nothing can fit it; name a model with attention.")),
            ];
            Accelerator[] devices = [.. Inputs.Names("--on", parsed.GetValue(on) ?? UsualDevices).Select(hardware.FindAccelerator)];
            AttentionFitAnswer answer = new(
                [.. costs], [.. devices], weights.Arithmetic, held, cache, shared, AttentionCostTable.Open(data), DeepSeekFigures.All(catalogue));
            return AttentionFitReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    private static Derivation Work(AttentionFitAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (CostDevice device in answer.Priced)
        {
            shown.Open($"{answer.Models[0].Name} on {device.Name}");
            AttentionCost.Attention(answer.Models[0], device, ref shown);
            shown.Close();
        }

        if (answer.Fit is { } fit)
        {
            shown.Open("which was fitted to which");
            fit.SynergyOf(ref shown);
            shown.Close();
        }

        return work;
    }
}
