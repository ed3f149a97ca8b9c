namespace Chalkline.Training;

/// <summary>What the busiest pipeline stage holds on one device, before it is cut over data parallel devices.</summary>
/// <param name="DenseLayers">Layers without experts; a fraction where stages do not divide them.</param>
/// <param name="ExpertLayers">Layers with experts.</param>
/// <param name="DenseParameters">Weights that all data parallel devices hold alike.</param>
/// <param name="ExpertParameters">Weights of the experts on the device.</param>
internal readonly record struct StageLoad(
    double DenseLayers, double ExpertLayers, double DenseParameters, double ExpertParameters)
{
    /// <summary>Layers that the last stage has fewer than the busiest, to make up for the head.</summary>
    public double SparedByLast { get; private init; }

    /// <summary>All weights of the device.</summary>
    public double Parameters => DenseParameters + ExpertParameters;

    /// <summary>The load of the stage with the most layers.</summary>
    public static StageLoad Of(TrainingShape shape, TrainingLayout layout)
    {
        // Layers that stages do not divide: first and last stage may take fewer beside embedding and head.
        double parts = (double)layout.Stages * layout.Chunks;
        double layers = layout.Stages == 1 ? shape.Layers
            : Math.Ceiling((shape.Layers - 1e-9) / parts) * layout.Chunks;
        layers = Math.Min(layers, Math.Ceiling(((double)shape.Layers + 2) / layout.Stages));
        double experts = layers * shape.ExpertLayers / shape.Layers;
        double dense = layers - experts;
        double embedding = shape.EmbeddingWeights * (layout.Stages == 1 ? 2 : 1);
        double alike = (layers * shape.AttentionWeights) + (dense * shape.FeedForwardWeights)
            + (experts * ((shape.SharedExperts * shape.ExpertWeights) + (shape.Experts * shape.Hidden))) + embedding;
        double cut = layout.Expert > 1 ? layout.Expert : layout.Tensor;
        return new(dense, experts, alike / layout.Tensor, experts * shape.Experts * shape.ExpertWeights / cut)
        {
            // Where two layers more would divide evenly, embedding and head stand for one each.
            SparedByLast = layout.Stages > 1 && shape.Layers % layout.Stages != 0
                && (shape.Layers + 2) % (layout.Stages * layout.Chunks) == 0 ? 1
                : layout.Stages > 1 ? Math.Max(0, layers - (shape.Layers - (layers * (layout.Stages - 1)))) : 0,
        };
    }
}
