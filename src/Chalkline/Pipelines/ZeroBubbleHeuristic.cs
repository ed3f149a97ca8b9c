namespace Chalkline.Pipelines;

/// <summary>
/// One run of the automatic schedule's heuristic (arXiv:2401.10241, section 3.1). It keeps a clock and the held
/// activations of every stage and appends passes micro-batch by micro-batch: forward down the stages, back up them.
/// </summary>
/// <remarks>
/// Its rules: before the first backward pass arrives, run as many forward passes as memory allows (maybe one more,
/// which delays it); then forward and backward take turns. A gap at least as long as a weight gradient takes one. A
/// shorter gap takes one too where the stage would else wait longer in all than any other has waited, or by choice.
/// At the limit of memory a weight gradient makes room. Weight gradients left over come last.
/// </remarks>
internal sealed class ZeroBubbleHeuristic
{
    /// <summary>Rounding of sums of activations.</summary>
    private const double Rounding = 1e-9;

    private readonly int _stages;
    private readonly int _batches;
    private readonly double _limit;
    private readonly double _kept;
    private readonly double _boundary;
    private readonly double[] _forward;
    private readonly double[] _input;
    private readonly double[] _weight;

    private readonly double[] _went;
    private readonly double[] _came;
    private readonly double[] _clock;
    private readonly double[] _first;
    private readonly double[] _held;
    private readonly double[] _waited;
    private readonly int[] _forwards;
    private readonly int[] _inputs;
    private readonly int[] _weights;
    private readonly int[] _wanted;
    private PassOrder _order = null!;
    private double _longestWait;
    private bool _byChoice;

    public ZeroBubbleHeuristic(PipelineRun run, double limit)
    {
        (_stages, _batches, _limit) = (run.Stages, run.MicroBatches, limit + Rounding);
        (_kept, _boundary) = (run.KeptShare, run.Boundary.Value);
        _forward = [.. run.Passes.Select(part => part.Forward.Value)];
        _input = [.. run.Passes.Select(part => part.InputGradient.Value)];
        _weight = [.. run.Passes.Select(part => part.WeightGradient.Value)];
        _went = new double[_stages * _batches];
        _came = new double[_stages * _batches];
        (_clock, _first, _held, _waited) = (New(), New(), New(), New());
        (_forwards, _inputs, _weights, _wanted) = (Counts(), Counts(), Counts(), Counts());

        double[] New() => new double[_stages];
        int[] Counts() => new int[_stages];
    }

    /// <summary>Writes an order and returns its cost: the longest span from a stage's first start to its last end.</summary>
    /// <param name="order">Where the passes go.</param>
    /// <param name="careful">Whether no forward pass may delay the first backward pass.</param>
    /// <param name="backwardFirst">Whether a forward pass is put off that would delay the next backward pass.</param>
    /// <param name="byChoice">Whether a weight gradient also goes into short gaps that hurt nobody yet.</param>
    public double Run(PassOrder order, bool careful, bool backwardFirst, bool byChoice)
    {
        Array.ForEach(new[] { _clock, _first, _held, _waited }, Array.Clear);
        Array.ForEach(new[] { _forwards, _inputs, _weights }, Array.Clear);
        (_order, _byChoice, _longestWait) = (order, byChoice, 0);
        order.Clear();
        WarmUp(careful);
        for (int batch = 1; batch < _batches; batch++)
        {
            ChooseForwards(backwardFirst);
            for (int stage = 0; stage < _stages; stage++)
            {
                if (_wanted[stage] > 0)
                {
                    MakeRoom(stage);
                    FillGap(stage, ForwardArrival(stage, _forwards[stage]));
                    Forward(stage);
                }
            }

            for (int stage = _stages - 1; stage >= 0; stage--)
            {
                FillGap(stage, InputArrival(stage, batch));
                if (stage == 0 && _forwards[0] == _batches)
                {
                    DrainWeights(0);
                }

                Input(stage);
            }
        }

        double cost = 0;
        for (int stage = 0; stage < _stages; stage++)
        {
            DrainWeights(stage);
            cost = Math.Max(cost, _clock[stage] - _first[stage]);
        }

        return cost;
    }

    /// <summary>
    /// The first micro-batch goes down; each stage then runs ahead until its first backward pass is due, but not
    /// further than the stage before it.
    /// </summary>
    private void WarmUp(bool careful)
    {
        for (int stage = 0; stage < _stages; stage++)
        {
            Forward(stage);
        }

        double due = _clock[^1] + _input[^1] + _boundary;
        _wanted[^1] = 0;
        for (int stage = _stages - 2; stage >= 0; stage--)
        {
            double clock = _clock[stage];
            double held = _held[stage];
            int ahead = 0;
            while (1 + ahead < _batches && held + 1 <= _limit
                && (careful ? clock + _forward[stage] <= due : clock < due))
            {
                (held, clock, ahead) = (held + 1, clock + _forward[stage], ahead + 1);
            }

            _wanted[stage] = ahead;
            due = Math.Max(clock, due) + _input[stage] + _boundary;
        }

        for (int stage = 1; stage < _stages; stage++)
        {
            // One fewer than the stage before, unless that one runs all micro-batches ahead.
            int before = _wanted[stage - 1];
            _wanted[stage] = Math.Max(0, Math.Min(_wanted[stage], 1 + before == _batches ? before : before - 1));
        }

        for (int stage = 0; stage < _stages; stage++)
        {
            for (int ahead = 0; ahead < _wanted[stage]; ahead++)
            {
                Forward(stage);
            }
        }

        for (int stage = _stages - 1; stage >= 0; stage--)
        {
            Input(stage);
        }
    }

    /// <summary>
    /// Which stages run a forward pass before their next backward pass; ahead of one that does not, none does.
    /// </summary>
    private void ChooseForwards(bool backwardFirst)
    {
        for (int stage = 0; stage < _stages; stage++)
        {
            _wanted[stage] = _forwards[stage] < _batches && !(backwardFirst && PutsOff(stage)) ? 1 : 0;
        }

        for (int stage = _stages - 2; stage >= 0; stage--)
        {
            _wanted[stage] = Math.Min(_wanted[stage], _wanted[stage + 1]);
        }
    }

    /// <summary>
    /// Whether a stage well ahead of the next had better wait for its backward pass: the forward pass would not be over
    /// when that arrives, and waiting makes no stage the one that waited longest.
    /// </summary>
    private bool PutsOff(int stage)
    {
        if (stage == _stages - 1 || _forwards[stage] < _forwards[stage + 1] + 2)
        {
            return false;
        }

        double back = _clock[stage + 1] + _forward[stage + 1] + _input[stage + 1] + _boundary;
        if (_clock[stage] >= back)
        {
            return true;
        }

        double held = _held[stage] + 1;
        double room = 0;
        for (int weight = _weights[stage]; held > _limit && weight < _inputs[stage]; weight++)
        {
            (held, room) = (held - _kept, room + _weight[stage]);
        }

        return _clock[stage] + _forward[stage] + room > back && back - _clock[stage] <= _longestWait - _waited[stage];
    }

    private void MakeRoom(int stage)
    {
        while (_held[stage] + 1 > _limit && _weights[stage] < _inputs[stage])
        {
            Weight(stage);
        }
    }

    private void FillGap(int stage, double arrival)
    {
        while (_weights[stage] < _inputs[stage] && _clock[stage] + _weight[stage] <= arrival)
        {
            Weight(stage);
        }

        bool gap = _weights[stage] < _inputs[stage] && _clock[stage] < arrival;
        if (gap && (_byChoice || arrival - _clock[stage] > _longestWait - _waited[stage]))
        {
            Weight(stage);
        }
    }

    private void DrainWeights(int stage)
    {
        while (_weights[stage] < _inputs[stage])
        {
            Weight(stage);
        }
    }

    private double ForwardArrival(int stage, int batch)
        => stage == 0 ? 0 : _went[((stage - 1) * _batches) + batch] + _boundary;

    private double InputArrival(int stage, int batch)
        => stage == _stages - 1 ? 0 : _came[((stage + 1) * _batches) + batch] + _boundary;

    private void Forward(int stage)
    {
        int batch = _forwards[stage];
        Wait(stage, ForwardArrival(stage, batch));
        if (batch == 0)
        {
            _first[stage] = _clock[stage];
        }

        _clock[stage] += _forward[stage];
        _went[(stage * _batches) + batch] = _clock[stage];
        _held[stage]++;
        _forwards[stage]++;
        _order.Add(stage, PassKind.Forward, batch);
    }

    private void Input(int stage)
    {
        int batch = _inputs[stage];
        Wait(stage, InputArrival(stage, batch));
        _clock[stage] += _input[stage];
        _came[(stage * _batches) + batch] = _clock[stage];
        _held[stage] -= 1 - _kept;
        _inputs[stage]++;
        _order.Add(stage, PassKind.InputGradient, batch);
    }

    private void Weight(int stage)
    {
        _clock[stage] += _weight[stage];
        _held[stage] -= _kept;
        _order.Add(stage, PassKind.WeightGradient, _weights[stage]++);
    }

    /// <summary>Moves the clock to an arrival; what passes before the first forward pass is no waiting.</summary>
    private void Wait(int stage, double arrival)
    {
        if (arrival > _clock[stage])
        {
            if (_forwards[stage] > 0)
            {
                _waited[stage] += arrival - _clock[stage];
                _longestWait = Math.Max(_longestWait, _waited[stage]);
            }

            _clock[stage] = arrival;
        }
    }
}
