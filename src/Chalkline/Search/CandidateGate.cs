namespace Chalkline.Search;

/// <summary>Whether a point is worth timing, and where a timed one goes.</summary>
/// <param name="keys">The figures that points are compared by.</param>
internal sealed class CandidateGate(ObjectiveKeys keys)
{
    /// <summary>The figures.</summary>
    public ObjectiveKeys Keys => keys;

    /// <summary>Whether a point may be worth timing, given the best it can be; counts it when not.</summary>
    public bool Opens(in Candidate best, SearchFinds<Candidate> known, SearchFinds<Candidate> found, Span<double> key)
    {
        if (best.Paid == 0)
        {
            return false;
        }

        keys.Write(best, key);
        bool within = keys.Within(best);
        if (!known.All.Beats(key) || (within && !known.Within.Beats(key)))
        {
            return true;
        }

        if (within)
        {
            found.Beaten++;
        }
        else
        {
            found.Missed++;
        }

        return false;
    }

    /// <summary>Counts a timed point and adds it to the fronts.</summary>
    public void Offer(in Candidate point, long order, SearchFinds<Candidate> found, Span<double> key)
    {
        if (point.Paid == 0)
        {
            return;
        }

        found.Evaluated++;
        keys.Write(point, key);
        found.All.Add(point, key, order);
        if (keys.Within(point))
        {
            found.Within.Add(point, key, order);
        }
        else
        {
            found.Outside++;
        }
    }
}
