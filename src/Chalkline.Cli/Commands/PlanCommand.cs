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

/// <summary><c>chalk plan</c>: the best ways to serve a model on a machine, or on each of several.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        Command command = new(
            "plan",
            "Searches layouts and batches, with prefill and decode together or in separate pools: the Pareto front of speed and\n"
                + "throughput, the cheapest and the fastest point within the service levels, what binds, and what would help.\n"
                + "Several machines or formats, with commas between, are set side by side.\n\n"
                + "Example: chalk plan deepseek-v3 --on gb200-nvl72 --input 4096 --output 1024 --tpot 30ms --out plan.html\n"
                + "Example: chalk plan llama-3.1-70b --on h200x8,b200x8 --weights fp8 --compare\n"
                + "Example: chalk plan llama-3.1-70b --on h100x8 --out before.json\n"
                + "Example: chalk plan llama-3.1-70b --on h200x8 --out after.json\n"
                + "Example: chalk plan --compare before.json after.json\n"
                + "Example: chalk plan llama-3.1-70b --on h200x32 --load 5req/s --tpot 50ms --engine all\n"
                + "Example: chalk plan deepseek-v3 --on h100x32 --weights fp8 --kv fp8 --tpot 50ms --modes all\n"
                + "Example: chalk plan llama-3.1-70b --prefill-on h100x8 --on h200x8 --objective fastest,tokens-per-mw");
        ModelOptions model = new(required: false);
        CompareOption comparison = new(model);
        PlanOptions options = new();
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
        RoutingOptions routing = new();
        CalibrationOption calibration = new();
        model.AddTo(command);
        foreach (Option option in new Option[] { input, answer, prefix, tpot, ttft, gpus, fidelity })
        {
            command.Options.Add(option);
        }

        options.AddTo(command);
        routing.AddTo(command);
        comparison.AddTo(command);
        calibration.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, cancel) =>
        {
            if (comparison.OfSaved(parsed) is { } saved)
            {
                return saved;
            }

            IReadOnlyList<ModelInputs> variants = model.ReadAll(parsed);
            Workload workload = new Workload(
                Inputs.Quantity<Tokens>(parsed, input) ?? new Tokens(4096),
                Inputs.Quantity<Tokens>(parsed, answer) ?? new Tokens(1024),
                Inputs.QuantityOrZero<Tokens>(parsed, prefix))
            {
                TimePerOutputToken = Inputs.Quantity<Seconds>(parsed, tpot),
                TimeToFirstToken = Inputs.Quantity<Seconds>(parsed, ttft),
            }.Checked();
            bool compare = comparison.Asked(parsed, variants.Count);
            PlanRequest[] requests = [.. variants.Select(Request)];
            PlanVariant[] plans =
            [
                .. requests.Select((request, place) => new PlanVariant(
                    variants[place], Searched(request, parsed.InvocationConfiguration.Error, cancel), options.Objectives(parsed), options.Engines(parsed))),
            ];
            if (plans.Length > 1)
            {
                return output.ShowWork(parsed)
                    ? throw new ChalkException("--show-work shows the work of one plan; name one machine and one format.")
                    : PlanVariantsReport.Of(plans, compare);
            }

            Derivation? work = output.ShowWork(parsed) && plans[0].Chosen.Count > 0
                ? PlanWork.Of(plans[0].Plan.Request, plans[0].Chosen[0].Point)
                : null;
            return PlanReport.Of(plans[0], work);

            PlanRequest Request(ModelInputs inputs)
            {
                Fidelity? asked = Inputs.FidelityOf(parsed.GetValue(fidelity));
                CalibrationSet? given = calibration.Read(parsed, DataFolder.Default, asked, inputs.System.Accelerator.Id);
                Fidelity chosen = asked ?? (given is null ? Fidelity.Operator : Fidelity.Calibrated);
                inputs = routing.Apply(parsed, inputs, chosen);
                return options.Apply(parsed, new()
                {
                    Model = inputs.Model,
                    System = inputs.System,
                    Precision = inputs.Precision,
                    Workload = workload,
                    Devices = Inputs.Count(parsed, gpus, "devices"),
                    Price = inputs.Price,
                    PriceSource = inputs.PriceDatum,
                    Fidelity = chosen,
                    Calibrations = chosen == Fidelity.Calibrated ? given ?? CalibrationSet.Open(DataFolder.Default) : null,
                });
            }
        });
        return command;
    }

    private static Plan Searched(PlanRequest request, TextWriter error, CancellationToken cancel)
    {
        Plan plan = Planner.Search(request, cancel);
        SearchStatistics found = plan.Statistics;
        double seconds = plan.Elapsed.TotalSeconds;
        using Progress progress = new(error);
        progress.Note(FormattableString.Invariant(
            $"{request.System.Id}: {found.Points:N0} points, {found.Evaluated:N0} timed and {found.Cut:N0} cut, ")
            + FormattableString.Invariant($"in {seconds:0.000} s: {found.Points / seconds:N0} a second"));
        return plan;
    }
}
