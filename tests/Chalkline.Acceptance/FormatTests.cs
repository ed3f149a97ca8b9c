using System.Text;
using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Every way of printing and writing, for every command.</summary>
public sealed class FormatTests
{
    private static readonly (string Name, string Arguments, string Schema, bool Charts)[] Commands =
    [
        ("plan", "plan llama-3.1-8b --on h100x2", "plan", true),
        ("roofline", "roofline llama-3.1-8b --on h100x8", "roofline", true),
        ("layout", "layout deepseek-v3 --on gb200-nvl72", "layout", true),
        ("layout cp", "layout llama-3.1-70b --on gb200-nvl72 --tp 8 --cp 4 --batch 4 --context 128k", "layout", true),
        ("explain", "explain llama-3.1-8b --on h100x8 --batch 32", "explain", true),
        ("serve", "serve llama-3.1-8b --on h100x8 --concurrency 8 --curve 1,8", "serve", true),
        ("pipeline", "pipeline llama-3.1-8b --on h100x8 --stages 4", "pipeline", true),
        ("pipeline serve", "pipeline llama-3.1-8b --on h100x8 --stages 2 --serve", "pipeline", true),
        ("split", "split deepseek-v3 --on gb200-nvl72 --gpus 32 --fidelity operator", "split", false),
        ("price", "price llama-3.1-8b --on h100x2 --longest 16k", "price", true),
        ("price accounts", "price accounts deepseek-day-6", "price-accounts", true),
        ("cache", "cache llama-3.1-8b --on h100x8 --gaps exponential:5min", "cache", true),
        (
            "cache figures",
            "cache --kv-per-token 2048 --active 100e9 --input-price 5$/Mtok --cached-price 0.5$/Mtok "
                + "--write-price 1h=10$/Mtok",
            "cache",
            true),
        ("lifecycle", "lifecycle --active 100e9 --traffic 50e6 --on hgx-h100 --mean-chain 8k", "lifecycle", true),
        ("deduce", "deduce anthropic/claude-opus-4-6 --fast-speed 2.5", "deduce", true),
        ("basin", "codesign basin --on h100-sxm,tpu-v6e,groq-lpu-v1", "codesign-basin", true),
        ("format", "codesign format --loss-ratio 0.97", "codesign-format", true),
        ("format recipes", "codesign format", "codesign-format", true),
        ("list formats", "catalog list formats", "catalog", false),
        ("list families", "catalog list families", "catalog", false),
        ("show format", "catalog show nvfp4", "catalog", false),
        ("energy", "energy llama-3.1-8b --on h100x2", "energy", true),
        ("sensitivity", "sensitivity llama-3.1-8b --on h100x2 --find hbm.bandwidth --until memory-bound-ends", "sensitivity", true),
        ("hardware show", "hardware show h100-sxm", "hardware", false),
        ("test", "codesign test bf16-a100 w4a4-fp4 --objective compute", "codesign-test", true),
        ("ipp", "codesign ipp", "codesign-ipp", true),
        ("regret", "codesign regret", "codesign-regret", true),
        ("activation", "codesign activation", "codesign-activation", true),
        ("attention-fit", "codesign attention-fit", "codesign-attention-fit", true),
        ("grain", "codesign grain", "codesign-grain", true),
        ("trend", "codesign trend --limit context=1e6", "codesign-trend", true),
        ("sram", "codesign sram", "codesign-sram", true),
        ("demand", "codesign demand", "codesign-demand", true),
        ("codesign split", "codesign split", "codesign-split", true),
        ("reversible", "reversible llama-3.1-8b --on h100x8 --tp 8", "reversible", true),
        ("cipher invert", "cipher invert", "cipher-invert", true),
        ("cipher avalanche", "cipher avalanche", "cipher-avalanche", true),
        ("cipher differential", "cipher differential", "cipher-differential", true),
        ("cipher mixing", "cipher mixing", "cipher-mixing", true),
        ("flexibility", "codesign flexibility", "codesign-flexibility", true),
        ("validate", $"validate {FewRows.Serving} --group-by backend", "validate", true),
        ("list models", "catalog list models", "catalog", false),
        ("list accelerators", "catalog list accelerators", "catalog", false),
        ("list systems", "catalog list systems", "catalog", false),
        ("show model", "catalog show deepseek-v3", "catalog", false),
        ("show accelerator", "catalog show h100-sxm", "catalog", false),
        ("show system", "catalog show gb200-nvl72", "catalog", false),
        ("check", "catalog check", "catalog", false),
    ];

    public static TheoryData<string> Names => [.. Commands.Select(command => command.Name)];

    public static TheoryData<string> Drawn
        => [.. Commands.Where(command => command.Charts).Select(command => command.Name)];

    /// <summary>Commands whose answer has work to show.</summary>
    public static TheoryData<string> Worked =>
    [
        "plan", "roofline", "layout", "explain", "serve", "pipeline", "pipeline serve", "price", "price accounts",
        "cache", "cache figures", "lifecycle", "deduce", "reversible", "codesign split", "demand", "sram", "trend", "grain", "attention-fit", "activation", "regret", "ipp", "test", "sensitivity", "energy", "format", "format recipes", "show model", "basin", "flexibility",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_has_version_1_and_satisfies_its_schema(string name)
    {
        JsonElement json = JsonElement.Parse(AnswerForms.Of(Arguments(name)).Json);

        json.GetProperty("version").GetInt32().ShouldBe(1);
        json.ShouldSatisfy(Of(name).Schema);
    }

    [Theory]
    [MemberData(nameof(Worked))]
    public void Json_with_the_work_satisfies_its_schema_too(string name)
    {
        JsonElement json = Chalk.Run($"{Arguments(name)} --format json --show-work").Json();

        json.ShouldSatisfy(Of(name).Schema);
        json.GetProperty("work").GetProperty("root").GetProperty("entries").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Csv_has_a_heading_and_as_many_cells_in_every_row(string name)
    {
        string[][] rows = Csv.Read(AnswerForms.Of(Arguments(name)).Csv);

        rows.ShouldAllBe(row => row.Length == rows[0].Length);
        rows[0].ShouldAllBe(heading => heading.Length > 0);
        rows.Length.ShouldBeGreaterThan(name == "check" ? 0 : 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Markdown_has_a_title_and_tables_of_even_rows(string name)
    {
        string[] lines = AnswerForms.Of(Arguments(name)).Markdown.Split('\n');

        lines[0].ShouldStartWith("# ");
        lines.ShouldContain(line => line.StartsWith("| ---", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_table_keeps_to_the_width_of_a_page(string name)
    {
        string text = AnswerForms.Of(Arguments(name)).Table;

        text.ShouldNotContain("\u001b");
        text.ShouldNotContain("**");
        text.Split('\n').ShouldAllBe(line => line.Length <= 120);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_to_a_file_is_what_is_printed(string name)
    {
        AnswerForms forms = AnswerForms.Of(Arguments(name));

        Text(".json").ShouldBe(forms.Json);
        Text(".csv").ShouldBe(forms.Csv);
        Text(".md").ShouldBe(forms.Markdown);
        Text(".html").ShouldStartWith("<!DOCTYPE html>");

        string Text(string ending) => Encoding.UTF8.GetString(forms.Files[ending]);
    }

    [Theory]
    [MemberData(nameof(Drawn))]
    public void Pictures_are_whole_and_not_blank(string name)
    {
        using Scratch scratch = new();
        foreach (string kind in new[] { "svg", "png" })
        {
            Chalk.Run([.. Arguments(name).Split(' '), "--out", scratch.File($"answer.{kind}")]).Good();
        }

        string svg = File.ReadAllText(scratch.File("answer.svg"));
        svg.ShouldContain("<svg");
        svg.TrimEnd().ShouldEndWith("</svg>");
        System.Xml.Linq.XDocument.Parse(svg).Descendants().Count().ShouldBeGreaterThan(50);
        byte[] png = File.ReadAllBytes(scratch.File("answer.png"));
        png.Take(4).ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);
        png.Length.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Exported_numbers_are_in_the_unit_their_heading_names()
    {
        string[][] rows = Csv.Read(Chalk.Run("plan llama-3.1-8b --on h100x2 --format csv").Good());
        JsonElement first = Chalk.Run("plan llama-3.1-8b --on h100x2 --format json").Json().GetProperty("front")[0];

        Cell("TPOT ms").ShouldBe(first.GetProperty("tpotSeconds").GetDouble() * 1e3, 1e-9);
        Cell("$/Mtok out").ShouldBe(first.GetProperty("outputUsdPerMtok").GetDouble(), 1e-9);
        Cell("tok/s/device").ShouldBe(first.GetProperty("tokensPerSecondPerDevice").GetDouble(), 1e-9);

        double Cell(string heading) => double.Parse(
            rows[1][Array.IndexOf(rows[0], heading)], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Arguments(string name) => Of(name).Arguments;

    private static (string Name, string Arguments, string Schema, bool Charts) Of(string name)
        => Commands.Single(command => command.Name == name);
}
