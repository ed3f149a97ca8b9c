namespace Chalkline.Tests;

public sealed class ApprovalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chalkline-approval-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_text_never_approved_fails_and_is_left_beside()
    {
        string? difference = Approval.Compare("one\ntwo\n", _folder, "a.txt", approve: false);

        difference.ShouldNotBeNull().ShouldContain("2 + two");
        File.ReadAllText(Path.Combine(_folder, "a.received.txt")).ShouldBe("one\ntwo\n");
    }

    [Fact]
    public void Approving_writes_the_file_and_clears_what_was_received()
    {
        Approval.Compare("one\n", _folder, "a.txt", approve: false).ShouldNotBeNull();
        Approval.Compare("one\n", _folder, "a.txt", approve: true).ShouldBeNull();

        Approval.Compare("one\n", _folder, "a.txt", approve: false).ShouldBeNull();
        Directory.GetFiles(_folder).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_changed_line_is_shown_with_its_number_old_and_new()
    {
        Approval.Compare("one\ntwo\n", _folder, "a.txt", approve: true).ShouldBeNull();

        string? difference = Approval.Compare("one\ntoo\n", _folder, "a.txt", approve: false);

        difference.ShouldNotBeNull().ShouldContain("2 - two\n2 + too");
    }
}
