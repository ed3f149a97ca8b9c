namespace Chalkline.Training;

/// <summary>Time of a training step, from the work of its busiest stage.</summary>
internal static class StepModel
{
    /// <summary>Bytes of state that Adam reads and writes for each parameter: master weight and two moments both ways,
    /// the gradient, and the 16-bit weight (ZeRO, arXiv:1910.02054, section 3.1).</summary>
    private const double UpdateBytes = 30;

    /// <summary>Bytes a parameter to add the gradient of a micro-batch to the sum of the step, in 32 bits.</summary>
    private const double SumBytes = 8;

    /// <summary>The parts of a step's time.</summary>
    /// <exception cref="ChalkException">The job is wrong.</exception>
    public static StepTime Time(TrainingJob job, TrainingMachine machine, TrainingConstants constants)
    {
        TrainingLayout layout = job.Check().Layout;
        TrainingShape shape = job.Shape;
        LayerTime layer = new(job, machine, constants);
        StageLoad load = StageLoad.Of(shape, layout);
        double head = layer.Head() / layout.Stages;
        double dense = load.DenseLayers > 0 ? layer.Work(experts: false) : 0;
        double expert = load.ExpertLayers > 0 ? layer.Work(experts: true) : 0;
        double spared = Math.Min(load.SparedByLast * Math.Max(dense, expert), layer.Head());
        double sums = job.Frozen ? 0 : new DeviceSpeed(machine, constants).Move(SumBytes * load.Parameters);
        double work = (load.DenseLayers * dense) + (load.ExpertLayers * expert) + layer.Head() - spared + sums
            + constants.HostMicroBatch;
        double network = (load.DenseLayers * (load.DenseLayers > 0 ? layer.Network(experts: false) : 0))
            + (load.ExpertLayers * (load.ExpertLayers > 0 ? layer.Network(experts: true) : 0));
        double batches = job.MicroBatches;
        double slow = Slowest(layout.Devices, constants);
        double mean = work + network - layer.Head() + spared + head;
        double bubble = ScheduleBubble.Of(layout, (int)Math.Round(batches)) * mean * slow;
        double boundary = Boundary(job, machine, constants) * batches;
        double computing = batches * work * slow;
        return new(
            computing,
            batches * network,
            bubble + boundary,
            Data(job, machine, constants, load, work),
            Update(job, machine, constants, load));
    }

    /// <summary>The slowest of many devices: mean of the largest of n normal values, in standard deviations.</summary>
    private static double Slowest(double devices, TrainingConstants constants)
        => 1 + (constants.Straggle * Math.Sqrt(2 * Math.Log(devices)));

    private static double Boundary(TrainingJob job, TrainingMachine machine, TrainingConstants constants)
    {
        TrainingLayout layout = job.Layout;
        double bytes = 2 * job.DeviceTokens * job.Shape.Hidden / (layout.SequenceParallel ? layout.Tensor : 1);
        GroupNetwork next = new(
            machine, constants, layout.Stages, (double)layout.Tensor * layout.Context * layout.Data);
        return 2 * layout.Chunks * constants.ExposedBoundary * next.Send(bytes);
    }

    /// <summary>
    /// Gradients are reduced once a step behind the last backward pass; sharded weights are gathered for each
    /// micro-batch forward and backward, and their gradients reduced (Zhao et al., arXiv:2304.11277, section 3).
    /// </summary>
    private static double Data(
        TrainingJob job, TrainingMachine machine, TrainingConstants constants, StageLoad load, double work)
    {
        TrainingLayout layout = job.Layout;
        double replicas = (double)layout.Data * layout.Context;
        GroupNetwork dense = new(machine, constants, replicas, layout.Tensor);
        double group = Math.Max(1, replicas * layout.Tensor / layout.Expert);
        GroupNetwork expert = new(machine, constants, group, layout.Expert);
        if (job.Frozen)
        {
            return layout.Sharding == 3
                ? job.MicroBatches * Hidden(2 * dense.Gather(2 * load.Parameters), work, constants.Exposed) : 0;
        }

        if (layout.Sharding == 3)
        {
            double traffic = 3 * (dense.Gather(2 * load.DenseParameters) + expert.Gather(2 * load.ExpertParameters));
            return job.MicroBatches * Hidden(traffic, work, constants.Exposed);
        }

        // A gradient of 32 bits and a weight of 16: a sum of both ways moves as much as a sum of 24 bits each way.
        double once = dense.Sum(3 * load.DenseParameters) + expert.Sum(3 * load.ExpertParameters);
        return job.Overlapped ? Hidden(once, work * 2 / 3, constants.ExposedGradients) : once;
    }

    /// <summary>What shows of traffic that may run beside computing.</summary>
    private static double Hidden(double traffic, double work, double exposed)
        => Math.Max(0, traffic - work) + (exposed * Math.Min(traffic, work));

    private static double Update(TrainingJob job, TrainingMachine machine, TrainingConstants constants, StageLoad load)
    {
        double replicas = (double)job.Layout.Data * job.Layout.Context;
        double shards = job.Layout.Sharding >= 1 ? replicas : 1;
        double expertShards = job.Layout.Sharding >= 1
            ? Math.Max(1, replicas * job.Layout.Tensor / job.Layout.Expert) : 1;
        double states = (load.DenseParameters / shards) + (load.ExpertParameters / expertShards);
        return (job.Frozen ? 0 : new DeviceSpeed(machine, constants).Move(UpdateBytes * states)) + constants.HostStep;
    }
}
