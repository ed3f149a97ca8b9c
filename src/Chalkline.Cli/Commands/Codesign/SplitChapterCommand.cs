using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.AttentionFit;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign split</c>: whether to split attention from feed-forward layers, at which ratio, on which devices.</summary>
internal static class SplitChapterCommand
{
    /// <summary>Contexts against the one a ratio was chosen for.</summary>
    private static readonly double[] Drifts = [0.5, 1, 2, 4];

    public static Command Create()
    {
        Command command = new(
            "split",
            "Should I split attention from the MLP, at what ratio, on which devices? The engine of `chalk split` at drifting contexts, the best\n"
                + "pair of devices by cost, and the micro-batches of a pipeline by MegaScale-Infer's closed form.\n\n"
                + "Example: chalk codesign split deepseek-v3 --on hgx-h800 --gpus 32\n"
                + "Example: chalk codesign split --attention-time 100us --expert-time 90us --transfer-time 40us --micro-batches 3 --layers 61");
        Argument<string?> model = new("MODEL") { Description = "The model. Default: deepseek-v3.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> on = Inputs.Text("--on", "SYSTEM", "The machine of both sides. Default: gb200-nvl72.");
        Option<string?> gpus = Inputs.Text("--gpus", "COUNT", "Devices of both sides together. Default: 32.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Mean context. Default: 8192.");
        Option<string?> tpot = Inputs.Text("--tpot", "TIME", "Longest time per token. Default: 50ms.");
        Option<string?> attention = Inputs.Text("--attention-time", "TIME", "T_a of the closed form. Default: 100us.");
        Option<string?> experts = Inputs.Text("--expert-time", "TIME", "T_e. Default: 90us.");
        Option<string?> transfer = Inputs.Text("--transfer-time", "TIME", "T_c. Default: 40us.");
        Option<string?> micro = Inputs.Text("--micro-batches", "COUNT", "m. Default: 3.");
        Option<string?> layers = Inputs.Text("--layers", "COUNT", "L. Default: 61.");
        OutputOptions output = new(charts: true);
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { on, gpus, context, tpot, attention, experts, transfer, micro, layers })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            HardwareCatalogue hardware = HardwareCatalogue.Open(data);
            Chalkline.Models.Model named = ModelCatalogue.Open(data).Find(parsed.GetValue(model) ?? "deepseek-v3");
            Chalkline.Hardware.MachineSystem system = hardware.FindSystem(parsed.GetValue(on) ?? "gb200-nvl72");
            Tokens held = Inputs.Length(parsed, context) ?? new Tokens(8192);
            UsdPerDeviceHour? price = HardwareCatalogue.DefaultPrice(system.Accelerator)?.Price;
            SplitRequest request = new SplitRequest
            {
                Model = named,
                Precision = named.Native,
                Workload = new(held, new(1), new(0)) { TimePerOutputToken = Inputs.Quantity<Seconds>(parsed, tpot) ?? new Seconds(0.05) },
                AttentionOn = system,
                FeedForwardOn = system,
                Devices = Inputs.Count(parsed, gpus, "devices") ?? Math.Min(32, Math.Max(2, system.Devices)),
                AttentionPrice = price,
                FeedForwardPrice = price,
                Fidelity = Fidelity.Operator,
            }.Checked();
            SplitStudy study = SplitSearch.Study(request);
            Seconds way = Inputs.Quantity<Seconds>(parsed, transfer) ?? new(40e-6);
            PingPong pipeline = new(
                Inputs.Quantity<Seconds>(parsed, attention) ?? new(100e-6), Inputs.Quantity<Seconds>(parsed, experts) ?? new(90e-6),
                way, way, Inputs.Count(parsed, micro, "micro-batches") ?? 3, Inputs.Count(parsed, layers, "layers") ?? 61);
            SplitChapterAnswer answer = new(study, [.. Drift(request, study)], pipeline, AttentionCostTable.Open(data));
            return SplitChapterReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    /// <summary>The split with the ratio chosen for one context, and with the best ratio, at others.</summary>
    private static IEnumerable<SplitDrift> Drift(SplitRequest request, SplitStudy study)
    {
        if (study.Split is not { } split)
        {
            yield break;
        }

        int fixedSide = split.FeedForward.Devices;
        foreach (double drift in Drifts)
        {
            SplitRequest at = request with { Workload = request.Workload with { Input = new(Math.Round(drift * request.Workload.Input.Value)) } };
            yield return new(at.Workload.Input, SplitSearch.Study(at with { FeedForwardDevices = fixedSide }), SplitSearch.Study(at));
        }
    }

    private static Derivation Work(SplitChapterAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        shown.Open("a layer of the pipeline");
        answer.Pipeline.TimeLayer(ref shown);
        shown.Close();
        return work;
    }
}
