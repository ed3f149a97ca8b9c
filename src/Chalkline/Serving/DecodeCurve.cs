using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving;

/// <summary>
/// The time of a stage's decode pass at the <c>operator</c> fidelity as a function of its sequences alone: one layout at
/// one context, all operators folded together, so that a batch costs some tens of nanoseconds and allocates nothing.
/// </summary>
/// <remarks>
/// <para>
/// At a context arithmetic, bytes and messages of every operator are straight lines in the sequences. A collective is a
/// line, and any other operator the higher of two; their sum bends where one overtakes the other and is held as its
/// straight pieces. Experts stand beside it, for the weights that tokens touch follow an exponential.
/// </para>
/// <para>The lines are those of <see cref="OperatorTiming"/>, taken at two batches: no equation of an operator is here twice.</para>
/// </remarks>
internal sealed class DecodeCurve
{
    /// <summary>Sequences of a group at the far end of a line: so far that rounding there costs nothing nearer.</summary>
    private const double Far = 65536;

    private readonly double[] from;
    private readonly Line[] pieces;
    private readonly Experts[] experts;
    private readonly Line handOver;
    private readonly Line exchange;

    /// <summary>The curve of a prepared model at a context.</summary>
    /// <param name="pass">The model; its weights are not gathered, for gathering hides behind the other operators.</param>
    /// <param name="context">Tokens each sequence holds.</param>
    public DecodeCurve(PassModel pass, Tokens context)
    {
        ReadOnlySpan<Operator> operators = pass.Operators;
        Span<Bend> bends = operators.Length <= 64 ? stackalloc Bend[operators.Length] : new Bend[operators.Length];
        int bending = 0;
        Line sum = default;
        experts = new Experts[CountExperts(operators)];
        int found = 0;
        double groups = pass.Layout.AttentionParallel;
        double bandwidth = pass.Efficiency.Memory * pass.System.Accelerator.Memory.Bandwidth.Value.Value;
        PassLoad near = Load(1);
        PassLoad far = Load(Far);
        foreach (ref readonly Operator op in operators)
        {
            OperatorCost one = pass.Time(op, near, Fidelity.Operator).Cost;
            OperatorCost many = pass.Time(op, far, Fidelity.Operator).Cost;
            if (op.Kind == OperatorKind.Collective)
            {
                Line sent = Line.Through(groups, one.Time.Value, many.Time.Value);
                sum += sent;
                handOver += op.IsHandOver ? sent : default;
                exchange += op.Collective.Kind == CollectiveKind.AllToAll ? sent : default;
                continue;
            }

            sum += new Line(op.Count * op.Kernels * pass.Efficiency.Launch.Value, 0);
            Line compute = Line.Through(groups, one.Compute.Value, many.Compute.Value) * (1 / pass.Efficiency.Compute);
            if (op.Kind == OperatorKind.Experts)
            {
                Line moved = Line.Through(groups, one.Activations.Value, many.Activations.Value) * (1 / bandwidth);
                experts[found++] = new(compute, moved, op.Count * op.Weights.Value / bandwidth, op.LogMiss);
                continue;
            }

            Line memory = Line.Through(groups, one.Memory.Value, many.Memory.Value) * (1 / bandwidth);
            double overtaken = (memory.Start - compute.Start) / (compute.Each - memory.Each);
            if (overtaken > 0 && double.IsFinite(overtaken))
            {
                bool computeLast = compute.Each > memory.Each;
                Insert(bends[..++bending], new(overtaken, computeLast ? memory : compute, computeLast ? compute : memory));
            }
            else
            {
                sum += compute.At(groups) > memory.At(groups) ? compute : memory;
            }
        }

        from = new double[bending];
        pieces = new Line[bending + 1];
        for (int piece = 0; piece <= bending; piece++)
        {
            // Each piece is summed afresh: taking away what went before would leave its rounding.
            pieces[piece] = sum;
            for (int bend = 0; bend < bending; bend++)
            {
                pieces[piece] += bend < piece ? bends[bend].After : bends[bend].Before;
            }

            if (piece > 0)
            {
                from[piece - 1] = bends[piece - 1].Sequences;
            }
        }

        PassLoad Load(double ofGroup) => PassLoad.Split(
            Pass.Decode(ofGroup * groups, context), Pass.None, pass.Layout.AttentionParallel);
    }

    /// <summary>Whether a pass of a prepared model is such a curve.</summary>
    public static bool Describes(PassModel pass, Fidelity fidelity)
    {
        if (fidelity != Fidelity.Operator)
        {
            return false;
        }

        foreach (ref readonly Operator op in pass.Operators)
        {
            if (op.Gathered > Bytes.Zero)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Seconds of a pass with so many sequences in the stage, above 0.</summary>
    public double At(double sequences)
    {
        int piece = 0;
        while (piece < from.Length && sequences > from[piece])
        {
            piece++;
        }

        double time = pieces[piece].At(sequences);
        foreach (ref readonly Experts each in experts.AsSpan())
        {
            time += each.At(sequences);
        }

        return time;
    }

    /// <summary>Seconds of these that the hand-over to the next stage takes.</summary>
    public double HandOver(double sequences) => handOver.At(sequences);

    /// <summary>Seconds of these that experts exchange tokens.</summary>
    public double Exchange(double sequences) => exchange.At(sequences);

    private static int CountExperts(ReadOnlySpan<Operator> operators)
    {
        int count = 0;
        foreach (ref readonly Operator op in operators)
        {
            count += op.Kind == OperatorKind.Experts ? 1 : 0;
        }

        return count;
    }

    /// <summary>Puts a bend among those before the last place, which are in order: they are few.</summary>
    private static void Insert(Span<Bend> bends, in Bend bend)
    {
        int place = bends.Length - 1;
        for (; place > 0 && bends[place - 1].Sequences > bend.Sequences; place--)
        {
            bends[place] = bends[place - 1];
        }

        bends[place] = bend;
    }

    private readonly record struct Line(double Start, double Each)
    {
        /// <summary>The line through the figures of one and of very many sequences in each of the groups.</summary>
        public static Line Through(double groups, double one, double many)
        {
            double each = (many - one) / (Far - 1);
            return new(one - each, each / groups);
        }

        public static Line operator +(Line left, Line right) => new(left.Start + right.Start, left.Each + right.Each);

        public static Line operator *(Line line, double factor) => new(line.Start * factor, line.Each * factor);

        public double At(double sequences) => Start + (Each * sequences);
    }

    /// <summary>Where one line of an operator overtakes the other.</summary>
    private readonly record struct Bend(double Sequences, Line Before, Line After);

    /// <summary>Experts: all their weights take so long to read, and a token misses each with a chance.</summary>
    private readonly record struct Experts(Line Compute, Line Moved, double AllWeights, double LogMiss)
    {
        public double At(double sequences) => Math.Max(
            Compute.At(sequences), ((1 - Math.Exp(sequences * LogMiss)) * AllWeights) + Moved.At(sequences));
    }
}
