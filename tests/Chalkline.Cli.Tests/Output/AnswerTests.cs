using System.Text.Json;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Output;

namespace Chalkline.Cli.Tests.Output;

/// <summary>One answer, printed and written in every way.</summary>
public sealed class AnswerTests : IDisposable
{
    private static readonly TableSpec Table = Tables.Of(
        "", ["Name", "Value (ms)"], [["plain", new TableCell("1.50", 1.5)], ["a \"quoted\", odd\nname", "-"]]);

    private static readonly Answer Sample = new()
    {
        Command = "sample",
        Data = Table,
        Report = new() { Title = "A [title]", Lead = "**Bold** and `code`.", Sections = [new("Part", [new TableBlock(Table)])], Footer = "Foot." },
        Json = writer => writer.WriteNumber("answer", 42),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("chalkline-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Csv_quotes_what_must_be_and_prints_numbers_in_full()
        => AnswerText.Csv(Table).ShouldBe("Name,Value (ms)\nplain,1.5\n\"a \"\"quoted\"\", odd\nname\",-\n");

    [Fact]
    public void Json_begins_with_version_and_command()
    {
        JsonElement json = JsonElement.Parse(AnswerText.Json(Sample));

        json.EnumerateObject().Select(field => field.Name).ShouldBe(["version", "command", "answer"]);
        json.GetProperty("version").GetInt32().ShouldBe(AnswerText.Version);
    }

    [Fact]
    public void Json_of_no_answer_says_why()
        => JsonElement.Parse(AnswerText.Json(Sample with { Unanswered = "It is too large." }))
            .GetProperty("unanswered").GetString().ShouldBe("It is too large.");

    [Fact]
    public void A_terminal_sees_brackets_as_they_are_and_no_markup()
    {
        string text = Printed(AnswerFormat.Table);

        text.ShouldContain("A [title]");
        text.ShouldContain("Bold and code.");
        text.ShouldContain("1.50");
        text.ShouldNotContain("**");
    }

    [Fact]
    public void Markdown_keeps_the_table()
        => Printed(AnswerFormat.Markdown).ShouldContain("| plain | 1.50 |");

    [Theory]
    [InlineData("a.html", true)]
    [InlineData("a.HTML", false)]
    [InlineData("a.svg", true)]
    [InlineData("a.csv", false)]
    public void A_path_that_can_be_written_passes(string name, bool charts)
        => Should.NotThrow(() => AnswerFile.Check(Path.Combine(_folder, name), charts));

    [Theory]
    [InlineData("a.svg", false, "draws none")]
    [InlineData("a.bmp", true, "'.bmp'")]
    [InlineData("a", true, "no ending")]
    [InlineData("missing/a.html", true, "folder does not exist")]
    [InlineData(".", true, "is a folder")]
    public void A_path_that_cannot_be_written_is_refused_before_any_work(string name, bool charts, string hint)
        => Should.Throw<ChalkException>(() => AnswerFile.Check(Path.Combine(_folder, name), charts)).Message.ShouldContain(hint);

    [Fact]
    public void Files_are_whole_and_alone()
    {
        foreach (string ending in AnswerFile.Extensions(charts: false))
        {
            AnswerFile.Write(Sample, Path.Combine(_folder, "answer" + ending));
        }

        Directory.GetFiles(_folder).Length.ShouldBe(AnswerFile.Extensions(charts: false).Count);
        File.ReadAllText(Path.Combine(_folder, "answer.csv")).ShouldBe(AnswerText.Csv(Table));
    }

    private static string Printed(AnswerFormat format)
    {
        using StringWriter writer = new();
        AnswerPrinter.Print(Sample, format, writer);
        return writer.ToString();
    }
}
