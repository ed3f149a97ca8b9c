using Chalkline.Calibration;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <content>Dense feed-forward layers and experts.</content>
internal sealed partial class OperatorBuilder<TWork>
{
    private void FeedForward(FeedForward feedForward)
    {
        switch (feedForward)
        {
            case DenseFeedForward dense:
                Dense(ModelPart.FeedForward, "feed-forward", dense.Intermediate, dense.Gated);
                Exchange(
                    "all-reduce after feed-forward",
                    CollectiveKind.AllReduce,
                    layout.DevicesPerGroup,
                    model.Hidden * ActivationBytes);
                break;
            case ExpertFeedForward experts:
                Experts(experts);
                break;
            default:
                break;
        }
    }

    private void Dense(ModelPart part, string name, double intermediate, bool gated)
    {
        double shards = layout.DevicesPerGroup;
        double up = gated ? 2 : 1;
        Matrix(gated ? $"{name} gate and up" : $"{name} up", part, model.Hidden, up * intermediate, shards, precision.FeedForward);
        ElementWise($"{name} activation", part, 1, (up + 1) * intermediate / shards);
        Matrix($"{name} down", part, intermediate, model.Hidden, shards, precision.FeedForward);
    }

    private void Experts(ExpertFeedForward experts)
    {
        double group = layout.DevicesPerStage;
        double width = experts.Latent ?? model.Hidden;
        Matrix("router", ModelPart.Experts, model.Hidden, experts.Experts, 1, precision.Embedding, 2);
        if (experts.Latent is { } latent)
        {
            double shards = layout.DevicesPerGroup;
            Matrix("latent down and up", ModelPart.Experts, model.Hidden, 2.0 * latent, shards, precision.Experts, 2);
        }

        bool separate = layout.AttentionParallel > 1;
        if (separate)
        {
            double destinations = Destinations(experts.ExpertsPerToken);
            double tokensHere = 1.0 / layout.DevicesPerGroup;
            Exchange("expert dispatch", CollectiveKind.AllToAll, layout.DevicesPerStage, tokensHere * destinations * width * DispatchBytes());
            Forward(experts.ExpertsPerToken, destinations);
            RoutedExperts(experts, width, group);
            Exchange("expert combine", CollectiveKind.AllToAll, layout.DevicesPerStage, tokensHere * destinations * width * ActivationBytes);
            Forward(experts.ExpertsPerToken, destinations);
        }
        else
        {
            RoutedExperts(experts, width, group);
        }

        if (experts.SharedIntermediate > 0)
        {
            Dense(ModelPart.SharedExperts, "shared expert", experts.SharedIntermediate, experts.Gated);
        }

        // One sum over the devices of a group covers routed and shared experts; after a combine only the whole
        // tokens have to be handed round.
        Exchange(
            separate ? "all-gather after experts" : "all-reduce after experts",
            separate ? CollectiveKind.AllGather : CollectiveKind.AllReduce,
            layout.DevicesPerGroup,
            model.Hidden * ActivationBytes);
    }

    /// <summary>
    /// Prompts go through kernels of high throughput, which send a token to a domain once; decoding sends every copy
    /// straight to its expert, for the least latency.
    /// </summary>
    private void Forward(int visits, double copies)
    {
        if (operators[^1] is { Kind: OperatorKind.Collective, Collective.ScaleOutShare: > 0 } exchange)
        {
            operators[^1] = exchange with { OfPrompts = exchange.Collective.Forwarded(system, visits, copies) };
        }
    }

    private void RoutedExperts(ExpertFeedForward experts, double width, double group)
    {
        double matrices = experts.Gated ? 3 : 2;
        double weights = matrices * width * experts.Intermediate;
        double visits = experts.ExpertsPerToken / group;
        double elements = visits * ((2 * width) + (2 * (matrices - 1) * experts.Intermediate));
        operators.Add(new()
        {
            Name = "routed experts",
            Kind = OperatorKind.Experts,
            Part = ModelPart.Experts,
            Count = count,
            Peak = Peak(precision.Experts),
            Weights = new(weights * experts.Experts / group * precision.Experts.BytesPerElement),
            Flop = visits * TwoFlop * new Parameters(weights),
            Activations = new(elements * ActivationBytes),
            Kernels = 5,
            LogMiss = Math.Log(1 - ((double)experts.ExpertsPerToken / experts.Experts)),
            LeastTouched = (double)experts.ExpertsPerToken / experts.Experts,
            Kernel = new()
            {
                Kind = KernelKind.Experts,
                Weights = precision.Experts,
                Activations = Moving(precision.Experts),
                Experts = experts.Experts,
                ExpertsPerToken = experts.ExpertsPerToken,
                Hidden = width,
                Intermediate = experts.Intermediate * (experts.Gated ? 1 : 2.0 / 3),
                ExpertParallel = layout.ExpertParallel,
                ExpertTensorParallel = layout.ExpertTensorParallel,
                Skew = experts.Skew,
                Copies = experts.Copies,
            },
        });
    }

    /// <summary>
    /// Devices a token is sent to: k experts on EP groups, counting a group once, times the devices that share each.
    /// </summary>
    private double Destinations(int expertsPerToken)
    {
        double groups = layout.ExpertParallel;
        return groups * (1 - Math.Pow(1 - (1 / groups), expertsPerToken)) * layout.ExpertTensorParallel;
    }

    /// <summary>Dispatch moves activations in the arithmetic's format, but no narrower than 8 bits; combine moves BF16.</summary>
    private double DispatchBytes() => Math.Clamp(precision.Activations.BytesPerElement, 1, ActivationBytes);
}
