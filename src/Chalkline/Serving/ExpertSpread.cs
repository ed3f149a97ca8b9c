using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Serving;

/// <summary>How the experts of a layer and their visits spread over the groups that hold them.</summary>
/// <param name="Experts">Routed experts of a layer, each once.</param>
/// <param name="Redundant">Copies beside them.</param>
/// <param name="ExpertsPerToken">Experts each token visits.</param>
/// <param name="Layers">Layers with experts.</param>
/// <param name="Exponent">Exponent of the popularity's power law; 0 for even popularity.</param>
/// <param name="Balance">The experts of each group.</param>
/// <param name="Before">
/// Visits to the fullest group over those to a mean one, experts placed by chance and held once
/// (<see cref="ExpertRouting.Hottest"/>).
/// </param>
/// <param name="After">The same with copies made and packed, chance included (<see cref="FullestDevice"/>).</param>
public sealed record ExpertSpread(
    int Experts,
    int Redundant,
    int ExpertsPerToken,
    int Layers,
    double Exponent,
    ExpertBalance Balance,
    double Before,
    double After)
{
    /// <summary>Groups that hold different experts (EP).</summary>
    public int Groups => Balance.Held.Length;

    /// <summary>Experts of each group, copies included.</summary>
    public int PerGroup => Balance.Held[0].Length;

    /// <summary>
    /// What no copies would cost in the layers' waiting: the fullest device sets the time of all, so as much of the
    /// others' is lost.
    /// </summary>
    public double LostBefore => 1 - (1 / Before);

    /// <summary>What is lost after copying and packing.</summary>
    public double LostAfter => 1 - (1 / After);

    /// <summary>Spreads the experts of a model; null when it has none.</summary>
    /// <param name="model">The model, without copies.</param>
    /// <param name="groups">Groups, at least 1.</param>
    /// <param name="redundant">Copies, at least 0.</param>
    /// <param name="tokens">New tokens of all groups in a pass; above 0.</param>
    /// <param name="exponent">Exponent of the power law; 0 for even popularity.</param>
    /// <exception cref="ChalkException">Experts and copies do not divide over the groups.</exception>
    public static ExpertSpread? Of(Model model, int groups, int redundant, double tokens, double exponent)
    {
        ExpertFeedForward[] layers = [.. model.Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>()];
        if (layers.Length == 0)
        {
            return null;
        }

        ExpertFeedForward experts = layers[0];
        ImmutableArray<double> visits =
            ExpertPopularity.Visits(experts.Experts, experts.ExpertsPerToken, tokens, exponent);
        bool plain = redundant == 0 && exponent <= 0;
        ExpertBalance balance = plain
            ? ExpertBalance.Numbered(visits, groups)
            : ExpertBalance.Packed(visits, groups, redundant);
        double before = new ExpertRouting(experts.Experts, experts.ExpertsPerToken, groups, exponent).Hottest(tokens);
        double after = plain ? before : FullestDevice.Over(balance.Loads);
        return new(
            experts.Experts, redundant, experts.ExpertsPerToken, layers.Length, exponent, balance, before, after);
    }
}
