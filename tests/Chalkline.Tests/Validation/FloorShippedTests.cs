using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>The floor against the world.</summary>
public sealed class FloorShippedTests
{
    [Fact]
    public void The_listing_is_as_approved()
    {
        FloorResult result = Measurements.Result;
        string listing = FloorReport.Table(result) + "\n" + FloorReport.Measures(result) + "\n"
            + FloorReport.Skipped(result) + "\n" + FloorReport.Under(result);
        listing.ShouldBeApproved("floor.md");
    }
}
