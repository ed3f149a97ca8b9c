using Chalkline.Deduction;
using Chalkline.Economics;
using Chalkline.Quantities;
using static Chalkline.Tests.Deduction.DeductionData;

namespace Chalkline.Tests.Deduction;

public sealed class LongestPromptTests
{
    [Theory]
    [InlineData(128_000, 131_072, false)]
    [InlineData(1_000_000, 1_048_576, false)]
    [InlineData(262_144, 40_960, false)]
    [InlineData(32_768, 131_072, true)]
    [InlineData(4_096, 196_608, true)]
    public void A_prompt_well_below_the_models_own_context_was_cut(double longest, double context, bool cut)
        => LongestPrompt.IsCut(new(longest), new Tokens(context)).ShouldBe(cut);

    [Fact]
    public void Without_a_known_context_nothing_was_cut() => LongestPrompt.IsCut(new(1), null).ShouldBeFalse();

    [Fact]
    public void One_in_five_shipped_sheets_of_open_models_names_a_prompt_that_was_cut()
    {
        (int cut, int whole) = (0, 0);
        foreach (KnownSheet sheet in Shipped.Sheets)
        {
            if (sheet.Sheet.LongestInput is { } longest)
            {
                bool isCut = LongestPrompt.IsCut(longest, sheet.Context);
                cut += isCut ? 1 : 0;
                whole += isCut ? 0 : 1;
            }
        }

        (cut / (double)(cut + whole)).ShouldBeInRange(0.15, 0.25);
        Fit(Shipped.Sheets).Cut.ShouldBeInRange(0.15, 0.25);
    }

    [Fact]
    public void Long_prompts_speak_for_small_caches_and_a_placeholder_for_little()
    {
        double Cache(double longest) => Math.Log(Deduced(longest));
        double none = Math.Log(Deduced(null));
        Cache(1e6).ShouldBeLessThan(Cache(2e5));
        Cache(2e5).ShouldBeLessThan(none);

        // 4,096 is far from the contexts sold today: were it the model's own, its cache would be four times as large.
        Cache(4096).ShouldBe(none, Math.Log(1.6));
    }

    [Fact]
    public void Fitted_to_made_up_sheets_it_finds_how_many_are_cut_and_the_line_of_the_others()
    {
        List<KnownSheet> sheets = [];
        for (int i = 0; i < 300; i++)
        {
            DrawStream draws = new(4, i);
            double cache = Math.Exp(11 + draws.Normal());
            double own = Math.Exp(12 - (0.8 * (Math.Log(cache) - 11)) + (0.2 * draws.Normal()));
            bool cut = draws.Uniform() < 0.3;
            KnownArchitecture model = new($"model {i}", new(10e9), new(20e9), new(cache));
            PriceSheet sheet = Sheet(1, 2) with { LongestInput = new(cut ? 0.2 * own : own) };
            sheets.Add(new(sheet, model, Context: new Tokens(own)));
        }

        LongestPrompt fitted = Fit(sheets);
        fitted.Cut.ShouldBe(0.3, 0.06);
        fitted.Slopes[2].ShouldBe(-0.8, 0.1);
    }

    [Fact]
    public void A_handful_of_architectures_is_too_few_to_fit()
        => LongestPrompt.Of([.. Shipped.Sheets.Take(3)], [0, 1, 2], [1, 1, 1]).ShouldBeNull();

    private static LongestPrompt Fit(IReadOnlyList<KnownSheet> sheets)
    {
        List<string> names = [.. sheets.Select(sheet => sheet.Architecture.Name).Distinct(StringComparer.Ordinal)];
        int[] numbers = [.. sheets.Select(sheet => names.IndexOf(sheet.Architecture.Name))];
        return LongestPrompt.Of(
            sheets, numbers,
            [.. numbers.Select(number => 1 / Math.Sqrt(numbers.Count(other => other == number)))]).ShouldNotBeNull();
    }

    private static double Deduced(double? longest)
    {
        PriceSheet sheet = Sheet(0.5, 1.5) with { LongestInput = longest is { } tokens ? new Tokens(tokens) : null };
        return Shipped.Deduce(new() { Sheet = sheet })[DeducedQuantity.KvBytesPerToken].Median;
    }
}
