using System.Text;
using Chalkline.Cli.Commands;

namespace Chalkline.Cli.Tests.Commands;

/// <summary>A fault of the program is one sentence that owns up to it, never a stack.</summary>
public sealed class FaultTests
{
    [Fact]
    public void A_fault_is_one_line_with_what_broke_and_how_to_see_where()
    {
        using Broken output = new();
        using StringWriter error = new();

        ChalkCommand.Run(["--help"], output, error).ShouldBe(ChalkCommand.Fault);

        string said = error.ToString();
        said.TrimEnd().Split('\n').ShouldHaveSingleItem();
        said.ShouldContain("fault of chalk");
        said.ShouldContain("the pen is broken");
        said.ShouldContain("CHALKLINE_TRACE=1");
    }

    private sealed class Broken : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new InvalidOperationException("the pen is broken");

        public override void Write(string? value) => throw new InvalidOperationException("the pen is broken");

        public override void WriteLine(string? value) => throw new InvalidOperationException("the pen is broken");
    }
}
