using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Models;

/// <summary>Counts the parameters of a model, part by part.</summary>
public static class ParameterCount
{
    /// <summary>Counts without showing the work.</summary>
    public static ModelSize Count(Model model)
    {
        Quiet quiet = default;
        return Count(model, ref quiet);
    }

    /// <summary>Counts, showing the work: one part of the derivation for each kind of layer, then the sums.</summary>
    public static ModelSize Count<TWork>(Model model, ref TWork work)
        where TWork : struct, IWork
    {
        double hidden = model.Hidden;
        double vocabulary = model.Vocabulary;
        Parameters lookups = new(model.LookupParameters);
        work.Given(SizeSymbols.Hidden, hidden, model.Source);
        work.Given(SizeSymbols.Vocabulary, vocabulary, model.Source);
        work.Given(SizeSymbols.LookupRows, lookups, model.Source);

        Parameters embedding = work.Step(SizeSymbols.Embedding, new Parameters(vocabulary * hidden) + lookups);
        Parameters head = model.TiedEmbeddings
            ? Zero(SizeSymbols.Head, "head", ref work)
            : work.Step(SizeSymbols.Head, new Parameters(vocabulary * hidden));
        Parameters tiedHead = model.TiedEmbeddings
            ? work.Step(SizeSymbols.TiedHead, new Parameters(vocabulary * hidden))
            : Zero(SizeSymbols.TiedHead, "tiedHead", ref work);

        double norm = model.NormBias
            ? work.Step(SizeSymbols.Norm, 2 * hidden)
            : work.Step(SizeSymbols.Norm, hidden);
        Parameters prediction = Prediction(model.PredictionLayers, hidden, norm, ref work);
        (Parameters attention, Parameters dense, Parameters routed, Parameters seen, Parameters sharedExperts,
            Parameters router, Parameters norms, Parameters other) = Trunk(model.Layers, hidden, norm, ref work);
        norms = work.Step(SizeSymbols.Norms, norms + new Parameters(norm));
        Parameters otherPart = new(model.OtherParameters);
        work.Given(SizeSymbols.OtherPart, otherPart, model.Source);
        other = work.Step(SizeSymbols.Other, other + otherPart);

        Parameters total = work.Step(
            SizeSymbols.Total, embedding + head + attention + dense + routed + sharedExperts + router + norms + other);
        Parameters active = work.Step(SizeSymbols.Active, total - embedding + tiedHead - routed + seen);
        return new()
        {
            Embedding = embedding,
            TiedHead = tiedHead,
            Attention = attention,
            DenseFeedForward = dense,
            RoutedExperts = routed,
            VisitedExperts = seen,
            SharedExperts = sharedExperts,
            Router = router,
            Norms = norms,
            Other = other,
            Head = head,
            Prediction = prediction,
            Total = total,
            Active = active,
        };
    }

    /// <summary>Parameters of one layer, all its experts included.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="hidden">Width of the residual stream.</param>
    /// <param name="normBias">Norms have a bias beside their weight.</param>
    public static Parameters OfLayer(Layer layer, int hidden, bool normBias = false)
    {
        Quiet quiet = default;
        var sums = Trunk([layer], hidden, normBias ? 2.0 * hidden : hidden, ref quiet);
        return sums.Attention + sums.Dense + sums.Routed + sums.Shared + sums.Router + sums.Norms + sums.Other;
    }

    private static Parameters Zero<TWork>(Symbol symbol, string name, ref TWork work)
        where TWork : struct, IWork => work.Given(symbol, new Parameters(0), null, name);

    private static Parameters Prediction<TWork>(
        ImmutableArray<Layer> layers, double hidden, double norm, ref TWork work)
        where TWork : struct, IWork
    {
        if (layers.IsEmpty)
        {
            return Zero(SizeSymbols.Prediction, "prediction", ref work);
        }

        work.Open("multi-token-prediction layers");
        (Parameters attention, Parameters dense, Parameters routed, _, Parameters sharedExperts,
            Parameters router, Parameters norms, Parameters other) = Trunk(layers, hidden, norm, ref work);
        Parameters prediction = work.Step(
            SizeSymbols.Prediction, attention + dense + routed + sharedExperts + router + norms + other);
        work.Close();
        return prediction;
    }

    private static (Parameters Attention, Parameters Dense, Parameters Routed, Parameters Seen, Parameters Shared,
        Parameters Router, Parameters Norms, Parameters Other) Trunk<TWork>(
        ImmutableArray<Layer> kinds, double hidden, double norm, ref TWork work)
        where TWork : struct, IWork
    {
        Parameters attention = Zero(SizeSymbols.Attention, "attention", ref work);
        Parameters dense = Zero(SizeSymbols.Dense, "dense", ref work);
        Parameters routed = Zero(SizeSymbols.Routed, "routed", ref work);
        Parameters seen = Zero(SizeSymbols.Seen, "seen", ref work);
        Parameters sharedExperts = Zero(SizeSymbols.SharedExperts, "sharedExperts", ref work);
        Parameters router = Zero(SizeSymbols.Router, "router", ref work);
        Parameters norms = Zero(SizeSymbols.Norms, "norms", ref work);
        Parameters other = Zero(SizeSymbols.Other, "other", ref work);
        foreach (LayerGroup group in LayerGroups.Of(kinds))
        {
            double layers = group.Count;
            double normVectors = group.Layer.Norms;
            Parameters otherPart = new(group.Layer.OtherParameters);
            work.Given(SizeSymbols.Layers, layers);
            work.Given(SizeSymbols.NormVectors, normVectors);
            work.Given(SizeSymbols.OtherPart, otherPart);
            if (group.Layer.Mixer is not NoMixer)
            {
                Parameters mixer = MixerParameters.Count(group.Layer.Mixer, hidden, ref work);
                attention = work.Step(SizeSymbols.Attention, attention + (layers * mixer));
            }

            if (group.Layer.FeedForward is DenseFeedForward plain)
            {
                Parameters feedForward = FeedForwardParameters.Dense(plain, hidden, ref work);
                dense = work.Step(SizeSymbols.Dense, dense + (layers * feedForward));
            }
            else if (group.Layer.FeedForward is ExpertFeedForward mixture)
            {
                double experts = mixture.Experts;
                double visited = mixture.ExpertsPerToken;
                work.Given(SizeSymbols.Experts, experts);
                work.Given(SizeSymbols.Visited, visited);
                Parameters expert = FeedForwardParameters.Expert(mixture, hidden, ref work);
                Parameters sharedPart = FeedForwardParameters.Shared(mixture, hidden, ref work);
                Parameters routerPart = FeedForwardParameters.Router(mixture, hidden, ref work);
                routed = work.Step(SizeSymbols.Routed, routed + (layers * experts * expert));
                seen = work.Step(SizeSymbols.Seen, seen + (layers * visited * expert));
                sharedExperts = work.Step(SizeSymbols.SharedExperts, sharedExperts + (layers * sharedPart));
                router = work.Step(SizeSymbols.Router, router + (layers * routerPart));
            }

            norms = work.Step(SizeSymbols.Norms, norms + new Parameters(layers * normVectors * norm));
            other = work.Step(SizeSymbols.Other, other + (layers * otherPart));
        }

        return (attention, dense, routed, seen, sharedExperts, router, norms, other);
    }
}
