using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Economics.Accounts;
using Chalkline.Economics.CostSheets;
using Chalkline.Economics.PriceSheets;
using Chalkline.Economics.Traffic;
using Chalkline.Files;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk price</c>: what tokens cost the operator, and prices that pay.</summary>
internal static class PriceCommand
{
    /// <summary>Mean over peak nodes of a service: what of the devices' time there is work for.</summary>
    private static readonly Source DaySix = new(
        "226.75 of 278 nodes: mean over peak of DeepSeek's service, open-infra-index Day 6",
        "2025-03-01",
        Verification.Partial);

    public static Command Create()
    {
        Command command = new(
            "price",
            "What a million tokens costs the operator - input, output, cached input, cache writes, off-peak, fast,\n"
                + "by length of the prompt - split into accelerators, host, network, power and idle capacity,\n"
                + "and a price sheet that pays.\n\n"
                + "Example: chalk price llama-3.1-70b --on h100x8 --weights fp8 --margin 50% --out price.html\n"
                + "Example: chalk price llama-3.1-70b --on h100x8 --own --years 5 --as-of 2025-06\n"
                + "Example: chalk price llama-3.1-70b --on h200x8 --lengths 4k:70,32k:25,100k:5 --hit-rate 60% "
                + "--sheet sheet.json\n"
                + "Example: chalk price deepseek-v3 --on hgx-h800x18 --weights fp8 --workload deepseek-day-6\n"
                + "Example: chalk price accounts deepseek-day-6");
        ModelOptions model = new();
        HardwarePriceOptions hardware = new();
        TrafficMixOptions traffic = new();
        TierOption tiers = new();
        OutputOptions output = new(charts: true);
        Option<string?> gpus = Inputs.Text(
            "--gpus", "COUNT", "Devices to use and pay for. Default: all of the machine.");
        Option<string?> utilisation = Inputs.Text(
            "--utilisation",
            "SHARE",
            "Share of the devices' time that is sold. Default: 82%, mean over peak of DeepSeek's nodes.");
        Option<string?> batch = Inputs.Text("--batch", "COUNT", "Sequences of a replica. Default: the cheapest batch.");
        DegreeOptions degrees = new(
            "Tensor-parallel devices. Default: the cheapest layout.",
            "Attention-parallel groups. Default: 1 with another degree given.",
            "Expert-parallel groups. Default: all devices of a stage.",
            "Pipeline stages. Default: 1 with another degree given.");
        Option<string?> fast = Inputs.Text(
            "--fast", "RATIO", "Times the normal price that the fast mode may cost. Default: 2.");
        Option<string?> fidelity = Inputs.Text(
            "--fidelity", "NAME", "chalk, operator or calibrated; only the last has 80 % intervals. Default: calibrated.");
        Option<string?> sheet = Inputs.Text("--sheet", "FILE", "Also write the price sheet alone, as JSON.");
        model.AddTo(command);
        traffic.AddTo(command);
        foreach (Option option in new Option[] { gpus, utilisation, batch })
        {
            command.Options.Add(option);
        }

        degrees.AddTo(command);
        hardware.AddTo(command);
        tiers.AddTo(command);
        command.Options.Add(fast);
        command.Options.Add(fidelity);
        command.Options.Add(sheet);
        output.AddTo(command);
        command.Subcommands.Add(Accounts());
        output.SetAction(command, (parsed, cancel) =>
        {
            ModelInputs inputs = model.Read(parsed);
            Fidelity chosen = Inputs.FidelityOf(parsed.GetValue(fidelity)) ?? Fidelity.Calibrated;
            TrafficProfile? profile = traffic.Profile(parsed);
            Workload usual = traffic.Usual(parsed, profile);
            double margin = traffic.Margin(parsed);
            RequestMix mix = traffic.Mix(parsed, profile, usual);
            double? share = Inputs.Share(parsed, utilisation);
            IHardwarePrice paid = hardware.Read(
                parsed, inputs.System, inputs.PriceSource == "given" ? inputs.Price : null);
            CostSheetRequest request = new CostSheetRequest()
            {
                Plan = new()
                {
                    Model = inputs.Model,
                    System = inputs.System,
                    Precision = inputs.Precision,
                    Workload = usual,
                    Devices = Inputs.Count(parsed, gpus, "devices"),
                    Batch = Inputs.Count(parsed, batch, "sequences"),
                    Fidelity = chosen,
                    Calibrations = chosen == Fidelity.Calibrated ? CalibrationSet.Open(DataFolder.Default) : null,
                },
                Hardware = paid,
                Utilisation = share ?? 226.75 / 278,
                UtilisationSource = share is null ? DaySix : null,
                Layout = degrees.Given(parsed) is null ? null : degrees.Read(parsed).Layout(inputs.Model),
                Lengths = [.. mix.Lengths.Parts.Select(part => part.Length)],
                HitRate = mix.HitRate,
                Kept = [.. traffic.Kept(parsed)],
                Tiers =
                [
                    .. tiers.Read(
                        parsed, inputs.System.Accelerator.Memory, CostSheetTiers.Rate(paid.Bill()), inputs.System),
                ],
                FastPrice = Inputs.Ratios("--fast", parsed.GetValue(fast) ?? "2")[0],
                Spread = PriceIntervals.Of,
            }.Checked();
            CostSheet costs = CostSheetModel.Of(request, cancel);
            Tokens? leftOut = costs.TooLong;
            if (leftOut is not null && traffic.MayBeCut(parsed))
            {
                (costs, mix) = (costs with { TooLong = null }, mix with
                {
                    Lengths = LengthMix.Of(
                        mix.Lengths.Parts.Where(part => costs.Lengths.Any(cost => cost.Length == part.Length))),
                });
            }

            PriceProposal proposal = PriceProposal.Of(costs, mix, margin);
            if (parsed.GetValue(sheet) is { } file)
            {
                WholeFile.Write(file, PriceSheetWriter.Text(proposal.Sheet));
            }

            return PriceReport.Of(
                new(inputs, costs, mix, proposal) { LeftOut = leftOut, Profile = profile }, output.ShowWork(parsed)
                    ? Work(costs, proposal, cancel)
                    : null);
        });
        return command;
    }

    private static Derivation Work(CostSheet costs, PriceProposal proposal, CancellationToken cancel)
    {
        Derivation work = CostSheetModel.Work(costs, cancel);
        Shown shown = new(work);
        proposal.Show(ref shown);
        return work;
    }

    private static Command Accounts()
    {
        Command command = new(
            "accounts",
            "An operator's published accounts worked out again: cost, revenue, margin, and cost of each kind of token."
                + "\n\n"
                + "Example: chalk price accounts deepseek-day-6");
        Argument<string> name = new("ACCOUNTS")
        {
            Description = "A shipped file (deepseek-day-6), or a path to a JSON file in its shape.",
        };
        OutputOptions output = new(charts: true);
        command.Arguments.Add(name);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            OperatorAccounts accounts = AccountsFile.Find(DataFolder.Default, parsed.GetRequiredValue(name));
            Derivation? work = null;
            if (output.ShowWork(parsed))
            {
                work = new(accounts.Name);
                Shown shown = new(work);
                AccountsResult.Of(accounts, ref shown);
            }

            return AccountsReport.Of(accounts, accounts.Result(), work);
        });
        return command;
    }
}
