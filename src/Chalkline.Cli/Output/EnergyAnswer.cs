using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Cli.Commands;
using Chalkline.Codesign.Energy;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>Phases of which <c>chalk energy</c> tells the energy.</summary>
internal enum EnergyPhase
{
    /// <summary>A token for every sequence.</summary>
    Decode,

    /// <summary>A token of a prompt.</summary>
    Prefill,

    /// <summary>A token of training.</summary>
    Training,
}

/// <summary>Whose energy it is.</summary>
internal sealed record EnergySubject(ModelInputs Inputs, PassModel Pass, EnergyPhase Phase, Fidelity Fidelity, Tokens Context)
{
    /// <summary>MFU of training.</summary>
    public double Utilisation { get; init; }

    /// <summary>Tokens of an optimizer step.</summary>
    public double StepTokens { get; init; }

    /// <summary>What a token does and moves at a batch.</summary>
    public TokenTraffic Traffic(double batch) => Phase switch
    {
        EnergyPhase.Decode => TokenEnergyStudy.Decode(Pass, batch, Context, Fidelity),
        EnergyPhase.Prefill => TokenEnergyStudy.Prefill(Pass, batch, Context, Fidelity),
        _ => TokenEnergyStudy.Training(Pass, Context, StepTokens, Utilisation),
    };
}

/// <summary>What <c>chalk energy</c> found.</summary>
internal sealed record EnergyAnswer
{
    /// <summary>Whose energy it is.</summary>
    public required EnergySubject Subject { get; init; }

    /// <summary>Sequences or prompts of a pass.</summary>
    public required double Batch { get; init; }

    /// <summary>The device's terms.</summary>
    public required EnergyTerms Terms { get; init; }

    /// <summary>The energy of a token.</summary>
    public required TokenEnergy Energy { get; init; }

    /// <summary>The same with each wire figure the sources have.</summary>
    public required ImmutableArray<(EnergyEntry Wire, TokenEnergy Energy)> Wires { get; init; }

    /// <summary>The same over batches that fit.</summary>
    public required ImmutableArray<(double Batch, TokenEnergy Energy)> Curve { get; init; }

    /// <summary>Ceilings of the device by arithmetic.</summary>
    public required ImmutableArray<EnergyCeiling> Ceilings { get; init; }

    /// <summary>Served energies as measured or stated.</summary>
    public required ImmutableArray<ServedEnergy> Served { get; init; }

    /// <summary>Price of electricity.</summary>
    public required UsdPerKilowattHour Electricity { get; init; }

    /// <summary>Power of the facility over that of its devices.</summary>
    public required double Overhead { get; init; }

    /// <summary>TDP; null when unknown.</summary>
    public Watts? Tdp => Subject.Inputs.System.Accelerator.Power?.Value;

    /// <summary>Energy of a token if every device drew its TDP all the while; null when unknown.</summary>
    public Joules? AtTdp => Tdp is { } power ? power * Energy.Traffic.DeviceTime : null;

    /// <summary>Electricity of a million tokens.</summary>
    public UsdPerToken Money => Energy.Money(Electricity, Overhead);

    /// <summary>The closed form of the same token.</summary>
    public DecodeEnergy ClosedForm
    {
        get
        {
            TokenTraffic traffic = Energy.Traffic;
            return new()
            {
                Weights = Batch * traffic.Weights,
                Cache = traffic.Cache + traffic.Activations,
                Work = traffic.Flop,
                Memory = new(Terms.MemoryBit.Joules + Terms.WireBit.Joules + Terms.CacheBit.Joules),
                Arithmetic = new(
                    (Energy.Of(EnergyCause.Arithmetic) + Energy.Of(EnergyCause.Instructions) + Energy.Of(EnergyCause.Registers)).Value
                        / traffic.Flop.Value),
                Sent = traffic.ScaleUp,
                Link = new(Terms.ScaleUpBit.Joules),
                Static = new(Terms.Static.Joules),
                Step = Batch * traffic.DeviceTime,
            };
        }
    }

    /// <summary>Finds the answer.</summary>
    public static EnergyAnswer Of(
        EnergySubject subject, double batch, IEnumerable<double> batches, EnergyCatalogue tables, FormatCatalogue formats,
        HardwareCatalogue hardware, EnergyEntry? wire, UsdPerKilowattHour electricity, double overhead)
    {
        Accelerator device = subject.Inputs.System.Accelerator;
        EnergyTerms terms = EnergyTerms.Of(device, tables, formats, wire);
        TokenTraffic traffic = subject.Traffic(batch);
        IEnumerable<double> curve = subject.Phase == EnergyPhase.Training ? [] : batches.Append(batch).Distinct().Order();
        return new()
        {
            Subject = subject,
            Batch = batch,
            Terms = terms,
            Energy = TokenEnergy.Of(traffic, terms),
            Wires =
            [
                .. tables.Of("wire").Select(entry => (entry, TokenEnergy.Of(traffic, EnergyTerms.Of(device, tables, formats, entry)))),
            ],
            Curve =
            [
                .. curve.Where(count => count <= batch || SmallestLayout.Overflow(subject.Pass, count, subject.Context) is null)
                    .Select(count => (count, TokenEnergy.Of(subject.Traffic(count), terms))),
            ],
            Ceilings = [.. EnergyCeiling.Of(device)],
            Served = tables.Served,
            Electricity = electricity,
            Overhead = overhead,
        };
    }
}
