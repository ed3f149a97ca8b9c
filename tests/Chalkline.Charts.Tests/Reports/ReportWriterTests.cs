using Chalkline.Charts.Reports;

namespace Chalkline.Charts.Tests.Reports;

public sealed class ReportWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chalkline-charts").FullName;

    [Theory]
    [InlineData("out.html", "<!DOCTYPE html>")]
    [InlineData("OUT.HTML", "<!DOCTYPE html>")]
    [InlineData("out.svg", "<?xml")]
    [InlineData("out.png", "\ufffdPNG")]
    [InlineData("out.md", "# Serving")]
    public void The_extension_names_the_format(string name, string start)
    {
        string file = Path.Combine(folder, name);
        ReportWriter.Write(Demo.Report, file);
        File.ReadAllText(file).ShouldStartWith(start);
        Directory.GetFiles(folder).ShouldBe([file]);
    }

    [Fact]
    public void An_existing_file_is_replaced()
    {
        string file = Path.Combine(folder, "out.md");
        File.WriteAllText(file, "old");
        ReportWriter.Write(Demo.Latency, file);
        File.ReadAllText(file).ShouldStartWith("# Decode is bound");
    }

    [Theory]
    [InlineData("out.pdf", "'.pdf' is not a format; end it in .html, .svg, .png, .md.")]
    [InlineData("out", "has no extension; end it in .html, .svg, .png, .md.")]
    public void An_unknown_format_is_refused(string name, string says)
        => Should.Throw<ChalkException>(() => ReportWriter.Write(Demo.Report, Path.Combine(folder, name)))
            .Message.ShouldEndWith(says);

    [Fact]
    public void A_folder_that_does_not_exist_is_refused_in_one_sentence()
    {
        string file = Path.Combine(folder, "missing", "out.md");
        ChalkException error = Should.Throw<ChalkException>(() => ReportWriter.Write(Demo.Report, file));
        error.Message.ShouldStartWith(file + ": cannot be written");
        error.Message.ShouldEndWith("choose a folder that exists and takes new files.");
    }

    [Fact]
    public void Nothing_is_left_behind_when_the_place_is_taken_by_a_folder()
    {
        string file = Path.Combine(folder, "taken.md");
        Directory.CreateDirectory(file);
        Should.Throw<ChalkException>(() => ReportWriter.Write(Demo.Report, file));
        Directory.GetFiles(folder).ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_chart_leaves_an_existing_file_alone()
    {
        string file = Path.Combine(folder, "out.html");
        File.WriteAllText(file, "old");
        Should.Throw<ChalkException>(() => ReportWriter.Write(Demo.Latency with { Series = [] }, file));
        File.ReadAllText(file).ShouldBe("old");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
