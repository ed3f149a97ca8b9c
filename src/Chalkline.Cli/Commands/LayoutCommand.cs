using System.CommandLine;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk layout</c>: where everything of a model goes on racks.</summary>
internal static class LayoutCommand
{
    private const double DefaultGroupBatch = 64;
    private static readonly Tokens DefaultContext = new(8000);
    private static readonly Seconds DefaultLimit = new(0.05);

    public static Command Create()
    {
        Command command = new(
            "layout",
            "Where a model goes on racks: experts, copies and idle devices, the balance of their load, memory of a device by kind,\n"
                + "all-to-all inside and between racks, pipeline stages, latency floors, what fits, what binds first; and a picture.\n"
                + "The search of chalk plan chooses the layout unless one is described.\n\n"
                + "Example: chalk layout deepseek-v3 --on gb200-nvl72\n"
                + "Example: chalk layout deepseek-v3 --on gb200-nvl72 --experts-per-gpu 4\n"
                + "Example: chalk layout deepseek-v3 --on gb200-nvl72 --redundant-experts 32 --routing power-law --out layout.html");
        ModelOptions model = new();
        PlacementOptions placement = new();
        OutputOptions output = new(charts: true);
        Option<string?> racks = Inputs.Text("--racks", "COUNT", "Racks (scale-up domains). Default: those of SYSTEM.");
        Option<string?> batch = Inputs.Text(
            "--batch", "SEQUENCES", "Sequences of one replica in flight. Default: what the search chooses,\n"
                + "or 64 for each attention-parallel group of a layout described.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens each sequence holds. Default: 8k. A search takes a fifth of it as answer, at most 1,024.");
        Option<string?> tpot = Inputs.Text(
            "--tpot", "TIME", "Longest time per output token of a layout that the search chooses. Default: 50ms.");
        model.AddTo(command);
        command.Options.Add(racks);
        placement.AddTo(command);
        command.Options.Add(batch);
        command.Options.Add(context);
        command.Options.Add(tpot);
        output.AddTo(command);
        output.SetAction(command, (parsed, cancel) =>
        {
            ModelInputs inputs = model.Read(parsed);
            if (Inputs.Count(parsed, racks, "racks") is { } count)
            {
                inputs = inputs with { System = Joined(inputs.System, count) };
            }

            Placed placed = placement.Read(parsed, inputs.Model, inputs.System);
            Tokens held = Inputs.Length(parsed, context) ?? DefaultContext;
            double? sequences = Inputs.Count(parsed, batch, "sequences");
            Seconds? limit = Inputs.Quantity<Seconds>(parsed, tpot);
            ChosenLayout? chosen = placement.LayoutOption(parsed) is not { } given
                ? ChosenLayout.Of(
                    inputs.Model, inputs.System, inputs.Precision, held, limit ?? DefaultLimit, sequences, cancel)
                : limit is null ? null
                : throw new ChalkException($"{tpot.Name} changes nothing with {given}, which says what the layout is.");
            Layout layout = chosen?.Layout ?? placed.Layout;
            LayoutRequest request = new(
                inputs.Model,
                inputs.System,
                layout,
                inputs.Precision,
                sequences ?? chosen?.Batch ?? DefaultGroupBatch * layout.AttentionParallel,
                held,
                placed.Redundant,
                placed.Exponent);
            Derivation? work = output.ShowWork(parsed) ? new() : null;
            return LayoutReport.Of(inputs, Study(request, work), chosen, work);
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
