using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Economics.PriceSheets;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Deduction.Points;

/// <summary>Everything that a price sheet gives away: the posterior, and the lecture's deductions beside it.</summary>
/// <param name="Entry">The sheet.</param>
/// <param name="Truth">What is publicly known of the model; null when nothing is.</param>
/// <param name="Posterior">What all prices say together.</param>
/// <param name="Given">What the lecture's deductions took as known.</param>
/// <param name="Points">The lecture's deductions.</param>
public sealed record SheetDeduction(
    PriceSheetEntry Entry, OpenSheet? Truth, DeductionResult Posterior, PointAssumptions Given, PointStudy Points)
{
    private static readonly (Arithmetic Arithmetic, double Bytes)[] Formats =
        [(Arithmetic.Fp8, 1), (Arithmetic.Bf16, 2)];

    /// <summary>Deduces.</summary>
    /// <param name="deducer">The engine.</param>
    /// <param name="hardware">Accelerators with their prices.</param>
    /// <param name="entry">The sheet.</param>
    /// <param name="truth">
    /// What is publicly known of the model: shown beside, and left out, with all sheets of its architecture, of what
    /// the
    /// engine knows.
    /// </param>
    /// <param name="request">What is known; its sheet is that of the entry.</param>
    /// <param name="fastSpeed">Speed of the fast mode over the normal one; null when not known.</param>
    /// <param name="work">Where the work of the lecture's deductions is written.</param>
    /// <exception cref="ChalkException">Nothing can be true of what is given together.</exception>
    public static SheetDeduction Of<TWork>(
        Deducer deducer, HardwareCatalogue hardware, PriceSheetEntry entry, OpenSheet? truth, DeductionRequest request,
        double? fastSpeed, ref TWork work)
        where TWork : struct, IWork
    {
        DeductionResult posterior = Unaware(deducer, truth).Deduce(request);
        PointAssumptions given = Assumptions(posterior, hardware, fastSpeed);
        return new(entry, truth, posterior, given, PointDeductions.Of(entry.Sheet, given, ref work));
    }

    /// <summary>An engine that has never heard of a model: neither of its sheets nor of its siblings.</summary>
    internal static Deducer Unaware(Deducer deducer, OpenSheet? truth) => truth is null
        ? deducer
        : deducer.Without(new(truth.Model, truth.Active, truth.Total, truth.KeyValue));

    private static PointAssumptions Assumptions(
        DeductionResult posterior, HardwareCatalogue hardware, double? fastSpeed)
    {
        Accelerator device = hardware.FindAccelerator(posterior.Request.Hardware ?? posterior.Hardware[0].Id);
        (Arithmetic arithmetic, double bytes) = Formats.First(format => device.Peaks.ContainsKey(format.Arithmetic));
        PricePoint? price = HardwareCatalogue.DefaultPrice(device);
        bool given = posterior.Request.Given.ContainsKey(DeducedQuantity.ActiveParameters);
        double active = posterior[DeducedQuantity.ActiveParameters].Median;
        return new()
        {
            Active = new(active),
            Total = new(Math.Max(active, posterior[DeducedQuantity.TotalParameters].Median)),
            KeyValue = new(posterior[DeducedQuantity.KvBytesPerToken].Median),
            SizesFrom =
                given ? "active parameters as given, the rest medians of the posterior" : "medians of the posterior",
            Hardware = device.Id,
            HardwareFrom = posterior.Request.Hardware is null
                ? string.Create(CultureInfo.InvariantCulture, $"the likeliest of the posterior at {posterior.Hardware[0].Posterior:0%}")
                : "as given",
            Peak = device.Peak(arithmetic),
            Bandwidth = device.Memory.Bandwidth.Value,
            Capacity = device.Memory.Usable,
            Width = new(bytes),
            Rent = (price?.Price ?? throw new ChalkException(
                $"{device.Id} has no price in data/prices/accelerators.csv; name an accelerator that has one.")) * new Devices(1),
            HardwareSource = device.Peaks[arithmetic].Source,
            RentSource = price.Source,
            FastSpeed = fastSpeed,
        };
    }
}
