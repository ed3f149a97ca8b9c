namespace Chalkline.Pipelines;

/// <summary>
/// ZB-V: the first chunks go down the stages and the second ones up again, so that the first stage holds both ends and
/// starts going back as soon as the last (arXiv:2401.10241, section 6).
/// </summary>
internal static class VOrder
{
    /// <summary>Adds the order of a stage; there must be two micro-batches for each stage.</summary>
    public static void Add(PassOrder order, int stage, int stages, int batches)
    {
        int[] forward = new int[2];
        int[] input = new int[2];
        int[] weight = new int[2];
        Repeat((2 * (stages - stage)) - 1, () => Forward(0));
        Repeat(stage, () =>
        {
            Forward(1);
            Forward(0);
        });
        Repeat(stages - stage, () =>
        {
            Forward(1);
            Both(1);
        });
        while (forward[1] < forward[0] || forward[0] < batches)
        {
            if (forward[0] < batches)
            {
                Forward(0);
            }

            Both(0);
            Forward(1);
            Both(1);
        }

        Repeat(stage, () =>
        {
            Input(0);
            Input(1);
        });
        Repeat(stages - stage, () =>
        {
            Input(0);
            Weight(0);
        });
        Repeat(batches - weight[1], () => Weight(1));
        Repeat(batches - weight[0], () => Weight(0));

        void Forward(int chunk) => order.Add(stage, PassKind.Forward, forward[chunk]++, chunk);
        void Input(int chunk) => order.Add(stage, PassKind.InputGradient, input[chunk]++, chunk);
        void Weight(int chunk) => order.Add(stage, PassKind.WeightGradient, weight[chunk]++, chunk);

        void Both(int chunk)
        {
            Input(chunk);
            Weight(chunk);
        }
    }

    private static void Repeat(int times, Action action)
    {
        for (int time = 0; time < times; time++)
        {
            action();
        }
    }
}
