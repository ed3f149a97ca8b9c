using Chalkline.Charts.Reports;
using Chalkline.Search;

namespace Chalkline.Cli.Output;

/// <summary>How engines are started to realise the points chosen.</summary>
internal static class PlanDeployments
{
    /// <summary>Every server of every point chosen, once where two objectives choose the same point.</summary>
    public static IEnumerable<(PlanChoice Choice, Deployment Server)> Of(PlanVariant variant)
        => from choice in variant.Chosen.DistinctBy(choice => choice.Point)
           from engine in variant.Engines
           from server in Deployment.Of(engine, variant.Plan.Request, choice.Point)
           select (choice, server);

    /// <summary>One section a point.</summary>
    public static IEnumerable<ReportSection> Sections(PlanVariant variant)
        => from pair in Of(variant)
           group pair.Server by pair.Choice into servers
           select new ReportSection(
               $"How engines are started for it: {servers.Key.Name.ToLowerInvariant()}",
               [new PreformattedBlock(string.Join("\n\n", servers.Select(Text))), new TextBlock(Note)]);

    private const string Note = "Weights must be stored in the formats of the plan. A server over several hosts also needs their addresses, "
        + "several servers a router. Names of options: docs/search.md, with their sources.";

    private static string Text(Deployment server)
    {
        string head = $"# {Names.Of(server.Engine)}, {server.Role}, {server.Instances} of these";
        if (server.Problem is { } problem)
        {
            return $"{head}\n# cannot be: {problem}";
        }

        string settings = server.Settings.Count == 0 ? ""
            : $"\n# {server.Role}.yaml:\n" + string.Join('\n', server.Settings.Select(line => $"#   {line}"));
        string command = server.Command!.Replace(" --", " \\\n    --", StringComparison.Ordinal);
        return $"{head}\n{command}{settings}";
    }
}
