using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.Grain;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Models;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign grain</c>: how coarse the unit of a chip should be.</summary>
internal static class GrainCommand
{
    public static Command Create()
    {
        Command command = new(
            "grain",
            "How coarse should the unit be? A systolic array's padding, filling and operand energy over the products of a model, the best side,\n"
                + "what doubling it gains, and what instructions, tensor operations and look-up tables cost at each precision.\n\n"
                + "Example: chalk codesign grain deepseek-v3 --batch 256\n"
                + "Example: chalk codesign grain llama-3.1-8b --weights fp4 --mac 0.025");
        Argument<string?> model = new("MODEL") { Description = "The model whose products are run. Default: deepseek-v3.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> batch = Inputs.Text("--batch", "COUNT", "Sequences of a decoding step. Default: 256.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens each holds. Default: 4096.");
        Option<string?> weights = Inputs.Text("--weights", "FORMAT", "Format of the operands. Default: fp8.");
        Option<string?> mac = Inputs.Text("--mac", "PJ", "Energy of a multiply-accumulate, pJ. Default: 0.1, times the format's cells over FP8's (illustrative).");
        Option<string?> register = Inputs.Text("--register", "PJ", "Energy of a bit of the register file, pJ. Default: 0.05 (illustrative).");
        Option<string?> cell = Inputs.Text("--cell", "PJ", "Energy of a cell's own registers, pJ. Default: 0.");
        Option<string?> sram = Inputs.Text("--sram", "PJ", "Energy of a bit of a weight loaded, pJ. Default: 0.");
        Option<string?> most = Inputs.Text("--most", "SIDE", "Largest side tried. Default: 1024.");
        Option<bool> fill = new("--fill") { Description = "Passes do not overlap: filling and draining are waited for." };
        OutputOptions output = new(charts: true);
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { batch, context, weights, mac, register, cell, sram, most, fill })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            FormatCatalogue formats = FormatCatalogue.Open(data);
            FormatAnatomy format = formats.Find(parsed.GetValue(weights) ?? "fp8");
            Model named = ModelCatalogue.Open(data).Find(parsed.GetValue(model) ?? "deepseek-v3");
            double scaled = 0.1 * GateCount.Of(format).Total / GateCount.Of(formats.Find("fp8")).Total;
            SystolicArray array = new()
            {
                Mac = Inputs.Number(parsed, mac, 1e-6, 1e3) ?? scaled,
                Register = Inputs.Number(parsed, register, 1e-6, 1e3) ?? 0.05,
                OperandBits = format.Bits,
                Cell = Inputs.Number(parsed, cell, 0, 1e3) ?? 0,
                Sram = Inputs.Number(parsed, sram, 0, 1e3) ?? 0,
                Overlapped = !parsed.GetValue(fill),
            };
            double largest = Inputs.Number(parsed, most, 16, 65536) ?? 1024;
            GrainAnswer answer = new(
                named.Name, format, array,
                MatrixShape.Of(named, Inputs.Count(parsed, batch, "sequences") ?? 256, (Inputs.Length(parsed, context) ?? new(4096)).Value),
                [.. Sides(largest)],
                [.. EnergyCatalogue.Open(data).Of("instruction").Select(entry => new InstructionGrain(entry.Name, entry.Overhead!.Value))]);
            return GrainReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    private static IEnumerable<double> Sides(double largest)
    {
        for (double side = 1; side <= largest; side *= 2)
        {
            yield return side;
        }
    }

    private static Derivation Work(GrainAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (double side in new[] { 128, answer.Best }.Distinct())
        {
            shown.Open(FormattableString.Invariant($"an array of {side}"));
            answer.Array.Energy(side, double.PositiveInfinity, ref shown);
            shown.Close();
            foreach (MatrixShape shape in answer.Shapes)
            {
                shown.Open(FormattableString.Invariant($"{shape.Name} on {side}"));
                answer.Array.Use(shape, side, ref shown);
                shown.Close();
            }
        }

        return work;
    }
}
