using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Activations;
using Chalkline.Codesign.Energy;
using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Models;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign activation</c>: which activation takes least energy and time at equal quality.</summary>
internal static class ActivationCommand
{
    public static Command Create()
    {
        Command command = new(
            "activation",
            "Swish or ReLU? Function-unit time, sparsity with the union over a batch, quality turned into compute, quantisability; energy and\n"
                + "time of a token at equal quality, and the batch up to which sparsity pays.\n\n"
                + "Example: chalk codesign activation --batch 8\n"
                + "Example: chalk codesign activation llama-3.1-8b --on h100-sxm --batch 1 --no-predictor");
        Argument<string?> model = new("MODEL") { Description = "A model whose sizes are taken. Default: 7e9 parameters, two thirds in feed-forward layers, width 4096.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> on = Inputs.Text("--on", "DEVICE", "The device. Default: h100-sxm.");
        Option<string?> batch = Inputs.Text("--batch", "COUNT", "Sequences of a step. Default: 8.");
        Option<string?> weights = Inputs.Text("--weights", "FORMAT", "Format of the weights. Default: bf16.");
        Option<string?> share = Inputs.Text("--ffn-share", "SHARE", "Share of parameters in feed-forward layers. Default: the model's, or two thirds.");
        Option<string?> baseline = Inputs.Text("--baseline", "NAME", "Activation that quality is held against. Default: swiglu.");
        Option<string?> sparsity = Inputs.Text("--sparsity", "SHARE", "Share of neurons at zero in the activations that have zeros. Default: as published, 90 %.");
        Option<string?> correlation = Inputs.Text("--correlation", "RHO", "B is replaced by B^rho in the union; 1 for independent tokens. Default: 1.");
        Option<string?> charge = Inputs.Text("--charge", "NAME", "How a loss of quality is paid: parameters, or split between parameters and tokens. Default: parameters.");
        Option<bool> none = new("--no-predictor") { Description = "Nobody tells which neurons are needed: the gate's matrix is read whole." };
        Option<bool> dense = new("--no-skip") { Description = "Arithmetic of zeros is not skipped." };
        OutputOptions output = new(charts: true);
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { on, batch, weights, share, baseline, sparsity, correlation, charge, none, dense })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            Accelerator device = HardwareCatalogue.Open(data).FindAccelerator(parsed.GetValue(on) ?? "h100-sxm");
            Model? named = parsed.GetValue(model) is { } name ? ModelCatalogue.Open(data).Find(name) : null;
            ModelSize? size = named is null ? null : ParameterCount.Count(named);
            ActivationKind[] kinds = [.. ActivationKind.All(data).Select(kind => kind.Sparsity > 0 ? kind.WithSparsity(Inputs.Share(parsed, sparsity)) : kind)];
            string against = parsed.GetValue(baseline) ?? "swiglu";
            ActivationKind reference = kinds.FirstOrDefault(kind => kind.Id == against && kind.LogPerplexity is not null)
                ?? throw new ChalkException(
                    $"--baseline {against}: must be an activation whose quality is known: {string.Join(", ", kinds.Where(kind => kind.LogPerplexity is not null).Select(kind => kind.Id))}.");
            double feedForward = Inputs.Share(parsed, share)
                ?? (size is null ? 2.0 / 3 : (size.DenseFeedForward + size.VisitedExperts + size.SharedExperts) / size.Active);
            if (feedForward is not (> 0 and < 1))
            {
                throw new ChalkException("--ffn-share must be above 0 and below 1, such as 0.67.");
            }

            ActivationSetting setting = new()
            {
                Active = size?.Active ?? new(7e9),
                FeedForwardShare = feedForward,
                Width = named?.Hidden ?? 4096,
                Accelerator = device,
                Terms = EnergyTerms.Of(device, EnergyCatalogue.Open(data), FormatCatalogue.Open(data)),
                Format = FormatCatalogue.Stored(data, parsed.GetValue(weights) ?? "bf16"),
                Predictor = !parsed.GetValue(none),
                SkipsFlop = !parsed.GetValue(dense),
                Correlation = Inputs.Number(parsed, correlation, 0.01, 1) ?? 1,
                Charge = (parsed.GetValue(charge) ?? "parameters") switch
                {
                    "parameters" => HandicapCharge.Parameters,
                    "split" => HandicapCharge.Split,
                    string other => throw new ChalkException($"--charge {other} is not known; choose parameters or split."),
                },
            };
            ActivationAnswer answer = new(
                named?.Name ?? "7 Gparam", setting, reference, [.. kinds], Inputs.Count(parsed, batch, "sequences") ?? 8,
                FunctionUnit.Of(data, device));
            return ActivationReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    private static Derivation Work(ActivationAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (ActivationKind kind in answer.Kinds.Where(kind => kind.LogPerplexity is not null))
        {
            shown.Open(kind.Id);
            ActivationPoint.Of(kind, answer.Baseline, answer.Setting, answer.Batch, ref shown);
            shown.Close();
        }

        return work;
    }
}
