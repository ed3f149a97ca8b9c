using System.CommandLine;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Deduction;
using Chalkline.Deduction.Points;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Economics.PriceSheets;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk deduce</c>: what a price sheet gives away about the model behind it.</summary>
internal static class DeduceCommand
{
    private const string Newest = "litellm-2026-08-01.json";

    public static Command Create()
    {
        Command command = new(
            "deduce",
            "What a price sheet gives away about the model behind it: active and total parameters, KV bytes, "
                + "batch, hardware\n"
                + "and margin with honest intervals; which price says what, and in how many bits; the lecture's "
                + "deductions beside it.\n\n"
                + "Example: chalk deduce anthropic/claude-opus-5 --out deduce.html");
        Argument<string?> sheet = new("SHEET")
        {
            Description = "PROVIDER/MODEL of data/prices/sheets, or a price file (.json, .csv). With --all, a "
                + "catalogue;\n"
                + "the newest shipped one when none is given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> entry = Inputs.Text("--entry", "NAME", "The entry of a price file that holds several.");
        Option<bool> all = new("--all") { Description = "Every sheet of a catalogue: a table and a page." };
        Option<string?> hardware =
            Inputs.Text("--hardware", "ID", "The accelerator it is served on. Default: those in use at the date.");
        Option<string?> speed =
            Inputs.Text("--speed", "SPEED", "Measured tokens a second of one stream, for example 80tok/s.");
        GivenOption given = new();
        Option<string?> fastSpeed =
            Inputs.Text("--fast-speed", "TIMES", "Speed of the fast mode over the normal one, for example 2.5.");
        Option<string?> unit = Inputs.Text(
            "--unit", "UNIT", "What prices of the file are for: token, thousand or million. Default: as it says.");
        Option<string?> rate =
            Inputs.Text("--rate", "USD", "Dollars of one unit of the file's currency, when that is another.");
        Option<string?> seed = Inputs.Text("--seed", "N", "Seed of the draws. Default: 1.");
        OutputOptions output = new(charts: true);
        command.Arguments.Add(sheet);
        foreach (Option option in new Option[] { entry, all, hardware, speed })
        {
            command.Options.Add(option);
        }

        given.AddTo(command);
        foreach (Option option in new Option[] { fastSpeed, unit, rate, seed })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, cancel) =>
        {
            DataFolder data = DataFolder.Default;
            HardwareCatalogue machines = HardwareCatalogue.Open(data);
            PriceReading reading = new(ReadUnit(
                parsed.GetValue(unit)), ReadNumber(parsed, rate, "a number of dollars above 0"));
            string? device = given.Hardware(parsed, parsed.GetValue(hardware)) is { } named ? machines.FindAccelerator(named).Id : null;
            DeductionRequest Request(PriceSheet prices) => new()
            {
                Sheet = prices,
                Hardware = device,
                Speed = ReadSpeed(parsed, speed),
                Given = given.Read(parsed),
                Seed = ReadSeed(parsed.GetValue(seed)),
            };
            if (parsed.GetValue(all))
            {
                PriceSheetList list = PriceSheetFile.Read(
                    parsed.GetValue(sheet) ?? Path.Combine(data.Path, "prices", "sheets", Newest), reading);
                return All(data, machines, list, Request, parsed.InvocationConfiguration.Error, cancel);
            }

            double? times = ReadNumber(parsed, fastSpeed, "a ratio above 1, such as 2.5");
            if (times is <= 1)
            {
                throw new ChalkException(
                    $"--fast-speed {parsed.GetValue(fastSpeed)}: must be a ratio above 1, such as 2.5.");
            }

            PriceCatalogue prices = PriceCatalogue.Open(data);
            FoundSheet found = FoundSheet.Of(
                parsed.GetValue(sheet) ?? throw new ChalkException(
                    "Name a price sheet: PROVIDER/MODEL, or a price file; or --all."),
                parsed.GetValue(entry), reading, prices);
            DeductionRequest request = Request(found.Entry.Sheet);
            return One(data, machines, prices, found, request, times, output.ShowWork(parsed));
        });
        return command;
    }

    private static Answer One(
        DataFolder data, HardwareCatalogue machines, PriceCatalogue prices, FoundSheet found, DeductionRequest request, double? fastSpeed, bool showWork)
    {
        OpenSheets open = OpenSheets.Open(data);
        Deducer deducer = Deducer.Open(data, prices, open, machines);
        OpenSheet? truth = open.Find(found.Entry);
        Derivation? work = null;
        SheetDeduction deduced;
        if (showWork)
        {
            work = new($"The lecture's deductions from the prices of {found.Entry.Sheet.Name}");
            Shown shown = new(work);
            deduced = SheetDeduction.Of(deducer, machines, found.Entry, truth, request, fastSpeed, ref shown);
        }
        else
        {
            Quiet quiet = default;
            deduced = SheetDeduction.Of(deducer, machines, found.Entry, truth, request, fastSpeed, ref quiet);
        }

        return DeduceReport.Of(deduced, found.Findings, found.ReadFrom, work);
    }

    private static Answer All(
        DataFolder data, HardwareCatalogue machines, PriceSheetList list, Func<PriceSheet, DeductionRequest> request,
        TextWriter error, CancellationToken cancel)
    {
        using Progress progress = new(error);
        Lock gate = new();
        OpenSheets open = OpenSheets.Open(data);
        IReadOnlyList<SweptSheet> swept = SheetSweep.Run(
            Deducer.Open(data, PriceCatalogue.Open(data), open, machines), open, list, request,
            done =>
            {
                lock (gate)
                {
                    progress.Say(string.Create(
                        CultureInfo.InvariantCulture, $"{done:N0} of {list.Entries.Length:N0} sheets"));
                }
            },
            cancel);
        return DeduceAllReport.Of(list, swept);
    }

    private static PriceUnit? ReadUnit(string? text) => text?.ToLowerInvariant() switch
    {
        null => null,
        "token" => PriceUnit.Token,
        "thousand" => PriceUnit.Thousand,
        "million" => PriceUnit.Million,
        _ => throw new ChalkException($"--unit {text} is not known; choose token, thousand or million."),
    };

    private static double? ReadNumber(ParseResult parsed, Option<string?> option, string right)
        => parsed.GetValue(option) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0
                && double.IsFinite(value)
                ? value
                : throw new ChalkException($"{option.Name} {text}: must be {right}.");

    /// <summary>A stream's tokens a second; <c>80tok/s</c> means one stream here.</summary>
    private static TokensPerSecondPerUser? ReadSpeed(ParseResult parsed, Option<string?> option)
        => parsed.GetValue(option) is { } text
            && QuantityText.TryParse(text, TokensPerSecond.Info, out double value, out _) && value > 0 && double.IsFinite(value)
            ? new TokensPerSecondPerUser(value)
            : Inputs.Quantity<TokensPerSecondPerUser>(parsed, option);

    private static ulong ReadSeed(string? text) => text is null ? 1
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new ChalkException($"--seed {text}: must be a whole number from 0.");
}
