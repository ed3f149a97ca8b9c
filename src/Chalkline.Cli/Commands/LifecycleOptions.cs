using System.CommandLine;
using System.Globalization;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Economics.Lifecycle;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Scaling;
using Chalkline.Search;
using Chalkline.Training;

namespace Chalkline.Cli.Commands;

/// <summary>What <c>chalk lifecycle</c> is asked.</summary>
internal sealed class LifecycleOptions
{
    /// <summary>Utilisation of training where neither a model nor the user says one.</summary>
    private const double AssumedUtilisation = 0.4;

    private const string Card18 = "lecture, card 18";

    private readonly Argument<string?> _model = new("MODEL")
    {
        Description = "A model of the catalogue or a path to a config.json; or give --active.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _active = Inputs.Text(
        "--active", "PARAMETERS", "Active parameters, for example 100e9.");

    private readonly Option<string?> _total = Inputs.Text(
        "--total", "PARAMETERS", "All parameters, for laws that count them. Default: as many as active.");

    private readonly Option<string?> _traffic = Inputs.Text(
        "--traffic", "RATE", "Tokens served a second, for example 50e6.");

    private readonly Option<string?> _months = Inputs.Text(
        "--months", "NUMBER", "Months of 30 days that the model is served. Default: 2, as the lecture says.");

    private readonly Option<string?> _chance = Inputs.Text(
        "--frontier-chance", "SHARE", "Chance that the model is good enough to be served at all. Default: 1.");

    private readonly Option<string?> _trainTokens = Inputs.Text(
        "--train-tokens", "TOKENS", "Pre-training tokens. Default: what the heuristic says.");

    private readonly Option<string?> _rlTokens = Inputs.Text(
        "--rl-tokens", "TOKENS", "RL tokens; 0 for none. Default: what the heuristic says.");

    private readonly Option<string?> _rlWork = Inputs.Text(
        "--rl-train-share",
        "2..6",
        "FLOP a parameter and RL token: 2 when no rollout is trained on, 6 when all are. Default: 3, card 18.");

    private readonly Option<string?> _decode = Inputs.Text(
        "--decode-mfu",
        "SHARE",
        "MFU of decoding over that of training, 1/eta. Default: from MODEL and --on, else 1/3, card 18.");

    private readonly Option<string?> _shares = Inputs.Text(
        "--shares", "SPLIT", "Compute of pre-training/RL/inference: thirds, or percent such as 25/25/50. "
            + "Default: thirds.");

    private readonly Option<string?> _law = Inputs.Text(
        "--law", "NAME", "Scaling law: besiroglu-2024, hoffmann-2022, ... or a file. Default: besiroglu-2024.");

    private readonly Option<string?> _experts = Inputs.Text(
        "--experts", "COUNT", "Experts of a layer, for laws that know them. Default: those of MODEL, else 1.");

    private readonly Option<string?> _granularity = Inputs.Text(
        "--granularity", "NUMBER", "How many times narrower experts are than a feed-forward, for laws that know "
            + "it. Default: 1.");

    private readonly Option<string?> _sparsity = Inputs.Text(
        "--sparsity", "SHARE", "Share of experts that rest, for laws that know it. Default: that of MODEL, else 0.");

    private readonly Option<string?> _on = Inputs.Text(
        "--on", "SYSTEM", "The machine: device-hours, dollars and energy; with MODEL also the MFUs of training "
            + "and decoding.");

    private readonly Option<string?> _price = Inputs.Text(
        "--price", "PRICE", "Price of one device, for example 2.2$/h. Default: as chalk plan.");

    private readonly Option<string?> _trainMfu = Inputs.Text(
        "--train-mfu", "SHARE", "6 N D over the BF16 peak in training. Default: from MODEL and --on, else 0.4, "
            + "assumed.");

    private readonly Option<string?> _context = Inputs.Text(
        "--context", "TOKENS", "Tokens a decoded sequence holds, for MODEL and --on. Default: 4096.");

    private readonly Option<string?> _longest = Inputs.Text(
        "--longest-chain", "TOKENS", "Longest chain of an RL step. Default: 32768.");

    private readonly Option<string?> _mean = Inputs.Text(
        "--mean-chain", "TOKENS", "Mean chain of an RL step, for asynchronous RL. Default: not known.");

    private readonly Option<string?> _tpot = Inputs.Text(
        "--tpot", "TIME", "Time of a token of a rollout. Default: from MODEL and --on.");

    private readonly Option<string?> _reward = Inputs.Text(
        "--reward-curve",
        "R0,A,C_mid,B",
        "ScaleRL's sigmoid, C_mid in device-hours; fitted values of its final recipe are not published. Needs --on.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (Option option in new Option[]
        {
            _active, _total, _traffic, _months, _chance, _trainTokens, _rlTokens, _rlWork, _decode, _shares, _law,
            _experts, _granularity, _sparsity, _on, _price, _trainMfu, _context, _longest, _mean, _tpot, _reward,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="ChalkException">One is missing or wrong.</exception>
    public LifecycleInputs Read(ParseResult parsed)
    {
        DataFolder data = DataFolder.Default;
        Model? model = parsed.GetValue(_model) is { } name ? ModelCatalogue.Open(data).Find(name) : null;
        (Parameters active, double totalOverActive) = Size(parsed, model);
        MachineSystem? system = parsed.GetValue(_on) is { } machineName
            ? HardwareCatalogue.Open(data).FindSystem(machineName)
            : null;
        NeedsMachine(parsed, system);
        (LifecycleMachine? machine, string utilisation, PricePoint? list) = Machine(parsed, model, system);
        double? relative = Inputs.Share(parsed, _decode);
        if (relative is 0)
        {
            throw new ChalkException("--decode-mfu 0: must be above 0, such as 0.33.");
        }

        DecodeEstimate? decoded = relative is null && model is not null && system is not null
            ? DecodeEstimate.Of(
                model,
                system,
                model.Native with { KeyValue = NumberFormat.Bf16 },
                Inputs.Length(parsed, _context) ?? new Tokens(4096),
                CalibrationSet.Open(data).For(system))
            : null;

        LifecycleRequest request = new()
        {
            Active = active,
            TotalOverActive = totalOverActive,
            Traffic = Inputs.BareQuantity<TokensPerSecond>(parsed, _traffic)
                ?? throw new ChalkException(
                    "--traffic is needed: the tokens a second that the model serves, such as 50e6."),
            Lifetime = Months(parsed) * LifecycleRequest.Month,
            FrontierChance = Inputs.Share(parsed, _chance) ?? 1,
            RolloutWork = RolloutWork(parsed),
            DecodePenalty = relative is { } share ? 1 / share : decoded?.Penalty(active, machine!) ?? 3,
            Shares = parsed.GetValue(_shares) is { } shares ? LifecycleShares.Parse(shares) : LifecycleShares.Thirds,
            TrainTokens = Inputs.Quantity<Tokens>(parsed, _trainTokens),
            RlTokens = parsed.GetValue(_rlTokens) is null ? null : Inputs.QuantityOrZero<Tokens>(parsed, _rlTokens),
            Law = parsed.GetValue(_law) is { } law
                ? ScalingLawCatalogue.Open(data).Find(law)
                : ScalingLawCatalogue.Open(data).Default,
            Setting = Setting(parsed, model),
        };
        Seconds? token = Inputs.Quantity<Seconds>(parsed, _tpot);
        return new(request.Checked())
        {
            Name = model?.Name ?? $"a model of {active} active",
            Model = model,
            System = system,
            Machine = machine,
            UtilisationFrom = utilisation,
            PriceFrom = Inputs.DevicePrice(parsed, _price) is not null ? "given"
                : list is null ? "" : $"{list.Metric}, {list.Source.Date}, {list.Source.Where}",
            PriceSource = Inputs.DevicePrice(parsed, _price) is null ? list?.Source : null,
            Decoded = decoded,
            PenaltyFrom = relative is not null ? "given"
                : decoded is { } estimate ? $"decoding on {estimate.Layout}, {estimate.Batch:N0} sequences" : Card18,
            LifetimeFrom = parsed.GetValue(_months) is null ? "lecture, chapter 5" : "given",
            RolloutFrom = parsed.GetValue(_rlWork) is null ? Card18 : "given",
            Longest = Inputs.Length(parsed, _longest) ?? new Tokens(32768),
            Mean = Inputs.Length(parsed, _mean),
            TimePerToken = token ?? decoded?.TimePerToken,
            TimePerTokenFrom = token is not null ? "given" : "the layout that decodes cheapest",
            Reward = parsed.GetValue(_reward) is { } curve ? RewardCurve.Parse(curve) : null,
        };
    }

    private (Parameters Active, double TotalOverActive) Size(ParseResult parsed, Model? model)
    {
        Parameters? active = Inputs.BareQuantity<Parameters>(parsed, _active);
        Parameters? total = Inputs.BareQuantity<Parameters>(parsed, _total);
        if (model is not null)
        {
            ModelSize size = ParameterCount.Count(model);
            return active is null && total is null
                ? (size.Active, Math.Max(1, size.Total / size.Active))
                : throw new ChalkException("--active and --total are for a life without MODEL; leave either out.");
        }

        Parameters known = active ?? throw new ChalkException("A MODEL or --active is needed, such as --active 100e9.");
        return total is null || total >= known
            ? (known, (total ?? known) / known)
            : throw new ChalkException($"--total {parsed.GetValue(_total)}: is less than the active parameters.");
    }

    private void NeedsMachine(ParseResult parsed, MachineSystem? system)
    {
        if (system is null)
        {
            foreach (Option<string?> option in new[] { _price, _trainMfu, _reward, _context })
            {
                if (parsed.GetValue(option) is not null)
                {
                    throw new ChalkException(
                        $"{option.Name} changes nothing without a machine; give --on, for example --on hgx-h100.");
                }
            }
        }
    }

    private (LifecycleMachine? Machine, string From, PricePoint? List) Machine(
        ParseResult parsed, Model? model, MachineSystem? system)
    {
        if (system is null)
        {
            return (null, "", null);
        }

        double? given = Inputs.Share(parsed, _trainMfu);
        if (given is 0)
        {
            throw new ChalkException("--train-mfu 0: must be above 0, such as 0.4.");
        }

        TrainingEstimate? trained = given is null && model is not null ? TrainingEstimate.Of(model, system) : null;
        PricePoint? list = HardwareCatalogue.DefaultPrice(system.Accelerator);
        return (
            new()
            {
                Peak = system.Accelerator.Peak(Arithmetic.Bf16),
                Utilisation = given ?? trained?.Utilisation ?? AssumedUtilisation,
                Price = Inputs.DevicePrice(parsed, _price) ?? list?.Price,
                Power = DevicePower.Of(system),
            },
            given is not null ? "given"
                : trained is { Layout: { } layout }
                    ? $"training model, {Written(layout)}, 1,024 devices"
                    : "assumed",
            list);
    }

    private LawSetting Setting(ParseResult parsed, Model? model)
    {
        ExpertFeedForward? experts =
            model?.Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>().FirstOrDefault();
        return new()
        {
            Experts = Inputs.Count(parsed, _experts, "experts") ?? experts?.Experts ?? 1,
            Granularity = Plain(parsed, _granularity) ?? 1,
            Sparsity = Inputs.Share(parsed, _sparsity)
                ?? (experts is null ? 0 : 1 - ((double)experts.ExpertsPerToken / experts.Experts)),
        };
    }

    private double Months(ParseResult parsed) => Plain(parsed, _months) switch
    {
        null => 2,
        > 0 and { } months => months,
        _ => throw new ChalkException($"--months {parsed.GetValue(_months)}: must be more than zero."),
    };

    private FlopPerParameterToken RolloutWork(ParseResult parsed) => Plain(parsed, _rlWork) switch
    {
        null => new(3),
        >= 2 and <= 6 and { } work => new(work),
        _ => throw new ChalkException(
            $"--rl-train-share {parsed.GetValue(_rlWork)}: must be from 2 (no rollout trained on) to 6 (all are)."),
    };

    private static string Written(TrainingLayout layout)
        => FormattableString.Invariant($"TP{layout.Tensor} PP{layout.Stages} EP{layout.Expert} DP{layout.Data}");

    private static double? Plain(ParseResult parsed, Option<string?> option)
        => parsed.GetValue(option) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value) ? value
            : throw new ChalkException($"{option.Name} {text}: must be a number.");
}
