using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Scaling.ScalingSymbols;

namespace Chalkline.Scaling;

/// <summary>
/// L = E + A/N^alpha + B/D^beta (Hoffmann et al., arXiv:2203.15556, section 3.3), to which most laws come down once
/// their other variables are settled; some keep a second term of N.
/// </summary>
/// <param name="floor">E, nats a token.</param>
/// <param name="ofTokens">B and beta.</param>
/// <param name="ofParameters">A and alpha; one term or more.</param>
public sealed class PowerLaw(
    double floor, PowerTerm ofTokens, params ImmutableArray<PowerTerm> ofParameters) : IScalingLaw
{
    /// <inheritdoc />
    public double Floor => floor;

    /// <summary>B and beta.</summary>
    public PowerTerm OfTokens => ofTokens;

    /// <summary>A and alpha; one term or more.</summary>
    public ImmutableArray<PowerTerm> OfParameters => ofParameters;

    /// <inheritdoc />
    public double Loss<TWork>(Parameters parameters, Tokens tokens, ref TWork work)
        where TWork : struct, IWork
    {
        double size = work.Given(S.Size, parameters.Value, name: "size");
        double data = work.Given(S.Data, tokens.Value, name: "data");
        double irreducible = work.Given(S.Irreducible, floor, name: "irreducible");
        double ofSize = 0;
        foreach (PowerTerm term in ofParameters)
        {
            double before = work.Given(S.Before, ofSize, name: "before");
            double coefficient = work.Given(S.SizeCoefficient, term.Coefficient, name: "coefficient");
            double exponent = work.Given(S.SizeExponent, term.Exponent, name: "exponent");
            ofSize = work.Step(S.OfSize, before + (coefficient / Math.Pow(size, exponent)));
        }

        double dataCoefficient = work.Given(S.DataCoefficient, ofTokens.Coefficient, name: "dataCoefficient");
        double dataExponent = work.Given(S.DataExponent, ofTokens.Exponent, name: "dataExponent");
        double ofData = work.Step(S.OfData, dataCoefficient / Math.Pow(data, dataExponent));
        return work.Step(S.Loss, irreducible + ofSize + ofData);
    }

    /// <inheritdoc />
    public LossSlopes Slopes(Parameters parameters, Tokens tokens)
        => new(ofParameters.Sum(term => term.Slope(parameters.Value)), ofTokens.Slope(tokens.Value));

    /// <inheritdoc />
    public Tokens TokensFor(double loss, Parameters parameters)
        => new(ofTokens.Where(loss - floor - ofParameters.Sum(term => term.At(parameters.Value))));

    /// <inheritdoc />
    public Parameters ParametersFor(double loss, Tokens tokens) => ofParameters.Length == 1
        ? new(ofParameters[0].Where(loss - floor - ofTokens.At(tokens.Value)))
        : LawInverse.Parameters(this, loss, tokens);

    /// <summary>
    /// The best split of training compute 6 N D = C, in closed form where there is one term of N:
    /// N = G (C/6)^a, D = (C/6)^b / G, G = (alpha A / beta B)^(1/(alpha+beta)), a = beta/(alpha+beta), b = 1 - a.
    /// </summary>
    /// <param name="compute">C; more than 0.</param>
    /// <returns>Null where only a search finds it.</returns>
    public LawPoint? ComputeOptimum(Flop compute)
    {
        if (ofParameters is not [PowerTerm one])
        {
            return null;
        }

        double sum = one.Exponent + ofTokens.Exponent;
        double balance = Math.Pow(one.Exponent * one.Coefficient / (ofTokens.Exponent * ofTokens.Coefficient), 1 / sum);
        double pairs = compute.Value / TrainingWork.PerParameterToken.Value;
        return new(
            new(balance * Math.Pow(pairs, ofTokens.Exponent / sum)),
            new(Math.Pow(pairs, one.Exponent / sum) / balance));
    }
}
