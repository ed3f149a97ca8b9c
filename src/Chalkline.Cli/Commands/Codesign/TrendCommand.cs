using System.CommandLine;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Trends;
using Chalkline.Derivations;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign trend</c>: what models and devices will be when a chip is out, and how wrong one may be.</summary>
internal static class TrendCommand
{
    public static Command Create()
    {
        Command command = new(
            "trend",
            "What shape will models have at tape-out plus three years, and how wrong may I be? Dated models and devices of the catalogue, a line\n"
                + "through their logarithms, the interval of one more, and the odds that a limit of a design is passed.\n\n"
                + "Example: chalk codesign trend --tape-out 2027-01 --limit active-parameters=1e11");
        Option<string?> series = Inputs.Text("--of", "NAMES", "Series, with commas between. Default: all.");
        Option<string?> tapeOut = Inputs.Text("--tape-out", "DATE", "When the chip is taped out. Default: 2027-01.");
        Option<string?> lead = Inputs.Text("--lead", "YEARS", "Years from there to the middle of its use. Default: 3.");
        Option<string?> coverage = Inputs.Text("--coverage", "SHARE", "Share of values inside the interval. Default: 80 %.");
        Option<string[]> limits = new("--limit")
        {
            Description = "A limit of the design, as context=1e6; may be repeated.", HelpName = "SERIES=VALUE", AllowMultipleArgumentsPerToken = true,
        };
        OutputOptions output = new(charts: true);
        foreach (Option option in new Option[] { series, tapeOut, lead, coverage, limits })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            TrendSeries[] all = [.. CatalogueTrends.All(DataFolder.Default, out int undated)];
            string names = string.Join(", ", all.Select(one => one.Id));
            TrendSeries Named(string option, string id) => all.FirstOrDefault(one => one.Id == id)
                ?? throw new ChalkException($"{option} '{id}': is not a known series; choose {names}.");
            TrendSeries[] chosen = parsed.GetValue(series) is { } list ? [.. Inputs.Names("--of", list).Select(name => Named("--of", name))] : all;
            string date = Inputs.Date(parsed, tapeOut) is { Length: > 0 } given ? given : "2027-01";
            double share = Inputs.Share(parsed, coverage) ?? 0.8;
            if (share is not (> 0 and < 1))
            {
                throw new ChalkException($"--coverage {parsed.GetValue(coverage)}: must be above 0 and below 1, such as 80%.");
            }

            TrendAnswer answer = new(
                [.. chosen.Select(one => (one, Trend.Fit(one.Name, one.Values)))],
                Observation.YearOf(date) + (Inputs.Number(parsed, lead, 0, 50) ?? 3), date, share,
                [.. (parsed.GetValue(limits) ?? []).Select(text => Limit(text, id => Named("--limit", id)))], undated);
            return TrendReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    private static (TrendSeries Series, double Value) Limit(string text, Func<string, TrendSeries> named)
    {
        string[] sides = text.Split('=');
        return sides.Length == 2 && double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0
            ? (named(sides[0].Trim()), value)
            : throw new ChalkException($"--limit {text}: must be a series and a number above 0 in its canonical unit, as in context=1e6.");
    }

    private static Derivation Work(TrendAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach ((TrendSeries series, Trend trend) in answer.Trends)
        {
            shown.Open(series.Name);
            trend.At(answer.Year, answer.Coverage, ref shown);
            shown.Close();
        }

        return work;
    }
}
