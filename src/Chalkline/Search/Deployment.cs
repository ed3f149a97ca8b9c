using Chalkline.Layouts;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>How an engine is started to realise one pool of a plan.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Role">What the pool does: <c>serve</c>, <c>prefill</c> or <c>decode</c>.</param>
/// <param name="Instances">How many such servers, behind a router.</param>
/// <param name="Command">The command of one; null when the engine cannot realise the layout.</param>
/// <param name="Settings">Lines of a settings file the command names; empty without one.</param>
/// <param name="Problem">Why the engine cannot realise the layout, in one sentence; null when it can.</param>
public sealed record Deployment(
    ServingEngine Engine, string Role, int Instances, string? Command, IReadOnlyList<string> Settings, string? Problem)
{
    /// <summary>The servers of a point, decode last.</summary>
    public static IReadOnlyList<Deployment> Of(ServingEngine engine, PlanRequest request, ServingPoint point)
    {
        if (point.Prefill is not { } prefill)
        {
            return [Of(engine, request, "serve", point.Decode, point.BatchPerReplica)];
        }

        double prompts = PreparedLayout.Serving(
            request.OfPrefill.WithCopies(point.PrefillRedundantExperts), prefill with { Replicas = 1 })
            .PromptsPerPrefill * prefill.AttentionParallel * prefill.PipelineStages;
        return
        [
            Of(engine, request.OfPrefill, "prefill", prefill, prompts),
            point.Mode == ServingMode.AttentionFeedForward
                ? new ServerSettings(request, "decode", point.Decode, point.BatchPerReplica).Impossible(
                    engine, "No option of this engine parts attention and feed-forward layers.")
                : Of(engine, request, "decode", point.Decode, point.BatchPerReplica),
        ];
    }

    /// <summary>The servers of one pool.</summary>
    internal static Deployment Of(ServingEngine engine, PlanRequest request, string role, Layout layout, double batch)
    {
        ServerSettings settings = new(request, role, layout, batch);
        return engine switch
        {
            ServingEngine.Vllm => VllmServer.Of(settings),
            ServingEngine.Sglang => SglangServer.Of(settings),
            _ => TensorRtServer.Of(settings),
        };
    }
}
