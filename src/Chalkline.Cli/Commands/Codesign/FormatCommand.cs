using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.NumberFormats;
using Chalkline.Codesign.Quality;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign format</c>: whether a quantisation result is good.</summary>
internal static class FormatCommand
{
    private const string DefaultDevice = "b200-sxm";

    public static Command Create()
    {
        Command command = new(
            "format",
            "Is this quantisation result good? A loss, a score or an efficiency becomes parameters, compute and energy at equal\n"
                + "loss, among the published recipes. With no options: those recipes.\n\n"
                + "Example: chalk codesign format --loss-ratio 0.97\n"
                + "Example: chalk codesign format --of nvfp4 --eN 0.9 --share 95% --out format.html\n"
                + "Example: chalk codesign format --of mxfp4 --score 68.4 --anchors 8e9=62.1,70e9=71.0");
        FormatOptions options = new();
        OutputOptions output = new(charts: true);
        options.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            FormatAnswer answer = options.Read(parsed);
            return FormatReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    private static Derivation Work(FormatAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (FormatResult result in answer.Drawn)
        {
            shown.Open(result.Name);
            result.Change.OverheadOf(ref shown);
            result.Change.BreakEvenOf(ref shown);
            result.Change.MultiplierOf(result.Speed, ref shown);
            result.Change.ComputeCostOf(result.Speed, ref shown);
            result.Change.MemoryCostOf(result.Bits, result.ReferenceBits, ref shown);
            if (result.Energy is { } energy)
            {
                result.Change.TrainingEnergyOf(energy, ref shown);
            }

            shown.Close();
        }

        shown.Open($"loss of {answer.Quality.Parameters} on {answer.Quality.Tokens}");
        answer.Quality.Law.OfActive(LawSetting.Dense, 1).Loss(answer.Quality.Parameters, answer.Quality.Tokens, ref shown);
        shown.Close();
        return work;
    }

    /// <summary>The options of the command.</summary>
    private sealed class FormatOptions
    {
        private readonly Option<string?> _active = Inputs.Text("--active", "PARAMETERS", "Parameters of the model that was changed. Default: 70e9.");
        private readonly Option<string?> _tokens = Inputs.Text("--tokens", "TOKENS", "Tokens it was trained on. Default: 15e12.");
        private readonly Option<string?> _law = Inputs.Text("--law", "LAW", "Scaling law that turns loss into parameters. Default: besiroglu-2024.");
        private readonly Option<string?> _ratio = Inputs.Text("--loss-ratio", "RATIO", "Loss before over loss after: 0.97 for \"97 % as good\".");
        private readonly Option<string?> _error = Inputs.Text("--error", "RATIO", "Error of that ratio, one standard deviation, such as 0.001.");
        private readonly Option<string?> _loss = Inputs.Text("--loss", "NATS", "Loss after; --baseline-loss is the loss before.");
        private readonly Option<string?> _before = Inputs.Text("--baseline-loss", "NATS", "Loss before, nats a token.");
        private readonly Option<string?> _score = Inputs.Text("--score", "SCORE", "Score after; --anchors say what scores mean in parameters.");
        private readonly Option<string?> _anchors = Inputs.Text("--anchors", "LIST", "Two baselines of the same family, parameters=score: 8e9=62.1,70e9=71.0.");
        private readonly Option<string?> _ofParameter = Inputs.Text("--eN", "SHARE", "What a parameter counts for, if that is known: 0.747.");
        private readonly Option<string?> _ofToken = Inputs.Text("--eD", "SHARE", "What a token counts for in training. Default: 1.");
        private readonly Option<string?> _format = Inputs.Text("--of", "FORMAT", "Format of what is narrow (catalog list formats), or a file. Default: fp4.");
        private readonly Option<string?> _reference = Inputs.Text("--against", "FORMAT", "Format of the reference. Default: bf16.");
        private readonly Option<string?> _share = Inputs.Text("--share", "SHARE", "Share of weights and work in the format. Default: 100 %.");
        private readonly Option<string?> _on = Inputs.Text("--on", "DEVICE", "Device whose peaks give throughput. Default: b200-sxm.");
        private readonly Option<string?> _speed = Inputs.Text("--speed", "TIMES", "Measured throughput of the format over the reference; in place of peaks.");
        private readonly Option<bool> _weightsOnly = new("--weights-only") { Description = "Activations stay wide: arithmetic is no faster." };
        private readonly Option<string?> _energy = Inputs.Text("--energy-ratio", "TIMES", "Energy of an operation over the reference's.");
        private readonly Option<string?> _boundary = Inputs.Text("--boundary", "TEXT", "What that energy is of: MAC, chip, package TDP or wall.");

        public void AddTo(Command command)
        {
            foreach (Option option in new Option[]
            {
                _ratio, _error, _loss, _before, _score, _anchors, _ofParameter, _ofToken, _format, _weightsOnly, _reference, _share, _active, _tokens,
                _law, _on, _speed, _energy, _boundary,
            })
            {
                command.Options.Add(option);
            }
        }

        public FormatAnswer Read(ParseResult parsed)
        {
            DataFolder data = DataFolder.Default;
            FormatCatalogue formats = FormatCatalogue.Open(data);
            ScalingLawCatalogue laws = ScalingLawCatalogue.Open(data);
            QualityChange quality = new(
                parsed.GetValue(_law) is { } law ? laws.Find(law) : laws.Default,
                Inputs.BareQuantity<Parameters>(parsed, _active) ?? new(70e9),
                Inputs.BareQuantity<Tokens>(parsed, _tokens) ?? new(15e12));
            Accelerator device = HardwareCatalogue.Open(data).FindAccelerator(parsed.GetValue(_on) ?? DefaultDevice);
            FormatAnatomy reference = formats.Find(parsed.GetValue(_reference) ?? KnownRecipe.Reference);
            FormatAnswer answer = new()
            {
                Quality = quality,
                Recipes = KnownRecipe.All(formats, laws),
                Known = [.. KnownRecipe.All(formats, laws).Select(recipe => FormatResult.Of(recipe, reference.Storage.Value, recipe.Speed(device)))],
                Device = device.Id,
            };
            return Given(parsed, quality) is { } given ? With(parsed, answer, given, formats, reference, device) : answer;
        }

        private FormatAnswer With(
            ParseResult parsed, FormatAnswer answer, Quality given, FormatCatalogue formats, FormatAnatomy reference, Accelerator device)
        {
            FormatAnatomy format = formats.Find(parsed.GetValue(_format) ?? "fp4");
            double? measured = Inputs.Number(parsed, _speed, 0.01, 1000);
            bool weightsOnly = parsed.GetValue(_weightsOnly);
            double? energy = Inputs.Number(parsed, _energy, 1e-4, 1e4);
            double? share = Inputs.Share(parsed, _share);
            if (share is 0)
            {
                throw new ChalkException("--share 0: leaves nothing in the format; give a share above 0.");
            }

            if (measured is not null && weightsOnly)
            {
                throw new ChalkException("--speed and --weights-only contradict each other: wide activations run at the reference's throughput.");
            }

            FormatResult result = new()
            {
                Name = "yours",
                Change = given.Change,
                Format = format,
                ReferenceBits = reference.Storage.Value,
                Share = share ?? 1,
                FormatSpeed = measured ?? (weightsOnly ? 1 : device.Peak(format.Arithmetic) / device.Peak(reference.Arithmetic)),
                FormatEnergy = energy,
            };
            return answer with
            {
                Result = result,
                From = given.From,
                Mark = given.Mark,
                Interval = given.Interval,
                Rules = FairnessRule.Of(new(
                    answer.Quality.Tokens.Value / answer.Quality.Parameters.Value,
                    share is not null,
                    given.FromScore,
                    answer.Known.Length,
                    measured is not null ? true : weightsOnly ? null : false,
                    energy is null ? "" : parsed.GetValue(_boundary) ?? "",
                    given.Interval is not null)),
            };
        }

        /// <summary>The quality that was given, one way of the four; null when none is.</summary>
        private Quality? Given(ParseResult parsed, QualityChange quality)
        {
            string[] ways =
            [
                .. new[] { (_ratio, "--loss-ratio"), (_loss, "--loss"), (_score, "--score"), (_ofParameter, "--eN") }
                    .Where(way => parsed.GetValue(way.Item1) is not null).Select(way => way.Item2),
            ];
            if (ways.Length == 0)
            {
                return parsed.GetValue(_format) is null ? null
                    : throw new ChalkException("--of names a format without its quality; add --loss-ratio, --loss, --score or --eN.");
            }

            if (ways.Length > 1)
            {
                throw new ChalkException($"{string.Join(" and ", ways)} both say how good it is; give one of them.");
            }

            double ofToken = Inputs.Number(parsed, _ofToken, 1e-4, 10) ?? 1;
            if (Inputs.Number(parsed, _ofParameter, 1e-4, 10) is { } known)
            {
                return new(new(known, ofToken), "e_N as given", "", null, false);
            }

            if (Inputs.Number(parsed, _score, -1e9, 1e9) is { } score)
            {
                ScoreMap map = ScoreMap.Parse(parsed.GetValue(_anchors) ?? throw new ChalkException(
                    "--score needs --anchors, two baselines of the same family, as in 8e9=62.1,70e9=71.0."));
                return new(
                    new(map.Size(score) / quality.Parameters, ofToken), "score between two baselines",
                    map.Extrapolates(score) ? "extrapolated beyond the baselines" : "", null, true);
            }

            double ratio = Ratio(parsed);
            double efficiency = quality.Efficiency(ratio);
            string mark = quality.MarkOf(quality.Equivalent(ratio));
            double? error = Inputs.Number(parsed, _error, 1e-9, 0.5);
            return new(
                new(efficiency, ofToken), FormattableString.Invariant($"loss ratio {ratio:0.####}"), mark,
                error is { } sigma ? (quality.Equivalent(ratio - sigma), quality.Equivalent(ratio + sigma)) : null, false);
        }

        private double Ratio(ParseResult parsed)
        {
            if (Inputs.Number(parsed, _ratio, 0.5, 1.5) is { } ratio)
            {
                return ratio;
            }

            double loss = Inputs.Number(parsed, _loss, 1e-3, 100)!.Value;
            double before = Inputs.Number(parsed, _before, 1e-3, 100)
                ?? throw new ChalkException("--loss needs --baseline-loss, the loss of the same model unchanged.");
            return before / loss;
        }
    }

    /// <summary>Quality as it was given.</summary>
    private sealed record Quality(IsoLoss Change, string From, string Mark, (Parameters Least, Parameters Most)? Interval, bool FromScore);
}
