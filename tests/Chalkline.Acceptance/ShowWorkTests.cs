namespace Chalkline.Acceptance;

/// <summary><c>--show-work</c> prints equations, the values put in, and where inputs come from.</summary>
public sealed class ShowWorkTests
{
    [Fact]
    public void A_roofline_shows_the_balance_batch_from_the_data_sheet_up()
    {
        string text = Chalk.Run("roofline llama-3.1-70b --on h100x8 --show-work").Good();

        text.ShouldContain("The work");
        text.ShouldContain("N_act = 69.5 Gparam");
        text.ShouldContain("B*    = N_tot × b_w / W × F / (c × N_act)");
        text.ShouldContain("max(t_compute, t_weights + t_kv)");
        text.ShouldContain("[lecture, eq. 1.7]");
    }

    [Fact]
    public void A_plan_shows_the_step_and_the_cost_of_its_cheapest_point()
    {
        string text = Chalk.Run("plan llama-3.1-70b --on h100x8 --show-work").Good();

        string work = text[text.IndexOf("The work", StringComparison.Ordinal)..];
        work.ShouldContain(" = ");
        work.ShouldContain("$/h");
        work.Split('\n').Count(line => line.Contains(" = ", StringComparison.Ordinal)).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_model_shows_how_its_parameters_add_up()
    {
        string text = Chalk.Run("catalog show llama-3.1-8b --show-work").Good();

        text.ShouldContain("The work");
        text.ShouldContain("8.03 Gparam");
        text.ShouldContain("×");
    }

    [Fact]
    public void Figures_of_a_machine_come_with_source_and_date()
    {
        string text = Chalk.Run("catalog show h100-sxm --show-work").Good();

        text.ShouldContain("Sources");
        text.ShouldContain("3.35 TB/s");
        text.ShouldContain("[1]");
    }

    [Fact]
    public void Nobody_who_does_not_ask_sees_the_work()
        => Chalk.Run("roofline llama-3.1-70b --on h100x8").Good().ShouldNotContain("The work");
}
