using Chalkline.Derivations;
using Chalkline.Economics.Lifecycle;
using Chalkline.Quantities;
using Chalkline.Scaling;
using Chalkline.Tests.Scaling;

namespace Chalkline.Tests.Economics.Lifecycle;

/// <summary>The lecture's life: 100 B active parameters, 50 M tokens a second for 2 months, eta 3, k 3.</summary>
internal static class Lives
{
    public static LifecycleRequest Lecture { get; } = new()
    {
        Active = new(100e9),
        Traffic = new(50e6),
        Lifetime = 2 * LifecycleRequest.Month,
        Law = Law("besiroglu-2024"),
    };

    public static ScalingLaw Law(string name) => Laws.Catalogue.Find(name);

    public static LifecycleLedger Ledger(double active, double pre, double rl, double inference)
    {
        Quiet quiet = default;
        return LifecycleLedger.Of(Lecture, new(active), new(pre), new(rl), new(inference), ref quiet);
    }

    public static LifecycleLedger Ledger(double active, LifecycleBudget budget)
        => Ledger(active, budget.PreTraining.Value, budget.ReinforcementLearning.Value, budget.Inference.Value);
}
