namespace Chalkline.Models.Import;

/// <summary>The layer being read.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Family">The rules of its family.</param>
/// <param name="Index">Its place, from 0; <paramref name="Layers"/> or more for a prediction layer.</param>
/// <param name="Layers">Layers of the trunk.</param>
/// <param name="Hidden">Width of the residual stream.</param>
internal sealed record LayerContext(ConfigFields Config, Family Family, int Index, int Layers, int Hidden);
