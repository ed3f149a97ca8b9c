using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Models;

/// <summary>Parameters of one feed-forward layer. Each part of the derivation ends in the value returned.</summary>
internal static class FeedForwardParameters
{
    public static Parameters Dense<TWork>(DenseFeedForward layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("dense feed-forward");
        double intermediate = layer.Intermediate;
        double matrices = layer.Gated ? 3 : 2;
        Parameters biases = new(layer.Bias ? ((matrices - 1) * intermediate) + hidden : 0);
        work.Given(SizeSymbols.Intermediate, intermediate);
        work.Given(SizeSymbols.Matrices, matrices);
        work.Given(SizeSymbols.Biases, biases);
        Parameters feedForward = work.Step(
            SizeSymbols.FeedForward, new Parameters(matrices * hidden * intermediate) + biases);
        work.Close();
        return feedForward;
    }

    public static Parameters Expert<TWork>(ExpertFeedForward layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("one routed expert");
        double intermediate = layer.Intermediate;
        double width = layer.Latent ?? hidden;
        double matrices = layer.Gated ? 3 : 2;
        Parameters biases = new(layer.Bias ? ((matrices - 1) * intermediate) + width : 0);
        work.Given(SizeSymbols.Intermediate, intermediate);
        work.Given(SizeSymbols.Width, width);
        work.Given(SizeSymbols.Matrices, matrices);
        work.Given(SizeSymbols.Biases, biases);
        Parameters expert = work.Step(SizeSymbols.Expert, new Parameters(matrices * width * intermediate) + biases);
        work.Close();
        return expert;
    }

    public static Parameters Shared<TWork>(ExpertFeedForward layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("shared experts and latent projections");
        double shared = layer.SharedIntermediate;
        double width = layer.Latent ?? 0;
        double matrices = layer.Gated ? 3 : 2;
        Parameters gate = new(layer.SharedGate ? hidden : 0);
        work.Given(SizeSymbols.Shared, shared);
        work.Given(SizeSymbols.Width, width);
        work.Given(SizeSymbols.Matrices, matrices);
        work.Given(SizeSymbols.Gate, gate);
        Parameters sharedPart = work.Step(
            SizeSymbols.SharedPart, new Parameters((matrices * hidden * shared) + (2 * hidden * width)) + gate);
        work.Close();
        return sharedPart;
    }

    public static Parameters Router<TWork>(ExpertFeedForward layer, double hidden, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("router");
        double experts = layer.Experts;
        Parameters biases = new(layer.Bias || layer.RouterBias ? experts : 0);
        work.Given(SizeSymbols.Experts, experts);
        work.Given(SizeSymbols.Biases, biases);
        Parameters routerPart = work.Step(SizeSymbols.RouterPart, new Parameters(hidden * experts) + biases);
        work.Close();
        return routerPart;
    }
}
