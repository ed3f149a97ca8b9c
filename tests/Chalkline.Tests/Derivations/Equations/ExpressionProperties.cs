using Chalkline.Derivations.Equations;
using CsCheck;

namespace Chalkline.Tests.Derivations.Equations;

public sealed class ExpressionProperties
{
    private const string Seed = "0N0XIzNsQ0O2";

    [Fact]
    public void What_is_printed_reads_back_the_same()
        => Expressions.Any.Sample(
            expression => Expression.Parse(expression.ToString()).ShouldBe(expression), seed: Seed, iter: 2000);

    [Fact]
    public void Spaces_and_line_breaks_change_nothing()
        => Expressions.Any.Sample(
            expression =>
            {
                string spread = expression.ToString().Replace(" ", "\n    ", StringComparison.Ordinal);
                Expression.Parse($"\n{spread}\t").ShouldBe(expression);
            },
            seed: Seed,
            iter: 500);

    [Fact]
    public void Plain_text_keeps_every_number_and_balances_its_parentheses()
        => Expressions.Any.Sample(
            expression =>
            {
                string text = InfixWriter.Plain(expression, variable => variable.Path, _ => false);
                text.Count(c => c == '(').ShouldBe(text.Count(c => c == ')'));
                expression.Variables().ShouldAllBe(variable => text.Contains(variable.Path, StringComparison.Ordinal));
            },
            seed: Seed,
            iter: 500);
}
