using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Economics.Caching;
using Chalkline.Economics.PriceSheets;
using Chalkline.Hardware;

namespace Chalkline.Deduction;

/// <summary>
/// From a price sheet to what it gives away: prepared once from open models and their sheets, then asked about any
/// number of sheets, from any number of threads.
/// </summary>
/// <remarks>
/// Architectures are drawn from those of open models that are sold (<see cref="ArchitecturePrior"/>), ways to serve them from what is
/// measured, and the draws' costs (<see cref="TokenCostModel"/>) are weighed by how people price costs of that size,
/// fitted to open models' sheets. The draws are exact draws of the prior, so that a posterior needs no
/// chain to converge; how many of them matter is in <see cref="DeductionResult.Diagnostics"/>.
/// </remarks>
public sealed class Deducer
{
    /// <summary>How often the draws are doubled where too few matter.</summary>
    private const int Doublings = 3;

    private const int FewestDraws = 1024;

    private const int MonthsAYear = 12;

    private readonly ImmutableArray<KnownSheet> _sheets;
    private readonly ImmutableArray<Accelerator> _accelerators;
    private readonly ConcurrentDictionary<(double Year, string? Only), Fleet> _fleets;
    private readonly CacheTierModel _tiers;
    private readonly FlatPrices _flat;
    private readonly ArchitectureCosts _costs;
    private readonly Lazy<ArchitecturePrior> _prior;
    private readonly Lazy<MarkupModel> _markup;
    private readonly ConcurrentDictionary<(double Year, string? Only, ulong Seed, int Draws), Lazy<ParticleSet>>
        _drawn = new();

    private Deducer(
        ImmutableArray<KnownSheet> sheets,
        ImmutableArray<Accelerator> accelerators,
        CacheTierModel tiers,
        ConcurrentDictionary<(double, string?), Fleet> fleets, ArchitectureCosts? costs)
    {
        _sheets = sheets;
        _accelerators = accelerators;
        _tiers = tiers;
        _fleets = fleets;
        _costs = costs ?? new(year => FleetAt(year, only: null));
        _flat = FlatPrices.Of(sheets);
        ImmutableArray<KnownSheet> priced = _flat.Priced(sheets);
        _prior = new(() => ArchitecturePrior.Of(priced.Select(sheet => sheet.Architecture)));
        _markup = new(() => MarkupModel.Of(priced, _costs));
    }

    /// <summary>Sheets the markup is fitted to.</summary>
    public ImmutableArray<KnownSheet> Sheets => _sheets;

    /// <summary>The architectures that are thought possible.</summary>
    public ArchitecturePrior Prior => _prior.Value;

    /// <summary>What people make of costs.</summary>
    internal MarkupModel Markup => _markup.Value;

    /// <summary>Prepares a deducer from a data folder: all its models, and the shipped sheets of open ones.</summary>
    /// <exception cref="ChalkException">A file is missing or wrong.</exception>
    public static Deducer Open(DataFolder data)
        => Open(data, PriceCatalogue.Open(data), OpenSheets.Open(data), HardwareCatalogue.Open(data));

    /// <summary>Prepares a deducer from a data folder of which prices, models and machines are read already.</summary>
    /// <exception cref="ChalkException">A file is missing or wrong.</exception>
    public static Deducer Open(DataFolder data, PriceCatalogue prices, OpenSheets open, HardwareCatalogue machines)
        => Of(KnownSheets.In(prices.Lists, open), machines.Accelerators, TierCatalogue.Open(data).All);

    /// <summary>Prepares a deducer.</summary>
    /// <param name="sheets">Sheets of open models.</param>
    /// <param name="accelerators">What models may be served on, with prices.</param>
    /// <param name="tiers">What may hold caches beside their memory; null for nothing.</param>
    /// <exception cref="ChalkException">There is no sheet.</exception>
    public static Deducer Of(
        IEnumerable<KnownSheet> sheets, IEnumerable<Accelerator> accelerators, IEnumerable<CacheTier>? tiers = null)
    {
        ImmutableArray<KnownSheet> known = [.. sheets];
        return known.IsEmpty
            ? throw new ChalkException("Nothing can be deduced without price sheets of open models; give at least one.")
            : new(
                known, [.. accelerators], tiers is null ? CacheTierModel.DeviceOnly : CacheTierModel.Of(tiers), new(), costs: null);
    }

    /// <summary>A deducer that has never heard of an architecture: neither of its sheets nor of its siblings.</summary>
    public Deducer Without(KnownArchitecture architecture) => new(
        [.. _sheets.Where(sheet => !sheet.Architecture.IsSibling(architecture))],
        _accelerators, _tiers, _fleets, _costs);

    /// <summary>Deduces.</summary>
    /// <param name="request">What is known.</param>
    /// <exception cref="ChalkException">
    /// A price is not above 0, the hardware has no price, or nothing can be true of what is given together.
    /// </exception>
    public DeductionResult Deduce(DeductionRequest request)
    {
        Check(request);
        GivenSizes given = Sizes(request.Given);
        Posterior posterior = null!;
        ParticleSet? set = null;
        for (int doubling = 0; doubling <= Doublings; doubling++)
        {
            int count = Math.Max(FewestDraws, request.Draws) << doubling;
            set = set?.Grown(_prior.Value, given, count, request.Seed) ?? Drawn(request, given, count);
            posterior = new(set, Observations.Of(request, set, _markup.Value, _flat));
            if (posterior.Diagnostics.EffectiveSamples >= DeductionDiagnostics.EnoughSamples)
            {
                break;
            }
        }

        return posterior.Diagnostics.EffectiveSamples > 0
            ? posterior.Result(request, _tiers, Notes(request, posterior.Diagnostics))
            : throw new ChalkException(
                "No model can have all the given values together; take one of them away, for example total parameters "
                + "below the active ones.");
    }

    private static void Check(DeductionRequest request)
    {
        if (!(request.Sheet.Input.Value > 0 && request.Sheet.Output.Value > 0
            && double.IsFinite(request.Sheet.Input.Value) && double.IsFinite(request.Sheet.Output.Value)))
        {
            throw new ChalkException(
                $"{request.Sheet.Name}: both prices must be above 0; a free tier says nothing of what a token costs.");
        }

        foreach ((DeducedQuantity quantity, double value) in request.Given)
        {
            if (!(value > 0 && double.IsFinite(value)))
            {
                throw new ChalkException(string.Create(
                    CultureInfo.InvariantCulture, $"The given {quantity} is {value}; give a number above 0."));
            }
        }

        if (request.Speed is { } speed && !(speed.Value > 0 && double.IsFinite(speed.Value)))
        {
            throw new ChalkException(string.Create(
                CultureInfo.InvariantCulture, $"The speed is {speed.Value} tokens/s; give a number above 0."));
        }
    }

    private static GivenSizes Sizes(ImmutableDictionary<DeducedQuantity, double> given)
    {
        double? Log(DeducedQuantity quantity) => given.TryGetValue(quantity, out double value) ? Math.Log(value) : null;
        return new(
            Log(DeducedQuantity.ActiveParameters),
            Log(DeducedQuantity.TotalParameters),
            Log(DeducedQuantity.KvBytesPerToken));
    }

    private ParticleSet Drawn(DeductionRequest request, GivenSizes given, int count)
    {
        // Fleets change by the month: sheets of one month share their draws.
        double year = Math.Round(MarkupModel.Year(request.Sheet, Newest()) * MonthsAYear) / MonthsAYear;
        Fleet fleet = FleetAt(year, request.Hardware);
        ParticleSet Draw() => ParticleSet.Draw(_prior.Value, fleet, given, count, request.Seed, parallel: true);
        return given.None && count == request.Draws
            ? _drawn.GetOrAdd((year, request.Hardware, request.Seed, count), _ => new(Draw)).Value
            : Draw();
    }

    private double Newest() => _sheets.Max(sheet => MarkupModel.Year(sheet.Sheet, double.MinValue));

    private Fleet FleetAt(double year, string? only)
        => _fleets.GetOrAdd((year, only), key => Fleet.At(_accelerators, key.Year, key.Only));

    private ImmutableArray<string> Notes(DeductionRequest request, DeductionDiagnostics diagnostics)
    {
        List<string> notes = [];
        if (!_markup.Value.Level.Knows(request.Sheet.Provider))
        {
            notes.Add(
                $"No open model is sold by '{request.Sheet.Provider}': its markup is taken to be as open hosts' are.");
        }

        if (_flat.Of(request.Sheet) is { } apart)
        {
            notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Sheet.Provider} asks these two prices of models {apart:0} times apart in size: nobody priced this "
                + $"model, and they are not used."));
        }

        if (!diagnostics.IsWellSampled)
        {
            notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Only {diagnostics.EffectiveSamples:0} effective samples: what is given hardly ever occurs at once."));
        }

        return [.. notes];
    }
}
