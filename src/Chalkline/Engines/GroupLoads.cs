namespace Chalkline.Engines;

/// <summary>
/// What each attention-parallel group of a replica has to do. The groups meet in every layer of experts, so that a step
/// takes as long as the fullest of them; the others wait.
/// </summary>
/// <param name="routing">How a request finds its group.</param>
/// <param name="groups">Groups, at least 1.</param>
/// <param name="stream">Names the stream of random numbers.</param>
internal sealed class GroupLoads(GroupRouting routing, int groups, ulong stream)
{
    private readonly int[] _counts = new int[groups];
    private readonly double[] _tokens = new double[groups];
    private SplitMix _random = new(0x47525550 + stream);
    private int _turn;

    /// <summary>Groups.</summary>
    public int Groups => groups;

    /// <summary>Requests in all groups.</summary>
    public int Count { get; private set; }

    /// <summary>Requests of the group with the most of them.</summary>
    public int MostRequests
    {
        get
        {
            int most = 0;
            foreach (int count in _counts)
            {
                most = Math.Max(most, count);
            }

            return most;
        }
    }

    /// <summary>
    /// Requests in all groups over those there would be if each were as full as the fullest: 1 when all are alike.
    /// </summary>
    public double Evenness => Count > 0 ? Count / ((double)groups * MostRequests) : 1;

    /// <summary>Tokens of the group with the most of them, after each request has got so many more.</summary>
    public double MostTokens(double more)
    {
        double most = 0;
        for (int i = 0; i < groups; i++)
        {
            most = Math.Max(most, _tokens[i] + (more * _counts[i]));
        }

        return most;
    }

    /// <summary>
    /// The same on average over so many steps, each of which gives each request its tokens: from one step at which
    /// another group becomes the fullest to the next, the tokens grow evenly.
    /// </summary>
    /// <param name="steps">Steps, at least 1 and whole; the first finds the tokens as they are.</param>
    /// <param name="tokensPerStep">Tokens of each request in a step.</param>
    public double MeanMostTokens(double steps, double tokensPerStep)
    {
        double sum = 0;
        double first = 0;
        while (first < steps)
        {
            int most = Fullest(first * tokensPerStep);
            double next = steps;
            for (int i = 0; i < groups; i++)
            {
                double faster = (_counts[i] - _counts[most]) * tokensPerStep;
                if (faster > 0)
                {
                    next = Math.Min(next, Math.Floor((_tokens[most] - _tokens[i]) / faster) + 1);
                }
            }

            next = Math.Max(next, first + 1);
            double middle = (first + next - 1) / 2;
            sum += (next - first) * (_tokens[most] + (middle * tokensPerStep * _counts[most]));
            first = next;
        }

        return sum / steps;
    }

    /// <summary>Takes in a request of so many tokens; its group.</summary>
    public int Add(double tokens)
    {
        int group = Choose();
        _counts[group]++;
        _tokens[group] += tokens;
        Count++;
        return group;
    }

    /// <summary>A request leaves its group with so many tokens.</summary>
    public void Remove(int group, double tokens)
    {
        _counts[group]--;
        Count--;
        _tokens[group] = _counts[group] > 0 ? Math.Max(0, _tokens[group] - tokens) : 0;
    }

    /// <summary>A group's requests have done so many of its tokens, and stay.</summary>
    public void Done(int group, double tokens) => _tokens[group] -= tokens;

    /// <summary>Each request of each group has got so many tokens more.</summary>
    public void Grow(double tokens)
    {
        for (int i = 0; i < groups; i++)
        {
            _tokens[i] += tokens * _counts[i];
        }
    }

    /// <summary>The group with the most tokens after each request has got so many more; of equal ones the busiest.</summary>
    private int Fullest(double more)
    {
        int most = 0;
        for (int i = 1; i < groups; i++)
        {
            double lead = _tokens[i] - _tokens[most] + (more * (_counts[i] - _counts[most]));
            most = lead > 0 || (lead == 0 && _counts[i] > _counts[most]) ? i : most;
        }

        return most;
    }

    private int Choose()
    {
        if (groups == 1)
        {
            return 0;
        }

        if (routing == GroupRouting.Drawn)
        {
            return (int)(groups * _random.Next());
        }

        if (routing == GroupRouting.InTurn)
        {
            return _turn++ % groups;
        }

        int least = 0;
        for (int i = 1; i < groups; i++)
        {
            bool less = _counts[i] < _counts[least] || (_counts[i] == _counts[least] && _tokens[i] < _tokens[least]);
            least = less ? i : least;
        }

        return least;
    }
}
