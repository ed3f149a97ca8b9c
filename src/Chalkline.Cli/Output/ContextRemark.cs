using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>What is said where a request is longer than the model's configuration allows: it is computed all the same.</summary>
internal static class ContextRemark
{
    /// <summary>A sentence with a space before it; empty where the request fits, or no limit is known.</summary>
    /// <param name="model">The model.</param>
    /// <param name="longest">Tokens of the longest request, its answer included.</param>
    public static string Of(Model model, Tokens longest)
        => model.MaximumContext is { } most && longest.Value > most
            ? $" With its answer that is {longest}, more than the context of {new Tokens(most)} that the model's "
                + "configuration names."
            : "";
}
