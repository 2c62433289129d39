using static Federation.Domain.Help.RequestEvent;

namespace Federation.Domain.Help;

// A confirmed delivery of a package is written back to the package as a run. The package records a request's run once.

public static class LibraryRuns
{
    public static readonly Process Process = new(
        "library-runs", 1,
        happened => (happened.Event as DeliveryConfirmed)?.Delivery.LibraryItemId,
        happened => happened.Event is DeliveryConfirmed { Delivery: { LibraryItemId: { } package } delivery } e
            ? [Writing(package, RunOf(happened.Id(), e, delivery))]
            : []);

    private static Effect Writing(string package, PackageRun run) =>
        new(LibraryItem.Boundary.Stream(package), new LibraryCommand.RecordRun(run));

    private static PackageRun RunOf(string requestId, DeliveryConfirmed e, Delivery delivery) => new(
        requestId, delivery.ProviderId, e.Wish.OrganisationId, delivery.Day, delivery.Minutes, delivery.PersonTimes,
        e.Confirmation.Rating, e.Wish.Illustrative);
}
