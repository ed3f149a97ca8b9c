using System.Runtime.CompilerServices;

namespace Chalkline.Tests;

/// <summary>Holds an output against a file that was read and approved.</summary>
/// <remarks>
/// The file stands in the folder <c>Approved</c> beside the test. On a mismatch the output is left beside it as
/// <c>NAME.received.EXT</c> and the test fails with the lines that differ; <c>CHALKLINE_APPROVE=1</c> approves instead.
/// </remarks>
internal static class Approval
{
    private const int LinesShown = 12;

    /// <summary>Fails unless the text equals the approved file.</summary>
    /// <param name="received">What the program wrote.</param>
    /// <param name="name">The file's name, for example <c>decode.txt</c>.</param>
    /// <param name="test">The test's file, filled in by the compiler.</param>
    public static void ShouldBeApproved(this string received, string name, [CallerFilePath] string test = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(test)!, "Approved");
        bool approve = Environment.GetEnvironmentVariable("CHALKLINE_APPROVE") == "1";
        if (Compare(received, folder, name, approve) is string difference)
        {
            Assert.Fail(difference);
        }
    }

    /// <summary>What differs, in words; null when nothing does or the text was approved just now.</summary>
    internal static string? Compare(string received, string folder, string name, bool approve)
    {
        string approvedFile = Path.Combine(folder, name);
        string receivedFile = Path.Combine(
            folder, Path.GetFileNameWithoutExtension(name) + ".received" + Path.GetExtension(name));
        string? approved = File.Exists(approvedFile) ? Lines(File.ReadAllText(approvedFile)) : null;
        received = Lines(received);
        if (approve || approved == received)
        {
            Directory.CreateDirectory(folder);
            File.Delete(receivedFile);
            if (approved != received)
            {
                File.WriteAllText(approvedFile, received);
            }

            return null;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(receivedFile, received);
        return $"{name} differs from what was approved; CHALKLINE_APPROVE=1 approves it.\n"
            + Difference(approved ?? "", received);
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    private static string Difference(string approved, string received)
    {
        string[] old = approved.Split('\n');
        string[] now = received.Split('\n');
        IEnumerable<string> lines = Enumerable.Range(0, Math.Max(old.Length, now.Length))
            .Where(i => i >= old.Length || i >= now.Length || old[i] != now[i])
            .Take(LinesShown)
            .SelectMany(i => (string[])[Line(old, i, '-'), Line(now, i, '+')])
            .Where(line => line.Length > 0);
        return string.Join('\n', lines);
    }

    private static string Line(string[] lines, int i, char sign)
        => i < lines.Length ? $"{i + 1} {sign} {lines[i]}" : "";
}
