using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk plan</c>: the cheapest and the fastest way to serve a model on a machine.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        Command command = new(
            "plan",
            "Searches layouts and batches, with prefill and decode together or in separate pools: the Pareto front of speed and\n"
                + "throughput, the cheapest and the fastest point within the service levels, what binds, and what would help.\n\n"
                + "Example: chalk plan deepseek-v3 --on gb200-nvl72 --input 4096 --output 1024 --tpot 30ms --out plan.html");
        ModelOptions model = new();
        OutputOptions output = new(charts: true);
        Option<string?> input = Inputs.Text("--input", "TOKENS", "Tokens of a prompt. Default: 4096.");
        Option<string?> answer = Inputs.Text("--output", "TOKENS", "Tokens of an answer. Default: 1024.");
        Option<string?> prefix = Inputs.Text("--prefix", "TOKENS", "Tokens of a prompt that are in the KV cache already. Default: 0.");
        Option<string?> tpot = Inputs.Text("--tpot", "TIME", "Longest time per output token, for example 30ms.");
        Option<string?> ttft = Inputs.Text("--ttft", "TIME", "Longest time to first token, for example 1s.");
        Option<string?> gpus = Inputs.Text("--gpus", "COUNT", "Devices to use and pay for. Default: all of the machine.");
        Option<string?> fidelity = Inputs.Text(
            "--fidelity", "NAME", "chalk: ideal closed form; operator: every operator with stated efficiencies; calibrated: every kernel by its fitted equation.\n"
                + "Default: operator, or calibrated with --calibration.");
        CalibrationOption calibration = new();
        model.AddTo(command);
        foreach (Option option in new Option[] { input, answer, prefix, tpot, ttft, gpus, fidelity })
        {
            command.Options.Add(option);
        }

        calibration.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, cancel) =>
        {
            ModelInputs inputs = model.Read(parsed);
            Fidelity? asked = Inputs.FidelityOf(parsed.GetValue(fidelity));
            CalibrationSet? given = calibration.Read(parsed, DataFolder.Default, asked, inputs.System.Accelerator.Id);
            Fidelity chosen = asked ?? (given is null ? Fidelity.Operator : Fidelity.Calibrated);
            Workload workload = new(
                Inputs.Quantity<Tokens>(parsed, input) ?? new Tokens(4096),
                Inputs.Quantity<Tokens>(parsed, answer) ?? new Tokens(1024),
                Inputs.QuantityOrZero<Tokens>(parsed, prefix))
            {
                TimePerOutputToken = Inputs.Quantity<Seconds>(parsed, tpot),
                TimeToFirstToken = Inputs.Quantity<Seconds>(parsed, ttft),
            };
            PlanRequest request = new()
            {
                Model = inputs.Model,
                System = inputs.System,
                Precision = inputs.Precision,
                Workload = workload.Checked(),
                Devices = Inputs.Count(parsed, gpus, "devices"),
                Price = inputs.Price,
                PriceSource = inputs.PriceDatum,
                Fidelity = chosen,
                Calibrations = chosen == Fidelity.Calibrated ? given ?? CalibrationSet.Open(DataFolder.Default) : null,
            };
            Plan plan = Planner.Search(request, cancel);
            Derivation? work = output.ShowWork(parsed) && plan.Cheapest is { } best ? PlanWork.Of(request, best) : null;
            return PlanReport.Of(inputs, plan, work);
        });
        return command;
    }
}
