using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using Chalkline.Charts;
using Chalkline.Cli.Commands;
using Chalkline.Measuring;
using Assembly = System.Reflection.Assembly;

namespace Chalkline.Acceptance.Architecture;

/// <summary>
/// The arrows of the design, held against what the compiler made: signatures and the bodies of members, whether or
/// not the source names the folder.
/// </summary>
public sealed class CompiledArrowTests
{
    private static readonly Assembly Library = typeof(ChalkException).Assembly;
    private static readonly Assembly Charts = typeof(ChartSpec).Assembly;
    private static readonly Assembly Measuring = typeof(MachineMeasurement).Assembly;
    private static readonly Assembly Command = typeof(ChalkCommand).Assembly;

    /// <summary>The folders from the ground up; each may use those that its line names, and <c>Chalkline</c> itself.</summary>
    private static readonly (string Folder, string Uses)[] Allowed =
    [
        ("Chalkline", ""),
        ("Quantities", ""),
        ("Derivations", "Quantities"),
        ("Formats", "Quantities Derivations"),
        ("Files", "Quantities"),
        ("Workloads", "Quantities"),
        ("Models", "Quantities Derivations Formats Files"),
        ("Hardware", "Quantities Derivations Formats Files"),
        ("Catalog", "Quantities Derivations Formats Files Models Hardware"),
        ("Calibration", "Quantities Derivations Formats Files Hardware Catalog"),
        ("Operators", "Quantities Derivations Formats Models Hardware Workloads Calibration"),
        ("Layouts", "Quantities Derivations Formats Models Hardware Workloads Calibration Operators"),
        ("Pipelines", "Quantities Derivations Layouts"),
        ("Serving", "Quantities Derivations Formats Models Hardware Workloads Calibration Operators Layouts Pipelines"),
        ("Engines", "Quantities Derivations Formats Files Models Hardware Workloads Calibration Operators Layouts Serving"),
        (
            "Training",
            "Quantities Derivations Formats Models Hardware Workloads Calibration Operators Layouts Pipelines Serving"),
        ("Search", "Quantities Derivations Formats Models Hardware Workloads Calibration Operators Layouts Serving Engines"),
        ("Scaling", "Quantities Derivations Files Catalog"),
        (
            "Economics",
            "Quantities Derivations Formats Files Models Hardware Catalog Workloads Calibration Operators Layouts "
            + "Pipelines Serving Training Scaling Search"),
        ("Ciphers", "Quantities Derivations"),
        (
            "Codesign",
            "Quantities Derivations Formats Files Models Hardware Catalog Workloads Calibration Operators Layouts "
            + "Pipelines Serving Engines Training Scaling Search Economics"),
        ("Deduction", "Quantities Derivations Formats Files Models Hardware Catalog Serving Economics"),
        (
            "Validation",
            "Quantities Derivations Formats Files Models Hardware Catalog Workloads Calibration Operators Layouts Serving Engines "
            + "Training Search Economics Deduction"),
        ("Charts", "Quantities Files"),
        ("Measuring", "Formats Files"),
        (
            "Cli",
            "Quantities Derivations Formats Files Models Hardware Catalog Workloads Calibration Operators Layouts Pipelines "
            + "Serving Engines Training Search Scaling Economics Ciphers Codesign Deduction Validation Charts Measuring"),
    ];

    private static readonly (string From, string To, string Detail)[] Found = [.. Arrows()];

    public static TheoryData<string> Folders => [.. Allowed.Select(row => row.Folder)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_lies_below_it(string folder)
    {
        string[] below = [.. Allowed.Single(row => row.Folder == folder).Uses.Split(' '), "Chalkline", folder];
        Found.Where(arrow => arrow.From == folder && !below.Contains(arrow.To, StringComparer.Ordinal))
            .Select(arrow => arrow.Detail).Distinct(StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_has_its_line()
        => Found.Select(arrow => arrow.From).Distinct(StringComparer.Ordinal)
            .Except(Allowed.Select(row => row.Folder), StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void The_lines_themselves_point_only_down()
    {
        HashSet<string> below = new(StringComparer.Ordinal);
        foreach ((string folder, string uses) in Allowed)
        {
            uses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(below, StringComparer.Ordinal).ShouldBeEmpty(folder);
            below.Add(folder);
        }
    }

    [Fact]
    public void Arrows_inside_bodies_are_seen()
    {
        // The command's parser names no type of Search in a signature: it only calls it.
        Found.ShouldContain(arrow => arrow.From == "Cli" && arrow.To == "Search" && arrow.Detail.Contains("Planner", StringComparison.Ordinal));
        Found.Length.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("System.Console")]
    [InlineData("System.Net")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("System.Environment.Exit")]
    [InlineData("System.DateTime.get_Now")]
    [InlineData("System.DateTime.get_UtcNow")]
    [InlineData("System.Random")]
    public void The_library_and_the_charts_touch_neither_console_nor_network_nor_clock(string banned)
    {
        string[] users =
        [
            .. Types(Library, Charts).SelectMany(type => Targets(type)
                .Where(target => target == banned || target.StartsWith(banned + ".", StringComparison.Ordinal)
                    || target.StartsWith(banned + "::", StringComparison.Ordinal))
                .Select(target => $"{type.FullName} uses {target}")),
        ];
        users.ShouldBeEmpty();
    }

    [Fact]
    public void The_library_references_the_base_class_library_and_math_net_alone()
        => Library.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name is not ("netstandard" or "MathNet.Numerics"))
            .ShouldBeEmpty();

    [Fact]
    public void Nothing_but_the_command_knows_the_command_line()
        => Library.GetReferencedAssemblies().Concat(Charts.GetReferencedAssemblies())
            .Select(assembly => assembly.Name!)
            .Where(name => name.Contains("CommandLine", StringComparison.Ordinal) || name.StartsWith("Spectre", StringComparison.Ordinal))
            .ShouldBeEmpty();

    private static IEnumerable<(string From, string To, string Detail)> Arrows()
        => from type in Types(Library, Charts, Measuring, Command)
           from target in type.Dependencies.Select(dependency => dependency.Target)
           let to = Folder(target.FullName)
           where to.Length > 0
           select (Folder(type.FullName), to, $"{type.FullName} uses {target.FullName}");

    private static IEnumerable<IType> Types(params Assembly[] assemblies)
        => new ArchLoader().LoadAssemblies(assemblies).Build().Types
            .Where(type => type.FullName.StartsWith("Chalkline", StringComparison.Ordinal));

    /// <summary>The types and the methods that a type's members use.</summary>
    private static IEnumerable<string> Targets(IType type)
        => type.Dependencies.Select(dependency => dependency.Target.FullName)
            .Concat(type.Members.SelectMany(member => member.MemberDependencies).OfType<IMemberMemberDependency>()
                .Select(dependency => $"{dependency.TargetMember.DeclaringType.FullName}.{dependency.TargetMember.Name.Split('(')[0]}"));

    /// <summary><c>Chalkline.Models.Import.Family</c> lies in <c>Models</c>, <c>Chalkline.ChalkException</c> in
    /// <c>Chalkline</c>.</summary>
    private static string Folder(string name)
    {
        string[] parts = name.Split('<')[0].Split('.');
        return parts[0] != "Chalkline" ? "" : parts.Length > 2 ? parts[1] : "Chalkline";
    }
}
