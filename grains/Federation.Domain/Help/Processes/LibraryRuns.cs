using static Federation.Domain.Help.RequestEvent;

namespace Federation.Domain.Help;

// A confirmed delivery of a package is written back to the package as a run, and so is its correction. The package
// records a request's run once; events of one package are handled in order.

public static class LibraryRuns
{
    public static readonly Process Process = new(
        "library-runs", 1, [typeof(DeliveryConfirmed), typeof(ConfirmedHelpCorrected)], h => PackageOf(h.Event), React);

    private static string? PackageOf(object recorded) => recorded switch
    {
        DeliveryConfirmed e => e.Delivery.LibraryItemId,
        ConfirmedHelpCorrected e => e.Delivery.LibraryItemId,
        _ => null,
    };

    private static IEnumerable<Effect> React(Happened happened) => happened.Event switch
    {
        DeliveryConfirmed { Delivery.LibraryItemId: { } package } e =>
            [new(LibraryItem.Boundary.Stream(package), new LibraryCommand.RecordRun(RunOf(happened.Id(), e)))],
        ConfirmedHelpCorrected { Delivery.LibraryItemId: { } package } e =>
        [
            new(LibraryItem.Boundary.Stream(package), new LibraryCommand.CorrectRun(
                happened.Id(), FiguresOf(e.Delivery), FiguresOf(e.Replaced))),
        ],
        _ => [],
    };

    private static PackageRun RunOf(string requestId, DeliveryConfirmed e) => new(
        requestId, e.Delivery.ProviderId, e.Wish.OrganisationId, e.Delivery.Day, e.Delivery.Minutes,
        e.Delivery.PersonTimes, e.Confirmation.Rating, e.Wish.Illustrative);

    private static RunFigures FiguresOf(Delivery delivery) => new(delivery.Minutes, delivery.PersonTimes);
}
