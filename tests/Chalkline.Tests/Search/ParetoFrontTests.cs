using Chalkline.Search;
using CsCheck;

namespace Chalkline.Tests.Search;

public sealed class ParetoFrontTests
{
    private static readonly Gen<(int X, int Y)[]> Points = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30]).Array[0, 60];

    [Fact]
    public void The_front_equals_its_quadratic_twin() => Points.Sample(
        points =>
        {
            (int X, int Y)[] plain =
            [
                .. points.Where(point => !points.Any(other =>
                        other.X >= point.X && other.Y >= point.Y && other != point))
                    .Distinct()
                    .OrderByDescending(point => point.X),
            ];
            ParetoFront.Of(points, point => point.X, point => point.Y).ShouldBe(plain);
        },
        seed: "0N0XIzNsQ0O2",
        iter: 2000);

    [Fact]
    public void Of_equal_points_the_first_stays()
    {
        (string Name, int X, int Y)[] points = [("first", 1, 1), ("second", 1, 1), ("beaten", 0, 1)];
        ParetoFront.Of(points, point => point.X, point => point.Y).ShouldHaveSingleItem().Name.ShouldBe("first");
    }

    /// <summary>Coarse figures, so that many are equal.</summary>
    private static readonly Gen<int[][]> Many = Gen.Int[1, 5].SelectMany(figures => Gen.Int[0, 6].Array[figures].Array[0, 80]);

    [Fact]
    public void The_front_of_any_number_of_objectives_equals_its_quadratic_twin_in_any_order() => Many.Sample(
        points =>
        {
            int figures = points.Length > 0 ? points[0].Length : 1;
            int[] plain =
            [
                .. Enumerable.Range(0, points.Length).Where(place => !Enumerable.Range(0, points.Length).Any(other =>
                    AtLeast(points[other], points[place])
                        && (other < place || !AtLeast(points[place], points[other])))),
            ];
            foreach (bool backwards in new[] { false, true })
            {
                ParetoSet<int> front = new(figures);
                foreach (int place in backwards ? Enumerable.Range(0, points.Length).Reverse() : Enumerable.Range(0, points.Length))
                {
                    front.Add(place, [.. points[place].Select(figure => (double)figure)], place);
                }

                front.Points.Order().ShouldBe(plain);
                foreach (int[] point in points)
                {
                    front.Beats([.. point.Select(figure => (double)figure)]).ShouldBeTrue();
                }
            }
        },
        seed: "0N0XIzNsQ0O2",
        iter: 1000);

    [Fact]
    public void Two_halves_together_are_the_whole() => Many.Sample(
        points =>
        {
            int figures = points.Length > 0 ? points[0].Length : 1;
            ParetoSet<int> whole = new(figures);
            ParetoSet<int>[] halves = [new(figures), new(figures)];
            for (int place = 0; place < points.Length; place++)
            {
                double[] key = [.. points[place].Select(figure => (double)figure)];
                whole.Add(place, key, place);
                halves[(place + 1) % 2].Add(place, key, place);
            }

            halves[0].Add(halves[1]);
            halves[0].Points.ShouldBe(whole.Points);
        },
        seed: "0N0XIzNsQ0O2",
        iter: 500);

    [Fact]
    public void A_front_of_nothing_is_refused()
        => Should.Throw<ChalkException>(() => ParetoFront.Of([1, 2])).Message.ShouldContain("at least one objective");

    private static bool AtLeast(int[] left, int[] right) => left.Zip(right).All(pair => pair.First >= pair.Second);
}
