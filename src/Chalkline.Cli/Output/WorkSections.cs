using Chalkline.Charts.Reports;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output;

/// <summary>The work as the last part of a page.</summary>
internal static class WorkSections
{
    public static IEnumerable<ReportSection> Of(Derivation work)
    {
        yield return new("The work", [new PreformattedBlock(work.ToText())]);
    }
}
