namespace Chalkline.Search;

/// <summary>The figures a search compares points by, all better when larger, and the limits they must keep.</summary>
internal sealed class ObjectiveKeys
{
    private readonly Objective[] _objectives;
    private readonly double _price;
    private readonly double _prefillPrice;
    private readonly double _watts;
    private readonly double _prefillWatts;
    private readonly double _firstToken;
    private readonly double _perOutput;
    private readonly double _endToEnd;
    private readonly double _cost;
    private readonly double _output;

    /// <summary>Those of a request.</summary>
    /// <exception cref="ChalkException">An objective or a limit needs a price or a power that is not known.</exception>
    public ObjectiveKeys(PlanRequest request)
    {
        _objectives = [.. request.Objectives];
        bool asksCost = _objectives.Contains(Objective.Cost) || request.CostLimit is not null;
        bool asksPower = _objectives.Contains(Objective.TokensPerWatt);
        _price = request.Price?.Value ?? (asksCost ? throw NoPrice(request.System.Id) : 0);
        _watts = DevicePower.Of(request.System)?.Value ?? (asksPower ? throw DevicePower.Unknown(request.System) : 0);
        if (request.Prefill is { } pool)
        {
            _prefillPrice = pool.Price?.Value ?? (asksCost ? throw NoPrice(pool.System.Id) : 0);
            _prefillWatts = DevicePower.Of(pool.System)?.Value ?? (asksPower ? throw DevicePower.Unknown(pool.System) : 0);
        }

        _firstToken = request.Workload.TimeToFirstToken?.Value ?? double.PositiveInfinity;
        _perOutput = request.Workload.TimePerOutputToken?.Value ?? double.PositiveInfinity;
        _endToEnd = request.EndToEnd?.Value ?? double.PositiveInfinity;
        _cost = request.CostLimit?.Value ?? double.PositiveInfinity;
        _output = request.Workload.Output.Value;
    }

    /// <summary>Figures of a point.</summary>
    public int Count => _objectives.Length;

    /// <summary>Writes the figures of a point.</summary>
    public void Write(in Candidate point, Span<double> key)
    {
        for (int figure = 0; figure < _objectives.Length; figure++)
        {
            key[figure] = _objectives[figure] switch
            {
                Objective.Speed => 1 / point.PerOutput,
                Objective.Throughput => point.Throughput / (point.Paid + point.PaidForPrefill),
                Objective.FirstToken => -point.FirstToken,
                Objective.Cost => -Cost(point),
                Objective.TokensPerWatt => point.Throughput / ((_watts * point.Paid) + (_prefillWatts * point.PaidForPrefill)),
                _ => -(point.Paid + point.PaidForPrefill),
            };
        }
    }

    /// <summary>Whether a point keeps every limit.</summary>
    public bool Within(in Candidate point)
        => point.FirstToken <= _firstToken && point.PerOutput <= _perOutput && EndToEnd(point) <= _endToEnd
            && (double.IsPositiveInfinity(_cost) || Cost(point) <= _cost);

    /// <summary>Whether a first token is soon enough for the limits.</summary>
    public bool SoonEnough(double firstToken, double perOutput)
        => firstToken <= _firstToken && firstToken + ((_output - 1) * perOutput) <= _endToEnd;

    private double EndToEnd(in Candidate point) => point.FirstToken + ((_output - 1) * point.PerOutput);

    private double Cost(in Candidate point)
        => ((_price * point.Paid) + (_prefillPrice * point.PaidForPrefill)) / 3600 / point.Throughput;

    private static ChalkException NoPrice(string system)
        => new($"No price of {system} is known, and the question needs one; give --price, for example 2.2$/h.");
}
