using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary>Whose cache it is and what computing it costs: a model on a machine, or the bare figures of both.</summary>
internal sealed class CacheSubject
{
    private static readonly Source Given = new("given", "", Verification.Yes);

    private static readonly Source Notes = new(
        "lecture notes, section 6C: a B200, inferred there and not said in the lecture", "2026", Verification.No);

    private const string ClosedHow = "two FLOP for each active parameter, attention left out";

    private static readonly Tokens DefaultPrefix = new(32000);

    private readonly ModelOptions _model = new(required: false, named: false);
    private readonly CalibrationOption _calibration = new();

    private readonly Option<string?> _prefix = Inputs.Text(
        "--prefix", "TOKENS", "Tokens of the prefix: what is computed again grows with its square. Default: 32k.");

    private readonly Option<string?> _fidelity = Inputs.Text(
        "--fidelity", "NAME", "Of the prefill: chalk, operator or calibrated. Default: calibrated.");

    private readonly Option<string?> _keyValue = Inputs.Text(
        "--kv-per-token", "BYTES", "KV cache bytes of a token, in place of the model's.");

    private readonly Option<string?> _active = Inputs.Text(
        "--active", "PARAMS", "Active parameters, in place of a model: computing costs 2 FLOP for each.");

    private readonly Option<string?> _peak = Inputs.Text(
        "--peak",
        "RATE",
        "Dense peak of one accelerator, for the closed form. Default: that of --on, or 4.5 PFLOP/s.");

    private readonly Option<string?> _utilisation = Inputs.Text(
        "--mfu", "SHARE", "Share of the peak that prefill reaches in the closed form. Default: 40%, lecture notes.");

    private readonly Option<string?> _memory = Inputs.Text(
        "--memory", "BYTES", "Memory of one accelerator, without --on. Default: 192 GB.");

    private readonly Option<string?> _bandwidth = Inputs.Text(
        "--memory-bandwidth", "RATE", "Its bandwidth, without --on. Default: 8 TB/s.");

    private readonly Option<bool> _lecture = new("--lecture")
    {
        Description = "As the lecture: computing costs 2 FLOP a parameter, writing and wear cost nothing.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _model.AddTo(command);
        foreach (Option option in new Option[]
            { _prefix, _fidelity, _keyValue, _active, _peak, _utilisation, _memory, _bandwidth, _lecture })
        {
            command.Options.Add(option);
        }

        _calibration.AddTo(command);
    }

    /// <summary>Reads the options, and computes what computing costs.</summary>
    /// <exception cref="ChalkException">Something is wrong or missing.</exception>
    public Subject Read(ParseResult parsed, Derivation? work)
    {
        if (_model.NamesModel(parsed))
        {
            return _model.Machine(parsed) is null ? Unmachined(parsed, work) : Modelled(parsed, work);
        }

        if (parsed.GetValue(_active) is null && parsed.GetValue(_keyValue) is null)
        {
            throw new ChalkException("No model is named; name one, or give --kv-per-token and --active.");
        }

        Parameters active = Inputs.BareQuantity<Parameters>(parsed, _active)
            ?? throw new ChalkException(
                "Without a model, --active must say how many parameters a token visits, such as 100e9.");
        BytesPerToken bytes = Inputs.BareQuantity<BytesPerToken>(parsed, _keyValue)
            ?? throw new ChalkException("Without a model, --kv-per-token must say what a token holds, such as 2048.");
        foreach (Option<string?> idle in new[] { _prefix, _fidelity })
        {
            if (parsed.GetValue(idle) is { } text)
            {
                throw new ChalkException($"{idle.Name} {text}: needs a model; the closed form knows no attention.");
            }
        }

        MachineSystem? system = _model.Machine(parsed) is { } name
            ? HardwareCatalogue.Open(DataFolder.Default).FindSystem(name)
            : null;
        return ClosedForm(
            parsed, system, new(active, Given, []), new(bytes, Given, []), "KV cache of a token", work) with
        {
            Name = $"{active} active, {new Bytes(bytes.Value)} a token" + (system is null ? "" : $" on {system.Id}"),
        };
    }

    /// <summary>A model on no machine: the closed form on the accelerator of the notes.</summary>
    private Subject Unmachined(ParseResult parsed, Derivation? work)
    {
        RefuseActive(parsed);
        if (parsed.GetValue(_fidelity) is { } fidelity)
        {
            throw new ChalkException($"--fidelity {fidelity}: needs a machine; name one with --on.");
        }

        (Model model, NumberFormat cache) = _model.ReadModel(parsed);
        Tokens prefix = Inputs.Length(parsed, _prefix) ?? DefaultPrefix;
        Datum<Parameters> active = new(ParameterCount.Count(model).Active, model.Source, []);
        return ClosedForm(
            parsed, null, active, KeyValue(parsed, model, cache, prefix), MeanCache(prefix), work) with
        {
            Name = $"{model.Name}, {cache} KV cache, on an assumed accelerator (--on names one)",
            Model = model.Name,
        };
    }

    /// <summary>A subject without a name, of which computing is two FLOP for each active parameter.</summary>
    private Subject ClosedForm(
        ParseResult parsed,
        MachineSystem? system,
        Datum<Parameters> active,
        Datum<BytesPerToken> bytes,
        string bytesName,
        Derivation? work)
    {
        Datum<UsdPerHour> rate = Rate(parsed, system);
        MemoryTier memory = system?.Accelerator.Memory ?? new(
            "HBM", Or(parsed, _memory, new Bytes(192e9)), Or(parsed, _bandwidth, new BytesPerSecond(8e12)));
        Datum<FlopPerSecond> peak =
            Peak(parsed, system, Precision.Uniform(NumberFormat.Find("fp8"), NumberFormat.Bf16));
        (CacheCost compute, CacheInput[] inputs) = Closed(parsed, active, peak, rate, work);
        return new()
        {
            Name = "",
            System = system,
            KeyValue = bytes,
            Rate = rate,
            Memory = memory,
            Compute = compute,
            ComputeHow = ClosedHow,
            Lecture = parsed.GetValue(_lecture),
            Inputs = [Row(bytesName, bytes.Value, bytes.Source), .. inputs, .. Common(rate, memory)],
        };
    }

    private Subject Modelled(ParseResult parsed, Derivation? work)
    {
        RefuseActive(parsed);
        ModelInputs inputs = _model.Read(parsed);
        Tokens prefix = Inputs.Length(parsed, _prefix) ?? DefaultPrefix;
        Datum<BytesPerToken> bytes = KeyValue(parsed, inputs.Model, inputs.Precision.KeyValue, prefix);
        Datum<UsdPerHour> rate = Rate(parsed, inputs.System);
        MemoryTier memory = inputs.System.Accelerator.Memory;
        Subject subject = new()
        {
            Name = $"{inputs.Subject}, {inputs.Formats}",
            Model = inputs.Model.Name,
            System = inputs.System,
            KeyValue = bytes,
            Rate = rate,
            Memory = memory,
            Prefix = prefix,
            Lecture = parsed.GetValue(_lecture),
            Compute = null!,
            ComputeHow = "",
            Inputs =
            [
                Row(MeanCache(prefix), bytes.Value, bytes.Source),
                .. Common(rate, memory),
            ],
        };
        return subject.Lecture ? Lecture(parsed, inputs, subject, work) : Prefilled(parsed, inputs, subject, work);
    }

    private Subject Lecture(ParseResult parsed, ModelInputs inputs, Subject subject, Derivation? work)
    {
        Datum<Parameters> active = new(ParameterCount.Count(inputs.Model).Active, inputs.Model.Source, []);
        (CacheCost compute, CacheInput[] rows) =
            Closed(parsed, active, Peak(parsed, inputs.System, inputs.Precision), subject.Rate, work);
        return subject with
        {
            Compute = compute,
            ComputeHow = ClosedHow,
            Inputs = [.. subject.Inputs, .. rows],
        };
    }

    private Subject Prefilled(ParseResult parsed, ModelInputs inputs, Subject subject, Derivation? work)
    {
        foreach (Option<string?> idle in new[] { _peak, _utilisation, _memory, _bandwidth })
        {
            if (parsed.GetValue(idle) is { } text)
            {
                throw new ChalkException($"{idle.Name} {text}: is of the closed form; add --lecture or leave it out.");
            }
        }

        (Fidelity fidelity, CalibrationSet? set) =
            _calibration.ReadFidelity(parsed, _fidelity, inputs.System.Accelerator.Id);
        Tokens prefix = subject.Prefix!.Value;
        PassModel pass = SmallestLayout.Find(
            inputs.Model, inputs.System, inputs.Precision, 1, prefix, set?.For(inputs.System));
        UsdPerDeviceHour price = new(subject.Rate.Value.Value);
        Rematerialisation At<TWork>(Tokens length, ref TWork shown)
            where TWork : struct, IWork
            => Rematerialisation.Of(pass, fidelity, price, length, subject.Rate.Source, ref shown);
        Quiet quiet = default;
        Tokens[] lengths = [.. new[] { 1000.0, 8000, 32000, 128000 }.Append(prefix.Value).Distinct().Order()
            .Select(n => new Tokens(n))];
        Rematerialisation[] all = [.. lengths.Select(length => At(length, ref quiet))];
        if (work is not null)
        {
            Shown shown = new(work);
            shown.Open($"compute the prefix again ({fidelity.ToString().ToLowerInvariant()} prefill, {pass.Layout})");
            At(prefix, ref shown);
            shown.Close();
        }

        return subject with
        {
            Compute = all.Single(one => one.Prefix == prefix).Cost,
            ComputeHow = $"{fidelity.ToString().ToLowerInvariant()} prefill of {prefix} on {pass.Layout}, in chunks of "
                + $"{Footprint.ChunkTokens.ToString("N0", CultureInfo.InvariantCulture)}",
            Prefixes = [.. all],
        };
    }

    private void RefuseActive(ParseResult parsed)
    {
        if (parsed.GetValue(_active) is { } active)
        {
            throw new ChalkException($"--active {active}: the model says it already; give one of them.");
        }
    }

    private Datum<BytesPerToken> KeyValue(ParseResult parsed, Model model, NumberFormat format, Tokens prefix)
        => Inputs.BareQuantity<BytesPerToken>(parsed, _keyValue) is { } given
            ? new(given, Given, [])
            : new(KeyValueFootprint.OfSequence(model, format, prefix) / prefix, model.Source, []);

    private static string MeanCache(Tokens prefix) => $"KV cache of a token, mean of {prefix}";

    private (CacheCost Compute, CacheInput[] Inputs) Closed(
        ParseResult parsed,
        Datum<Parameters> active,
        Datum<FlopPerSecond> peak,
        Datum<UsdPerHour> rate,
        Derivation? work)
    {
        double utilisation = Inputs.Share(parsed, _utilisation) ?? 0.4;
        if (utilisation == 0)
        {
            throw new ChalkException("--mfu 0: nothing would ever be computed; give a share above 0, such as 40%.");
        }

        Quiet quiet = default;
        UsdPerToken cost = Rematerialisation.ClosedForm(active.Value, peak.Value, utilisation, rate.Value, ref quiet);
        if (work is not null)
        {
            Shown shown = new(work);
            shown.Open("compute the prefix again (closed form)");
            Rematerialisation.ClosedForm(active.Value, peak.Value, utilisation, rate.Value, ref shown);
            shown.Close();
        }

        return (
            Rematerialisation.Way(cost),
            [
                Row("active parameters", active.Value, active.Source),
                Row("dense peak of one accelerator", peak.Value, peak.Source),
                new(
                    "share of it that prefill reaches",
                    utilisation.ToString("0.# %", CultureInfo.InvariantCulture),
                    parsed.GetValue(_utilisation) is null ? Notes : Given),
            ]);
    }

    private Datum<UsdPerHour> Rate(ParseResult parsed, MachineSystem? system)
    {
        if (_model.GivenPrice(parsed) is { } given)
        {
            return new(new(given.Value), Given, []);
        }

        if (system is null)
        {
            return new(new(2), Notes, []);
        }

        return HardwareCatalogue.DefaultPrice(system.Accelerator) is { } point
            ? new(
                new(point.Price.Value),
                point.Source with { Note = $"{point.Metric}; {point.Source.Note}".TrimEnd(' ', ';') }, [])
            : throw new ChalkException(
                $"No price of {system.Accelerator.Id} is known; give --price, for example 2.2$/h.");
    }

    private Datum<FlopPerSecond> Peak(ParseResult parsed, MachineSystem? system, Precision precision)
    {
        if (system is null || parsed.GetValue(_peak) is not null)
        {
            return Or(parsed, _peak, new FlopPerSecond(4.5e15));
        }

        FlopPerSecond peak = system.Accelerator.Peak(precision.Activations.Arithmetic);
        return system.Accelerator.Peaks.Values.First(datum => datum.Value == peak);
    }

    private static Datum<T> Or<T>(ParseResult parsed, Option<string?> option, T assumed)
        where T : struct, IQuantity<T>
        => Inputs.Quantity<T>(parsed, option) is { } given ? new(given, Given, []) : new(assumed, Notes, []);

    private static IEnumerable<CacheInput> Common(Datum<UsdPerHour> rate, MemoryTier memory)
    {
        yield return Row("price of one accelerator", rate.Value, rate.Source);
        yield return Row("memory of one accelerator", memory.Capacity.Value, memory.Capacity.Source);
        yield return Row("bandwidth of that memory", memory.Bandwidth.Value, memory.Bandwidth.Source);
    }

    private static CacheInput Row<T>(string name, T value, Source source)
        where T : struct
        => new(name, value.ToString() ?? "", source);
}

/// <summary>Whose cache it is.</summary>
internal sealed record Subject
{
    /// <summary>In a line.</summary>
    public required string Name { get; init; }

    /// <summary>The model; null when only its figures were given.</summary>
    public string? Model { get; init; }

    /// <summary>The machine; null when only its figures were given.</summary>
    public MachineSystem? System { get; init; }

    /// <summary>Cache bytes of a token.</summary>
    public required Datum<BytesPerToken> KeyValue { get; init; }

    /// <summary>Price of one accelerator.</summary>
    public required Datum<UsdPerHour> Rate { get; init; }

    /// <summary>Its memory.</summary>
    public required MemoryTier Memory { get; init; }

    /// <summary>Computing the cache again.</summary>
    public required CacheCost Compute { get; init; }

    /// <summary>How that was worked out, in words.</summary>
    public required string ComputeHow { get; init; }

    /// <summary>The same at other lengths.</summary>
    public ImmutableArray<Rematerialisation> Prefixes { get; init; } = [];

    /// <summary>Tokens of the prefix.</summary>
    public Tokens? Prefix { get; init; }

    /// <summary>Whether the lecture's simplifications are asked for.</summary>
    public required bool Lecture { get; init; }

    /// <summary>Inputs with their sources.</summary>
    public required ImmutableArray<CacheInput> Inputs { get; init; }
}
