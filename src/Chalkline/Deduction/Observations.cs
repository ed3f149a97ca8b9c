using Chalkline.Economics;

namespace Chalkline.Deduction;

/// <summary>Weighs every draw by each observation of a request.</summary>
internal static class Observations
{
    public const string Level = "price level";
    public const string Ratio = "output over input";
    public const string OnePrice = "one price for both sides";
    public const string Reads = "cache reads have a price";
    public const string NoReads = "no price of cache reads";
    public const string Cache = "cache read over input";
    public const string Limit = "longest prompt";
    public const string Step = "context step";
    public const string Speed = "speed";
    public const string Known = "given";

    /// <summary>How far measured and computed speeds differ: queues, speculation, network; a logarithm.</summary>
    private const double SpeedSpread = 0.4;

    /// <summary>
    /// How far a context step lies from the context where cache and arithmetic balance; a logarithm. Not fitted: open
    /// models are sold without steps. Wide, because a step may follow capacity, habit or a rival.
    /// </summary>
    private const double StepSpread = 1.5;

    /// <summary>How exactly a given ratio is known; a logarithm.</summary>
    private const double GivenSpread = 0.05;

    /// <summary>All observations of a request.</summary>
    public static List<Observation> Of(DeductionRequest request, ParticleSet set, MarkupModel markup, FlatPrices flat)
    {
        PriceSheet sheet = request.Sheet;
        List<Observation> found = [];
        if (flat.Of(sheet) is null)
        {
            found.Add(Levels(markup.LevelChannel(sheet, request.Fast), set));
            found.Add(MarkupModel.IsOnePrice(sheet)
                ? Policy(OnePrice, markup.OnePrice, set)
                : Ratios(markup.RatioChannel(sheet, request.Fast), markup.OnePrice, set));
        }

        (double dense, double sparse) = markup.CacheReads;
        found.Add(sheet.CachedInput is null
            ? Policy(NoReads, (1 - dense, 1 - sparse), set)
            : Policy(Reads, (dense, sparse), set));
        if (sheet.CachedInput is { } cached && cached.Value > 0 && markup.Cache is not null)
        {
            Channel channel = markup.CacheChannel(sheet, cached);
            found.Add(Each(Cache, set, i => channel.LogLikelihood([set.KeyValue[i] - set.Active[i]])));
        }

        if (sheet.LongestInput is { } longest && longest.Value > 0 && markup.Prompt is { } prompt)
        {
            found.Add(new(Limit, prompt.LogLikelihood(sheet, longest, set)));
        }

        if (!sheet.ContextTiers.IsDefaultOrEmpty)
        {
            Channel channel = new(Math.Log(sheet.ContextTiers[0].Above.Value), [1], StepSpread);
            found.Add(Each(Step, set, i => channel.LogLikelihood(set.BalanceContext[i])));
        }

        if (request.Speed is { } speed)
        {
            Channel channel = new(Math.Log(speed.Value), [1], SpeedSpread);
            found.Add(Each(Speed, set, i => channel.LogLikelihood(set.Speed[i])));
        }

        double offset = PriceOffset(sheet);
        foreach ((DeducedQuantity quantity, double value) in request.Given.OrderBy(pair => pair.Key))
        {
            if (quantity > DeducedQuantity.KvBytesPerToken)
            {
                double shift = quantity == DeducedQuantity.PriceOverCost ? offset : 0;
                double log = Math.Log(value);
                found.Add(Each($"{Known}: {quantity}", set, i => Normal(set.Value(quantity, i) + shift - log)));
            }
        }

        return found;
    }

    /// <summary>The logarithm of the mean price of three tokens read and one written.</summary>
    public static double PriceOffset(PriceSheet sheet)
        => ParticleSet.Blend(Math.Log(sheet.Input.Value), Math.Log(sheet.Output.Value));

    private static Observation Levels(Channel channel, ParticleSet set) => Each(Level, set, i => channel.LogLikelihood(
        [set.MeanLevel[i] - MarkupModel.Reference, set.Total[i] - set.Active[i], set.KeyValue[i]],
        ((set.Input[i] + set.Output[i]) / 2) - set.MeanLevel[i]));

    private static Observation Ratios(Channel channel, (double Dense, double Sparse) one, ParticleSet set)
    {
        double dense = Math.Log(1 - one.Dense);
        double sparse = Math.Log(1 - one.Sparse);
        return Each(Ratio, set, i => (set.Sparse[i] ? sparse : dense) + channel.LogLikelihood(
            [set.MeanRatio[i]], set.Output[i] - set.Input[i] - set.MeanRatio[i]));
    }

    /// <summary>How often dense and sparse models are sold in a certain way.</summary>
    private static Observation Policy(string name, (double Dense, double Sparse) often, ParticleSet set)
        => Each(name, set, i => Math.Log(set.Sparse[i] ? often.Sparse : often.Dense));

    private static Observation Each(string name, ParticleSet set, Func<int, double> logLikelihood)
    {
        double[] into = new double[set.Count];
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = logLikelihood(i);
        }

        return new(name, into);
    }

    private static double Normal(double far) => -0.5 * far * far / (GivenSpread * GivenSpread);
}
