using System.Collections.Immutable;
using Chalkline.Codesign.Designs;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>What <c>chalk codesign test</c> found.</summary>
internal sealed record TestAnswer(
    Design Before, Design After, DesignObjective Objective, DesignEvaluation Neither, DesignEvaluation ModelAlone,
    DesignEvaluation HardwareAlone, DesignEvaluation Both)
{
    /// <summary>The four, as the table has them.</summary>
    public ImmutableArray<DesignEvaluation> All => [Neither, ModelAlone, HardwareAlone, Both];

    /// <summary>The test.</summary>
    public TwoByTwo Result => new(
        Neither.Of(Objective), ModelAlone.Of(Objective), HardwareAlone.Of(Objective), Both.Of(Objective));

    /// <summary>J of a design over that of the old one.</summary>
    public double Relative(DesignEvaluation evaluation) => evaluation.Of(Objective) / Neither.Of(Objective);
}
