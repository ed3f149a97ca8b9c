using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Opens written pages in chromium, all in one start of it, which takes longer than to draw them.</summary>
internal static class Browser
{
    private const string Begin = "<pre id=\"read\">";

    /// <summary>The elements of each page after its scripts have run.</summary>
    /// <param name="scratch">Where a browser may write.</param>
    /// <param name="pages">HTML of the pages.</param>
    public static ImmutableArray<string> Open(Scratch scratch, IReadOnlyCollection<string> pages)
    {
        string album = scratch.Write("album.html", Album(pages));
        ProcessStartInfo start = new(Program());
        foreach (string argument in (string[])
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            $"--user-data-dir={scratch.File("profile")}", "--virtual-time-budget=10000", "--dump-dom",
            new Uri(album).AbsoluteUri,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        Outcome outcome = Chalk.Start(start);
        outcome.Code.ShouldBe(0, outcome.Error);
        int begin = outcome.Output.IndexOf(Begin, StringComparison.Ordinal);
        begin.ShouldBeGreaterThan(0, "the pages could not be read back from the browser");
        begin += Begin.Length;
        int end = outcome.Output.IndexOf("</pre>", begin, StringComparison.Ordinal);
        return [.. JsonSerializer.Deserialize<string[]>(WebUtility.HtmlDecode(outcome.Output[begin..end]))!];
    }

    /// <summary>
    /// A page that holds the others, each a document of its own under its own content security policy, and reads them
    /// back once all are loaded and drawn.
    /// </summary>
    private static string Album(IEnumerable<string> pages)
    {
        StringBuilder html = new("<!DOCTYPE html><meta charset=\"utf-8\"><body>");
        foreach (string page in pages)
        {
            html.Append("<iframe style=\"position:absolute;width:1400px;height:1000px\" srcdoc=\"")
                .Append(WebUtility.HtmlEncode(page))
                .Append("\"></iframe>");
        }

        return html.Append("""
            <script>
              addEventListener("load", () => setTimeout(() => {
                const read = document.createElement("pre");
                read.id = "read";
                read.textContent = JSON.stringify([...document.querySelectorAll("iframe")]
                  .map(frame => frame.contentDocument.documentElement.outerHTML));
                document.body.replaceChildren(read);
              }, 4000));
            </script>
            """).ToString();
    }

    private static string Program()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser") })
            .FirstOrDefault(File.Exists);
        return program.ShouldNotBeNull("run ./test.sh, which installs chromium");
    }
}
