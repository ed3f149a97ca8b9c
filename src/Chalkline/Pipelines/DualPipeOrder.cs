namespace Chalkline.Pipelines;

/// <summary>
/// DualPipe (arXiv:2412.19437, section 3.2.1): half of the micro-batches enter at the first stage, half at the
/// last, and in the middle of the step a forward pass of one half is woven into a backward pass of the other.
/// </summary>
internal static class DualPipeOrder
{
    /// <summary>Adds the order of a stage.</summary>
    public static void Add(PassOrder order, int stage, int stages, int batches)
    {
        // Both ends see the same order, each with its own half first.
        bool mirrored = stage >= stages / 2;
        int near = mirrored ? stages - 1 - stage : stage;
        int far = (stages / 2) - near - 1;
        int half = batches / 2;
        int[] forward = new int[2];
        int[] back = new int[2];
        Queue<(int Batch, int Chunk)> held = new();
        for (int time = 0; time < 2 * far; time++)
        {
            Forward(0);
        }

        for (int time = 0; time < near + 1; time++)
        {
            Forward(0);
            Forward(1);
        }

        for (int time = 0; time < far; time++)
        {
            Split(1);
            Weight();
            Forward(1);
        }

        for (int time = 0; time < half - stages + near + 1; time++)
        {
            if (time == 0 && far == 0)
            {
                // In the middle the backward pass would wait for its own forward pass within the pair.
                Forward(0);
                Whole(1);
            }
            else
            {
                Woven(0);
            }

            Woven(1);
        }

        for (int time = 0; time < far; time++)
        {
            Whole(1);
            Woven(1);
        }

        // Half of what is left goes back whole, half by input gradients alone, so that the ends get them soon.
        for (int turn = 0; turn < 2 * (near + 1); turn++)
        {
            int phase = 1 - (turn % 2);
            if (turn > near)
            {
                Split(phase);
            }
            else
            {
                Whole(phase);
            }
        }

        for (int time = 0; time < far; time++)
        {
            Weight();
            Split(0);
        }

        while (held.Count > 0)
        {
            Weight();
        }

        int Chunk(int phase) => mirrored ? 1 - phase : phase;
        int Batch(int phase, int count) => count + (Chunk(phase) == 0 ? 0 : half);

        void Forward(int phase) => order.Add(stage, PassKind.Forward, Batch(phase, forward[phase]++), Chunk(phase));

        void Split(int phase)
        {
            int batch = Batch(phase, back[phase]++);
            order.Add(stage, PassKind.InputGradient, batch, Chunk(phase));
            held.Enqueue((batch, Chunk(phase)));
        }

        void Weight()
        {
            (int batch, int chunk) = held.Dequeue();
            order.Add(stage, PassKind.WeightGradient, batch, chunk);
        }

        void Whole(int phase) => order.Add(stage, PassKind.Backward, Batch(phase, back[phase]++), Chunk(phase));

        void Woven(int phase)
        {
            int forth = Batch(phase, forward[phase]++);
            int other = 1 - phase;
            order.Add(stage, PassKind.ForwardBackward, forth, Chunk(phase), Batch(other, back[other]++));
        }
    }
}
