namespace Chalkline.Deduction;

/// <summary>One observation of a request: a name and the log-likelihood of every draw.</summary>
internal sealed record Observation(string Name, double[] LogLikelihood);
