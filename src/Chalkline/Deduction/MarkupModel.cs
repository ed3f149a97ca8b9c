using Chalkline.Economics;
using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>What people make of costs: price levels, ratios of output to input, discounts of cache reads.</summary>
/// <remarks>
/// <code>
/// ln sqrt(p_in p_out)   = a + b ln sqrt(c_in c_out) + c ln N_tot/N_act + d ln kappa + e ln (p_out / p_in)
///                           + one price + age + fast + provider + error
/// ln (p_out / p_in)     = a + b ln (c_out / c_in)   + age + fast + provider + error
/// ln (p_cached / p_in)  = a + b ln (kappa / N_act)  + provider + error
/// </code>
/// The costs are means over the ways a model of these sizes may be served. b is 1 where people pass them on unchanged;
/// c and d are what the cost model itself may be off by, along sparsity and cache, and drawn to 0; e says that the
/// errors of level and ratio go together (0.65 over open architectures): taken apart they would count twice. A sheet
/// with one price for both sides has no ratio, and being such a sheet is an observation of its own; so is whether cache
/// reads have a price. All is fitted to open models' sheets (see <see cref="PriceFit"/>).
/// </remarks>
internal sealed class MarkupModel
{
    /// <summary>Costs are measured from 0.1 $ a million tokens, so that intercepts are markups there.</summary>
    internal static readonly double Reference = Math.Log(1e-7);

    private static readonly Coefficient[] LevelPrior =
        [new(0, 10), new(1, 0.3), new(0, 0.2), new(0, 0.2), new(0, 0.5), new(0, 0.3), new(0, 0.5), new(0, 0.5)];
    private static readonly Coefficient[] RatioPrior = [new(0, 10), new(1, 0.3), new(0, 0.3), new(0, 0.5)];
    private static readonly Coefficient[] CachePrior = [new(0, 10), new(0, 0.3)];

    /// <summary>Prior rows of either policy, in rows.</summary>
    private const double PolicyRows = 1;

    private readonly double _newest;

    private MarkupModel(double newest) => _newest = newest;

    public PriceFit Level { get; private init; } = null!;

    public PriceFit Ratio { get; private init; } = null!;

    /// <summary>Null when too few sheets name a price of cache reads.</summary>
    public PriceFit? Cache { get; private init; }

    /// <summary>Null when too few sheets name a longest prompt, or sizes do not explain it.</summary>
    public LongestPrompt? Prompt { get; private init; }

    /// <summary>How often dense and sparse models are sold at one price for both sides.</summary>
    public (double Dense, double Sparse) OnePrice { get; private init; }

    /// <summary>How often sheets of dense and of sparse models name a price of cache reads.</summary>
    public (double Dense, double Sparse) CacheReads { get; private init; }

    /// <summary>Variance of the logarithm of costs within an architecture: what operators differ in.</summary>
    public (double Level, double Ratio) OperatingVariance { get; private init; }

    /// <summary>Sheets it was fitted to.</summary>
    public int Sheets { get; private init; }

    /// <summary>Architectures it was fitted to.</summary>
    public int Architectures { get; private init; }

    /// <summary>Fits the model.</summary>
    /// <param name="sheets">Sheets of open models, none of the architecture that is deduced.</param>
    /// <param name="costs">Mean costs of an architecture at a date.</param>
    public static MarkupModel Of(IReadOnlyList<KnownSheet> sheets, ArchitectureCosts costs)
    {
        double newest = sheets.Max(sheet => Year(sheet.Sheet, double.MinValue));
        List<PriceRow> level = [];
        List<PriceRow> ratio = [];
        List<PriceRow> cache = [];
        List<KnownArchitecture> known = [];
        double levelVariance = 0;
        double ratioVariance = 0;
        double[] one = [PolicyRows / 2, PolicyRows / 2];
        double[] reads = [PolicyRows / 2, PolicyRows / 2];
        double[] all = [PolicyRows, PolicyRows];
        Parallel.ForEach(sheets, sheet => costs.Of(sheet.Architecture, Year(sheet.Sheet, newest)));
        int[] numbers = [.. sheets.Select(sheet => Number(known, sheet.Architecture))];
        Dictionary<int, int> counts = numbers.CountBy(number => number).ToDictionary();
        double[] weights = [.. numbers.Select(number => 1 / Math.Sqrt(counts[number]))];
        for (int i = 0; i < sheets.Count; i++)
        {
            (PriceSheet sheet, KnownArchitecture model, bool fast, _) = sheets[i];
            double age = newest - Year(sheet, newest);
            MeanCost cost = costs.Of(model, Year(sheet, newest));
            bool same = IsOnePrice(sheet);
            int kind = model.IsSparse ? 1 : 0;
            all[kind] += weights[i];
            one[kind] += same ? weights[i] : 0;
            reads[kind] += sheet.CachedInput is not null ? weights[i] : 0;
            levelVariance += cost.LevelVariance / sheets.Count;
            ratioVariance += cost.RatioVariance / sheets.Count;
            level.Add(new(
                LevelFeatures(
                    cost.Level - Reference, SparsityOf(model), Math.Log(model.KeyValue.Value), sheet, fast, age),
                PriceLevel(sheet), numbers[i], sheet.Provider));
            if (!same)
            {
                ratio.Add(new(
                    RatioFeatures(cost.Ratio, fast, age), Math.Log(sheet.OutputOverInput), numbers[i],
                    sheet.Provider));
            }

            if (sheet.CachedInput is { } cached)
            {
                cache.Add(new([1, CacheOf(model)], Math.Log(cached / sheet.Input), numbers[i], sheet.Provider));
            }
        }

        return new(newest)
        {
            Level = PriceFit.Of(level, LevelPrior),
            Ratio = PriceFit.Of(ratio, RatioPrior),
            Cache = PriceFit.Useful(cache, CachePrior),
            Prompt = LongestPrompt.Of(sheets, numbers, weights),
            OnePrice = (one[0] / all[0], one[1] / all[1]),
            CacheReads = (reads[0] / all[0], reads[1] / all[1]),
            OperatingVariance = (levelVariance, ratioVariance),
            Sheets = sheets.Count,
            Architectures = known.Count,
        };
    }

    /// <summary>Whether both sides have one price.</summary>
    public static bool IsOnePrice(PriceSheet sheet) => Math.Abs(Math.Log(sheet.OutputOverInput)) < 1e-6;

    /// <summary>The date of a sheet in years.</summary>
    public static double Year(PriceSheet sheet, double otherwise) => Fleet.Year(sheet.Source.Date) ?? otherwise;

    /// <summary>Age of a sheet before the newest that was fitted, years; never below 0.</summary>
    public double Age(PriceSheet sheet) => Math.Max(0, _newest - Year(sheet, _newest));

    /// <summary>The observed level of prices.</summary>
    public static double PriceLevel(PriceSheet sheet) => (Math.Log(sheet.Input.Value) + Math.Log(sheet.Output.Value)) / 2;

    /// <summary>
    /// The channel of price levels for a sheet; a draw's features are its mean cost over <see cref="Reference"/>,
    /// ln (N_tot / N_act) and ln kappa.
    /// </summary>
    public Channel LevelChannel(PriceSheet sheet, bool fast) => Channel.Of(
        Level, sheet.Provider, PriceLevel(sheet), LevelFeatures(0, 0, 0, sheet, fast, Age(sheet)), drawn: 3,
        OperatingVariance.Level * Level.Coefficients[1] * Level.Coefficients[1],
        (Rounding(sheet.Input) + Rounding(sheet.Output)) / 4);

    /// <summary>The channel of output over input for a sheet with two prices; a draw's feature is that of its costs.</summary>
    public Channel RatioChannel(PriceSheet sheet, bool fast) => Channel.Of(
        Ratio, sheet.Provider, Math.Log(sheet.OutputOverInput), RatioFeatures(0, fast, Age(sheet)), drawn: 1,
        OperatingVariance.Ratio * Ratio.Coefficients[1] * Ratio.Coefficients[1],
        Rounding(sheet.Input) + Rounding(sheet.Output));

    /// <summary>The channel of the discount of cache reads; a draw's feature is ln (kappa / N_act).</summary>
    public Channel CacheChannel(PriceSheet sheet, UsdPerToken cached) => Channel.Of(
        Cache!, sheet.Provider, Math.Log(cached / sheet.Input), [1, 0], drawn: 1, operating: 0, Rounding(cached));

    /// <summary>What explains a price level: of the model its costs and sizes, then of the sheet.</summary>
    private static double[] LevelFeatures(
        double cost, double sparsity, double cache, PriceSheet sheet, bool fast, double age) =>
        [1, cost, sparsity, cache, IsOnePrice(sheet) ? 1 : 0, age, fast ? 1 : 0, Math.Log(sheet.OutputOverInput)];

    private static double[] RatioFeatures(double cost, bool fast, double age) => [1, cost, age, fast ? 1 : 0];

    private static double SparsityOf(KnownArchitecture model) => Math.Log(model.Total.Value / model.Active.Value);

    private static double CacheOf(KnownArchitecture model) => Math.Log(model.KeyValue.Value / model.Active.Value);

    /// <summary>The error of rounding to one of the digits people write, over the price, squared.</summary>
    /// <remarks>Steps of 1, 5 and 10 cents a million tokens, finer below; uniform within the step.</remarks>
    private static double Rounding(UsdPerToken price)
    {
        double dollars = price.Value * 1e6;
        double step = dollars >= 1 ? 0.1 : dollars >= 0.1 ? 0.01 : 0.1 * Math.Pow(10, Math.Floor(Math.Log10(dollars)));
        return step * step / (12 * dollars * dollars);
    }

    private static int Number(List<KnownArchitecture> known, KnownArchitecture model)
    {
        int at = known.FindIndex(model.IsSibling);
        if (at < 0)
        {
            known.Add(model);
            at = known.Count - 1;
        }

        return at;
    }
}
