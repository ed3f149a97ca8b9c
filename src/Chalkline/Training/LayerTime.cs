using Chalkline.Formats;

namespace Chalkline.Training;

/// <summary>Time of one layer for one micro-batch, forward and backward, on one device.</summary>
internal sealed class LayerTime
{
    private readonly TrainingJob _job;
    private readonly TrainingShape _shape;
    private readonly TrainingLayout _layout;
    private readonly TrainingConstants _constants;
    private readonly TrainingMachine _machine;
    private readonly DeviceSpeed _speed;
    private readonly double _tokens;

    public LayerTime(TrainingJob job, TrainingMachine machine, TrainingConstants constants)
    {
        (_job, _shape, _layout, _constants, _machine) = (job, job.Shape, job.Layout, constants, machine);
        _speed = new(machine, constants);
        _tokens = job.DeviceTokens;
    }

    /// <summary>
    /// Passes over the products: forward, two gradients (one when weights are frozen), and again if recomputed.
    /// </summary>
    private double Again => _layout.Recompute == Recompute.Full ? 1 : 0;

    private bool Narrow => _job.Arithmetic != Arithmetic.Bf16;

    /// <summary>Device time of the work of a layer, s.</summary>
    public double Work(bool experts) => Softly(
        AttentionProducts() + AttentionCore() + Elementwise(experts)
            + (experts ? ExpertProducts() : FeedForwardProducts()),
        _constants.HostLayer * (3 + Again));

    /// <summary>Time of the head and the loss, s.</summary>
    public double Head()
    {
        double columns = _shape.Vocabulary / _layout.Tensor;
        return columns == 0 ? 0
            : Linear(_tokens, columns, _shape.Hidden, 0, Arithmetic.Bf16) + _speed.Move(_tokens * columns * LossBytes);
    }

    /// <summary>Time of the collectives inside a layer, s.</summary>
    public double Network(bool experts)
    {
        double stream = 2 * _tokens * _shape.Hidden;
        GroupNetwork tensor = new(_machine, _constants, _layout.Tensor, 1);
        GroupNetwork context = new(_machine, _constants, _layout.Context, _layout.Tensor);
        double sums = (experts && _layout.Expert > 1 ? 1 : 2) * (2 + Again) * tensor.Sum(stream);
        double keys = 2 * _job.MicroBatch * _job.Sequence * _shape.KeyValueWidth / _layout.Tensor;
        double ring = (3 + Again) * context.Gather(keys);
        double shown = Math.Max(0, ring - AttentionCore()) + (_constants.Exposed * Math.Min(ring, AttentionCore()));
        return sums + shown + (experts ? Exchange() : 0);
    }

    /// <summary>Bytes through memory for each logit: written, read by the loss in 32 bits, and its gradient.</summary>
    private const double LossBytes = 18;

    /// <summary>
    /// The larger of two times that run beside one another; near equality neither hides the other whole.
    /// </summary>
    private static double Softly(double device, double host) => Math.Pow(Math.Pow(device, 4) + Math.Pow(host, 4), 0.25);

    private double Linear(double m, double n, double k, double again, Arithmetic arithmetic, double groups = 1)
        => ((1 + again) * _speed.Product(m, n, k, arithmetic, groups)) + _speed.Product(m, k, n, arithmetic, groups)
            + (_job.Frozen ? 0 : _speed.Product(n, k, m, arithmetic, groups));

    private double Linear(double m, double n, double k) => Linear(m, n, k, Again, _job.Arithmetic);

    private double AttentionProducts()
    {
        double cut = _layout.Tensor;
        return _shape.Latent
            ? Linear(_tokens, 2112, _shape.Hidden) + Linear(_tokens, _shape.QueryWidth / cut, 1536)
                + Linear(_tokens, _shape.Heads * 256 / cut, 512)
                + Linear(_tokens, _shape.Hidden, _shape.ValueWidth / cut)
            : Linear(_tokens, (_shape.QueryWidth + _shape.KeyValueWidth) / cut, _shape.Hidden)
                + Linear(_tokens, _shape.Hidden, _shape.ValueWidth / cut);
    }

    /// <summary>
    /// Scores, softmax and values. Fused attention skips the hidden half and computes the scores again going back, 2.5
    /// forward passes in all (Dao, arXiv:2307.08691, section 4.1). Else all scores are multiplied and pass through
    /// memory: written, scaled and masked, made a softmax, dropped out, read again.
    /// </summary>
    private double AttentionCore()
    {
        double square = _job.MicroBatch * _job.Sequence * _job.Sequence / (_layout.Tensor * _layout.Context);
        double forward = 2 * square * (_shape.QueryWidth + _shape.ValueWidth);
        double again = _layout.Recompute == Recompute.None ? 0 : 1;
        return _job.FlashAttention
            ? _speed.Attention(forward / 2 * (3.5 + Again), Narrow)
            : _speed.Attention(forward * (3 + again), Narrow)
                + _speed.Move(square * _shape.Heads * (30 + (12 * again)));
    }

    private double FeedForwardProducts()
        => Linear(_tokens, _shape.UpMatrices * _shape.FeedForward / _layout.Tensor, _shape.Hidden)
            + Linear(_tokens, _shape.Hidden, _shape.FeedForward / _layout.Tensor);

    /// <summary>
    /// Balanced experts: each device has its share of them, and each of those its share of all tokens.
    /// </summary>
    private double ExpertProducts()
    {
        double tokens = _tokens / (_layout.Expert > 1 ? _layout.Tensor : 1);
        double held = _shape.Experts / _layout.Expert;
        double cut = _layout.Expert > 1 ? 1 : _layout.Tensor;
        double rows = tokens * _shape.ExpertsPerToken / held;
        double width = _shape.ExpertWidth / cut;
        double shared = _shape.SharedExperts * _shape.ExpertWidth / _layout.Tensor;
        return Linear(rows, _shape.UpMatrices * width, _shape.Hidden, Again, _job.Arithmetic, held)
            + Linear(rows, _shape.Hidden, width, Again, _job.Arithmetic, held)
            + (shared == 0 ? 0
                : Linear(_tokens, _shape.UpMatrices * shared, _shape.Hidden) + Linear(_tokens, _shape.Hidden, shared));
    }

    private double Exchange()
    {
        double rows = _tokens / _layout.Tensor * _shape.ExpertsPerToken;
        GroupNetwork group = new(_machine, _constants, _layout.Expert, 1);
        return 2 * (2 + Again) * group.Exchange(2 * rows * _shape.Hidden, _shape.ExpertsPerToken);
    }

    /// <summary>
    /// Norms, residuals and dropouts read and write the stream, activations their inputs, rotary embeddings queries and
    /// keys; the backward pass moves twice the bytes. Narrow arithmetic reads each operand to write it narrow, twice.
    /// </summary>
    private double Elementwise(bool experts)
    {
        double stream = 22 * _shape.Hidden / (_layout.SequenceParallel ? _layout.Tensor : 1);
        double heads = 4 * (_shape.QueryWidth + _shape.KeyValueWidth) / _layout.Tensor;
        double width = experts
            ? ((_shape.ExpertsPerToken + _shape.SharedExperts) * _shape.ExpertWidth)
            : _shape.FeedForward;
        double inner = 2 * (_shape.UpMatrices + 1) * width / _layout.Tensor;
        double order = experts ? 8 * _shape.ExpertsPerToken * _shape.Hidden / _layout.Tensor : 0;
        double casts = _job.Arithmetic is Arithmetic.Bf16 ? 0
            : 4 * ((2 * _shape.Hidden) + ((_shape.ValueWidth + width) / _layout.Tensor));
        return _speed.Move(_tokens * (stream + heads + inner + order + casts) * (3 + Again));
    }
}
