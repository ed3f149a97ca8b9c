using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Economics.Lifecycle.LifecycleSymbols;

namespace Chalkline.Economics.Lifecycle;

/// <summary>What turns FLOP of training into device-hours, dollars and energy.</summary>
public sealed record LifecycleMachine
{
    /// <summary>Dense peak of a device in the arithmetic of training.</summary>
    public required FlopPerSecond Peak { get; init; }

    /// <summary>Utilisation of it in training, above 0 to 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Price of a device; null when none is known.</summary>
    public UsdPerDeviceHour? Price { get; init; }

    /// <summary>Power that a device stands for; null when none is known.</summary>
    public Watts? Power { get; init; }

    /// <summary>Time of one device that did it all.</summary>
    public Seconds DeviceTime(Flop cost) => cost / (Utilisation * Peak);

    /// <summary>Its price; null without one of a device.</summary>
    public Usd? Money(Flop cost) => Price is { } price ? price * new Devices(1) * DeviceTime(cost) : null;

    /// <summary>Its energy; null without the power of a device.</summary>
    public Joules? Energy(Flop cost) => Power is { } power ? power * DeviceTime(cost) : null;

    /// <summary>Shows the three for a cost.</summary>
    /// <param name="cost">FLOP of training.</param>
    /// <param name="priceSource">Where the price comes from; null when the user gave it.</param>
    /// <param name="work">Where the work is shown.</param>
    public void Show<TWork>(Flop cost, Source? priceSource, ref TWork work)
        where TWork : struct, IWork
    {
        Flop lifetimeCost = work.Given(S.LifetimeCost, cost, name: "lifetimeCost");
        FlopPerSecond peak = work.Given(S.Peak, Peak, name: "peak");
        double utilisation = work.Given(S.Utilisation, Utilisation, name: "utilisation");
        Seconds deviceTime = work.Step(S.DeviceTime, lifetimeCost / (utilisation * peak));
        if (Power is { } each)
        {
            Watts power = work.Given(S.Power, each, name: "power");
            work.Step(S.Energy, power * deviceTime);
        }

        if (Price is { } asked)
        {
            UsdPerDeviceHour price = work.Given(S.Price, asked, priceSource, name: "price");
            Devices one = work.Given(S.One, new Devices(1), name: "one");
            work.Step(S.Money, price * one * deviceTime);
        }
    }
}
