namespace Chalkline.Training;

/// <summary>Collectives of one group of devices: a ring inside each domain, and one across domains.</summary>
/// <param name="machine">The machine.</param>
/// <param name="constants">Shares and delays.</param>
/// <param name="size">Devices in the group.</param>
/// <param name="stride">Distance of neighbours in rank: the product of the degrees inside this one.</param>
/// <remarks>
/// The members of a group that share a domain use their network cards together, so a wide domain speeds the ring across
/// domains up: bytes leave a domain once, over as many cards as it has members (Narayanan et al., arXiv:2104.04473,
/// section 3.3; NCCL rings).
/// </remarks>
internal readonly struct GroupNetwork(TrainingMachine machine, TrainingConstants constants, double size, double stride)
{
    private readonly double _inside = Math.Clamp(machine.Node / stride, 1, size);

    private double Domains => size / _inside;

    /// <summary>Time to gather a tensor that each member holds a part of, or to reduce it to parts, s.</summary>
    /// <param name="bytes">The whole tensor.</param>
    public double Gather(double bytes)
    {
        if (size <= 1 || bytes <= 0)
        {
            return 0;
        }

        double inside = _inside > 1
            ? (bytes * (_inside - 1) / _inside / (machine.ScaleUp * constants.ScaleUpShare)) + constants.ScaleUpDelay
            : 0;
        if (Domains <= 1)
        {
            return inside;
        }

        double cards = machine.ScaleOut * constants.ScaleOutShare * _inside;
        double outside = bytes * (Domains - 1) / Domains / cards;
        return Math.Max(inside, outside + (constants.ScaleOutDelay * Math.Log2(2 * Domains)));
    }

    /// <summary>Time to sum a tensor on every member, s: a reduce-scatter and a gather.</summary>
    public double Sum(double bytes) => 2 * Gather(bytes);

    /// <summary>Time of an exchange in which each member sends a part to each other, s.</summary>
    /// <param name="bytes">What a member sends, its own part included.</param>
    /// <param name="copies">Copies of a token in that: a domain needs only one, and hands it on.</param>
    public double Exchange(double bytes, double copies)
    {
        if (size <= 1 || bytes <= 0)
        {
            return 0;
        }

        double inside = bytes * (_inside - 1) / size / (machine.ScaleUp * constants.ScaleUpShare);
        double others = (Domains - 1) * (1 - Math.Pow(1 - (1 / Domains), copies)) / copies;
        double outside = bytes * others / (machine.ScaleOut * constants.ScaleOutShare);
        double delay = Domains > 1 ? constants.ScaleOutDelay * Math.Log2(2 * Domains) : constants.ScaleUpDelay;
        return Math.Max(inside, outside) + delay;
    }

    /// <summary>Time to hand a tensor to the next member, s.</summary>
    public double Send(double bytes)
        => size <= 1 ? 0
            : Domains > 1 ? (bytes / (machine.ScaleOut * constants.ScaleOutShare)) + constants.ScaleOutDelay
            : (bytes / (machine.ScaleUp * constants.ScaleUpShare)) + constants.ScaleUpDelay;
}
