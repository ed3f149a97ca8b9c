using System.CommandLine;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk layout</c>: where everything of a model goes on racks.</summary>
internal static class LayoutCommand
{
    private const double DefaultGroupBatch = 64;

    public static Command Create()
    {
        Command command = new(
            "layout",
            "Where a model goes on racks: experts, copies and idle devices, the balance of their load, memory of a device by kind,\n"
                + "all-to-all inside and between racks, pipeline stages, latency floors, what fits, what binds first; and a picture.\n\n"
                + "Example: chalk layout deepseek-v3 --on gb200-nvl72 --redundant-experts 32 --routing power-law --out layout.html");
        ModelOptions model = new();
        PlacementOptions placement = new();
        OutputOptions output = new(charts: true);
        Option<string?> racks = Inputs.Text("--racks", "COUNT", "Racks (scale-up domains). Default: those of SYSTEM.");
        Option<string?> batch = Inputs.Text(
            "--batch", "SEQUENCES", "Sequences of one replica in flight. Default: 64 for each attention-parallel group.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens each sequence holds. Default: 8k.");
        model.AddTo(command);
        command.Options.Add(racks);
        placement.AddTo(command);
        command.Options.Add(batch);
        command.Options.Add(context);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            if (Inputs.Count(parsed, racks, "racks") is { } count)
            {
                inputs = inputs with { System = Joined(inputs.System, count) };
            }

            Placed placed = placement.Read(parsed, inputs.Model, inputs.System);
            LayoutRequest request = new(
                inputs.Model,
                inputs.System,
                placed.Layout,
                inputs.Precision,
                Inputs.Count(parsed, batch, "sequences") ?? DefaultGroupBatch * placed.Layout.AttentionParallel,
                Inputs.Length(parsed, context) ?? new Tokens(8000),
                placed.Redundant,
                placed.Exponent);
            Derivation? work = output.ShowWork(parsed) ? new() : null;
            return LayoutReport.Of(inputs, Study(request, work), work);
        });
        return command;
    }

    private static LayoutStudy Study(LayoutRequest request, Derivation? work)
    {
        if (work is null)
        {
            return LayoutStudy.Of(request);
        }

        Shown shown = new(work);
        return LayoutStudy.Of(request, ref shown);
    }

    private static MachineSystem Joined(MachineSystem system, int racks)
    {
        const int most = 1000;
        return racks > most ? throw new ChalkException($"--racks {racks}: must be from 1 to {most}.")
            : racks == system.Domains ? system
            : system.Of(racks) with
            {
                Id = FormattableString.Invariant($"{One(system)}x{racks}"),
                Name = FormattableString.Invariant($"{racks} x {system.Name}"),
            };
    }

    /// <summary>The name of one domain: <c>gb200-nvl72x4</c> is four of <c>gb200-nvl72</c>.</summary>
    private static string One(MachineSystem system)
    {
        string count = FormattableString.Invariant($"x{system.Domains}");
        return system.Domains > 1 && system.Id.EndsWith(count, StringComparison.Ordinal)
            ? system.Id[..^count.Length]
            : system.Id;
    }
}
