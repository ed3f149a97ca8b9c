using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk split</c>: attention and feed-forward layers on devices of their own, against one pool.</summary>
internal static class SplitCommand
{
    private const int MostDevices = 64;

    public static Command Create()
    {
        Command command = new(
            "split",
            "Attention/FFN disaggregation: decoding with attention and feed-forward layers on devices of their own, the best\n"
                + "ratio and micro-batches, the link between them, and whether it pays against one pool of as many devices.\n\n"
                + "Example: chalk split deepseek-v3 --on hgx-h800 --gpus 64 --context 4k --tpot 50ms");
        ModelOptions model = new();
        OutputOptions output = new(charts: false);
        Option<string?> feedForwardOn = Inputs.Text(
            "--ffn-on", "SYSTEM", "The machine of the feed-forward side. Default: that of --on, which holds the attention side.");
        Option<string?> gpus = Inputs.Text("--gpus", "COUNT", "Devices of both sides together, and of the one pool. Default: 64, or the domain.");
        Option<string?> feedForwardGpus = Inputs.Text("--ffn-gpus", "COUNT", "Devices of the feed-forward side. Default: the best number.");
        Option<string?> feedForwardPrice = Inputs.Text("--ffn-price", "PRICE", "Price of one of its devices, as --price.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Mean tokens that a sequence holds. Default: 4096.");
        Option<string?> tpot = Inputs.Text("--tpot", "TIME", "Longest time per output token. Default: 50ms.");
        Option<string?> fidelity = Inputs.Text(
            "--fidelity", "NAME", "operator: stated efficiencies; calibrated: every kernel by its fitted equation. Default: calibrated.");
        CalibrationOption calibration = new();
        model.AddTo(command);
        foreach (Option option in new Option[] { feedForwardOn, gpus, feedForwardGpus, feedForwardPrice, context, tpot, fidelity })
        {
            command.Options.Add(option);
        }

        calibration.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            (Fidelity chosen, CalibrationSet? set) = calibration.ReadFidelity(parsed, fidelity, inputs.System.Accelerator.Id);
            MachineSystem other = parsed.GetValue(feedForwardOn) is { } name
                ? HardwareCatalogue.Open(DataFolder.Default).FindSystem(name)
                : inputs.System;
            SplitRequest request = new()
            {
                Model = inputs.Model,
                Precision = inputs.Precision,
                Workload = new(Inputs.Length(parsed, context) ?? new Tokens(4096), new(1), new(0))
                {
                    TimePerOutputToken = Inputs.Quantity<Seconds>(parsed, tpot) ?? new Seconds(0.05),
                },
                AttentionOn = inputs.System,
                FeedForwardOn = other,
                Devices = Inputs.Count(parsed, gpus, "devices") ?? Math.Min(MostDevices, Math.Max(2, inputs.System.Devices)),
                FeedForwardDevices = Inputs.Count(parsed, feedForwardGpus, "devices"),
                AttentionPrice = inputs.Price,
                FeedForwardPrice = Inputs.DevicePrice(parsed, feedForwardPrice)
                    ?? (other.Id == inputs.System.Id ? inputs.Price : HardwareCatalogue.DefaultPrice(other.Accelerator)?.Price),
                Fidelity = chosen,
                Calibrations = set,
            };
            return SplitReport.Of(inputs, SplitSearch.Study(request.Checked()));
        });
        return command;
    }
}
