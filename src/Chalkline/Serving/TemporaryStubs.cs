using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Serving;

internal sealed partial class OperatorBuilder<TWork>
{
    private double MixerWeights(TokenMixer mixer) => mixer is null ? model.Hidden : 0;

    private Bytes StateBytes(TokenMixer mixer) => new(mixer is null ? model.Hidden : 0);
}
