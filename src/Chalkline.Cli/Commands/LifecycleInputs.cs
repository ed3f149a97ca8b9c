using Chalkline.Derivations;
using Chalkline.Economics.Lifecycle;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>What <c>chalk lifecycle</c> was asked, with where each number comes from.</summary>
/// <param name="Request">The life.</param>
internal sealed record LifecycleInputs(LifecycleRequest Request)
{
    /// <summary>The model in words.</summary>
    public required string Name { get; init; }

    /// <summary>The catalogue model; null when only its size is given.</summary>
    public Model? Model { get; init; }

    /// <summary>The machine; null for none.</summary>
    public MachineSystem? System { get; init; }

    /// <summary>What turns FLOP into money; null without a machine.</summary>
    public LifecycleMachine? Machine { get; init; }

    /// <summary>Where the utilisation of training comes from.</summary>
    public string UtilisationFrom { get; init; } = "";

    /// <summary>Where the price comes from.</summary>
    public string PriceFrom { get; init; } = "";

    /// <summary>The price's source; null when the user gave it or none is known.</summary>
    public Source? PriceSource { get; init; }

    /// <summary>How the machine decodes; null without a model and a machine, and when eta is given.</summary>
    public DecodeEstimate? Decoded { get; init; }

    /// <summary>Where eta comes from.</summary>
    public required string PenaltyFrom { get; init; }

    /// <summary>Where the lifetime comes from.</summary>
    public required string LifetimeFrom { get; init; }

    /// <summary>Where k comes from.</summary>
    public required string RolloutFrom { get; init; }

    /// <summary>Longest chain of an RL step.</summary>
    public required Tokens Longest { get; init; }

    /// <summary>Mean chain; null when not known.</summary>
    public Tokens? Mean { get; init; }

    /// <summary>Time of a token of a rollout; null when not known.</summary>
    public Seconds? TimePerToken { get; init; }

    /// <summary>Where that comes from.</summary>
    public string TimePerTokenFrom { get; init; } = "";

    /// <summary>Reward against compute; null when not given.</summary>
    public RewardCurve? Reward { get; init; }
}
