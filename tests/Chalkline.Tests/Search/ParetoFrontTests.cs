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
}
