using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Chalkline.Tests.Architecture;

/// <summary>The arrows between folders point one way (DESIGN, section 3; decision 003).</summary>
public sealed partial class ArrowTests
{
    /// <summary>What each folder of the library may use; a folder not named here may not exist.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Quantities"] = [],
        ["Derivations"] = ["Quantities"],
        ["Formats"] = ["Quantities"],
        ["Files"] = ["Quantities"],
        ["Workloads"] = ["Quantities"],
        ["Models"] = ["Quantities", "Derivations", "Formats", "Files"],
        ["Hardware"] = ["Quantities", "Derivations", "Formats", "Files"],
        ["Catalog"] = ["Quantities", "Derivations", "Formats", "Files", "Models", "Hardware"],
        ["Operators"] = ["Quantities", "Derivations", "Formats", "Models", "Hardware", "Workloads"],
        ["Layouts"] = ["Quantities", "Derivations", "Formats", "Models", "Hardware", "Workloads", "Operators"],
        ["Serving"] = ["Quantities", "Derivations", "Formats", "Models", "Hardware", "Workloads", "Operators", "Layouts"],
        ["Search"] =
        [
            "Quantities", "Derivations", "Formats", "Models", "Hardware", "Workloads", "Operators", "Layouts", "Serving",
        ],
        ["Validation"] =
        [
            "Quantities", "Derivations", "Formats", "Files", "Models", "Hardware", "Catalog", "Workloads", "Operators",
            "Layouts", "Serving", "Search",
        ],
    };

    public static TheoryData<string> Folders => [.. Directory.EnumerateDirectories(Library()).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_lies_below_it(string folder)
    {
        Allowed.ShouldContainKey(folder);
        string[] wrong =
        [
            .. from file in Directory.EnumerateFiles(Path.Combine(Library(), folder), "*.cs", SearchOption.AllDirectories)
               from used in Uses().Matches(File.ReadAllText(file)).Select(match => match.Groups["folder"].Value).Distinct(StringComparer.Ordinal)
               where used != folder && !Allowed[folder].Contains(used, StringComparer.Ordinal)
               select $"{Path.GetFileName(file)} uses {used}",
        ];
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void No_two_folders_use_each_other()
    {
        foreach ((string folder, string[] uses) in Allowed)
        {
            uses.Where(used => Allowed[used].Contains(folder, StringComparer.Ordinal)).ShouldBeEmpty(folder);
        }
    }

    [Fact]
    public void The_library_knows_neither_charts_nor_console_nor_clock()
    {
        string[] wrong =
        [
            .. from file in Directory.EnumerateFiles(Library(), "*.cs", SearchOption.AllDirectories)
               let text = File.ReadAllText(file)
               where text.Contains("Chalkline.Charts", StringComparison.Ordinal)
                   || text.Contains("Console.", StringComparison.Ordinal)
                   || text.Contains("DateTime.UtcNow", StringComparison.Ordinal)
               select Path.GetFileName(file),
        ];
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_library_depends_on_the_base_class_library_alone()
        => typeof(ChalkException).Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name is not ("mscorlib" or "netstandard"))
            .ShouldBeEmpty();

    private static string Library([CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Chalkline"));

    [GeneratedRegex(@"\bChalkline\.(?<folder>Quantities|Derivations|Formats|Files|Workloads|Models|Hardware|Catalog|Operators|Layouts|Serving|Search|Validation)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Uses();
}
