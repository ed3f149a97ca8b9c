namespace Chalkline.Derivations;

/// <summary>How a variable of an equation is written and what it means.</summary>
/// <param name="Name">The variable's name in the code, for example <c>weightTime</c>.</param>
/// <param name="Text">Its plain symbol, for example <c>t_weights</c>.</param>
/// <param name="Latex">Its LaTeX symbol, for example <c>t_{\text{weights}}</c>.</param>
/// <param name="Meaning">What it is, in a few words.</param>
/// <param name="Reference">The paper, table or page the equation comes from; empty when it is a definition.</param>
public sealed record Symbol(string Name, string Text, string Latex, string Meaning, string Reference = "");
