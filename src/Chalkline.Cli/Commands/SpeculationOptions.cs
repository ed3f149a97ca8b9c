using System.CommandLine;
using Chalkline.Engines;
using Chalkline.Models;

namespace Chalkline.Cli.Commands;

/// <summary>Speculative decoding, or multi-token prediction.</summary>
internal sealed class SpeculationOptions
{
    private readonly Option<string?> _drafts = Inputs.Text(
        "--drafts", "COUNT", "Tokens drafted in each step (speculative decoding, MTP). Default: no speculation.");

    private readonly Option<string?> _acceptance = Inputs.Text(
        "--acceptance", "SHARE", "Chance that a drafted token is accepted when all before it were. Needed with --drafts.");

    private readonly Option<string?> _draftShare = Inputs.Text(
        "--draft-share", "SHARE", "Time of drafting one token over the time of a step. Default: one layer of the model, as MTP.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_drafts);
        command.Options.Add(_acceptance);
        command.Options.Add(_draftShare);
    }

    /// <summary>Reads them; null without speculation.</summary>
    /// <exception cref="ChalkException">One is wrong, or lacks another.</exception>
    public Speculation? Read(ParseResult parsed, Model model)
    {
        int? drafts = Inputs.Count(parsed, _drafts, "tokens");
        double? acceptance = Inputs.Share(parsed, _acceptance);
        double? share = Inputs.Share(parsed, _draftShare);
        return (drafts, acceptance) switch
        {
            (null, null) when share is null => null,
            ({ } count, { } chance) => new(count, chance, share ?? 1.0 / model.Layers.Length),
            (null, _) => throw new ChalkException(
                "--acceptance and --draft-share change nothing without speculation; give --drafts, for example --drafts 3."),
            _ => throw new ChalkException($"--drafts {drafts}: needs --acceptance, for example --acceptance 0.7."),
        };
    }
}
