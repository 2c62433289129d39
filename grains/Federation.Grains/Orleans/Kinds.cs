using Orleans;
using Orleans.Placement;

// One interface and one class per kind: the name that operators, traces and meters see, and where Orleans puts it.
// Kinds that one event of a town can make hot go where processor and memory are free; the many small ones go anywhere,
// which costs no statistics and evens out by their number. A test holds this list against the catalogue.

namespace Federation.Grains.Orleans;

// Hot now and then.

public interface IJointActionGrain : IStreamGrain;

[GrainType("action"), ResourceOptimizedPlacement]
public sealed class JointActionGrain(GrainParts parts) : StreamGrain(parts), IJointActionGrain;

public interface IAllianceGrain : IStreamGrain;

[GrainType("alliance"), ResourceOptimizedPlacement]
public sealed class AllianceGrain(GrainParts parts) : StreamGrain(parts), IAllianceGrain;

public interface IChallengeGrain : IStreamGrain;

[GrainType("challenge"), ResourceOptimizedPlacement]
public sealed class ChallengeGrain(GrainParts parts) : StreamGrain(parts), IChallengeGrain;

public interface IChallengeGroupGrain : IStreamGrain;

[GrainType("challenge-group"), ResourceOptimizedPlacement]
public sealed class ChallengeGroupGrain(GrainParts parts) : StreamGrain(parts), IChallengeGroupGrain;

public interface IFundraiserGrain : IStreamGrain;

[GrainType("fundraiser"), ResourceOptimizedPlacement]
public sealed class FundraiserGrain(GrainParts parts) : StreamGrain(parts), IFundraiserGrain;

public interface IMentorMonthGrain : IStreamGrain;

[GrainType("mentor-month"), ResourceOptimizedPlacement]
public sealed class MentorMonthGrain(GrainParts parts) : StreamGrain(parts), IMentorMonthGrain;

public interface ISessionGrain : IStreamGrain;

[GrainType("session"), ResourceOptimizedPlacement]
public sealed class SessionGrain(GrainParts parts) : StreamGrain(parts), ISessionGrain;

public interface IStockGrain : IStreamGrain;

[GrainType("stock"), ResourceOptimizedPlacement]
public sealed class StockGrain(GrainParts parts) : StreamGrain(parts), IStockGrain;

public interface ITownGrain : IStreamGrain;

[GrainType("town"), ResourceOptimizedPlacement]
public sealed class TownGrain(GrainParts parts) : StreamGrain(parts), ITownGrain;

// Many and small.

public interface IAccountGrain : IStreamGrain;

[GrainType("account"), RandomPlacement]
public sealed class AccountGrain(GrainParts parts) : StreamGrain(parts), IAccountGrain;

public interface IActionMeetingGrain : IStreamGrain;

[GrainType("action-meeting"), RandomPlacement]
public sealed class ActionMeetingGrain(GrainParts parts) : StreamGrain(parts), IActionMeetingGrain;

public interface ICaseStudyGrain : IStreamGrain;

[GrainType("case"), RandomPlacement]
public sealed class CaseStudyGrain(GrainParts parts) : StreamGrain(parts), ICaseStudyGrain;

public interface IComplaintGrain : IStreamGrain;

[GrainType("complaint"), RandomPlacement]
public sealed class ComplaintGrain(GrainParts parts) : StreamGrain(parts), IComplaintGrain;

public interface IDeliberationGrain : IStreamGrain;

[GrainType("deliberation"), RandomPlacement]
public sealed class DeliberationGrain(GrainParts parts) : StreamGrain(parts), IDeliberationGrain;

public interface IDemandGrain : IStreamGrain;

[GrainType("demand"), RandomPlacement]
public sealed class DemandGrain(GrainParts parts) : StreamGrain(parts), IDemandGrain;

public interface IActionDocumentGrain : IStreamGrain;

[GrainType("document"), RandomPlacement]
public sealed class ActionDocumentGrain(GrainParts parts) : StreamGrain(parts), IActionDocumentGrain;

public interface IEndorsementGrain : IStreamGrain;

[GrainType("endorsement"), RandomPlacement]
public sealed class EndorsementGrain(GrainParts parts) : StreamGrain(parts), IEndorsementGrain;

public interface IGiftSheetGrain : IStreamGrain;

[GrainType("gifts"), RandomPlacement]
public sealed class GiftSheetGrain(GrainParts parts) : StreamGrain(parts), IGiftSheetGrain;

public interface IGuardianGrain : IStreamGrain;

[GrainType("guardian"), RandomPlacement]
public sealed class GuardianGrain(GrainParts parts) : StreamGrain(parts), IGuardianGrain;

public interface ILibraryItemGrain : IStreamGrain;

[GrainType("library"), RandomPlacement]
public sealed class LibraryItemGrain(GrainParts parts) : StreamGrain(parts), ILibraryItemGrain;

public interface IMembershipGrain : IStreamGrain;

[GrainType("membership"), RandomPlacement]
public sealed class MembershipGrain(GrainParts parts) : StreamGrain(parts), IMembershipGrain;

public interface IMentorGrain : IStreamGrain;

[GrainType("mentor"), RandomPlacement]
public sealed class MentorGrain(GrainParts parts) : StreamGrain(parts), IMentorGrain;

public interface IOpenSpaceGrain : IStreamGrain;

[GrainType("open-space"), RandomPlacement]
public sealed class OpenSpaceGrain(GrainParts parts) : StreamGrain(parts), IOpenSpaceGrain;

public interface IOrganisationGrain : IStreamGrain;

[GrainType("organisation"), RandomPlacement]
public sealed class OrganisationGrain(GrainParts parts) : StreamGrain(parts), IOrganisationGrain;

public interface IParkedWorkGrain : IStreamGrain;

[GrainType("parked"), RandomPlacement]
public sealed class ParkedWorkGrain(GrainParts parts) : StreamGrain(parts), IParkedWorkGrain;

public interface IPersonGrain : IStreamGrain;

[GrainType("person"), RandomPlacement]
public sealed class PersonGrain(GrainParts parts) : StreamGrain(parts), IPersonGrain;

public interface IPledgeGrain : IStreamGrain;

[GrainType("pledge"), RandomPlacement]
public sealed class PledgeGrain(GrainParts parts) : StreamGrain(parts), IPledgeGrain;

public interface IPledgeTextGrain : IStreamGrain;

[GrainType("pledge-text"), RandomPlacement]
public sealed class PledgeTextGrain(GrainParts parts) : StreamGrain(parts), IPledgeTextGrain;

public interface IPublishedFiguresGrain : IStreamGrain;

[GrainType("published"), RandomPlacement]
public sealed class PublishedFiguresGrain(GrainParts parts) : StreamGrain(parts), IPublishedFiguresGrain;

public interface IClosingReportGrain : IStreamGrain;

[GrainType("report"), RandomPlacement]
public sealed class ClosingReportGrain(GrainParts parts) : StreamGrain(parts), IClosingReportGrain;

public interface ISupportRequestGrain : IStreamGrain;

[GrainType("request"), RandomPlacement]
public sealed class SupportRequestGrain(GrainParts parts) : StreamGrain(parts), ISupportRequestGrain;

public interface IDelegatedTaskGrain : IStreamGrain;

[GrainType("task"), RandomPlacement]
public sealed class DelegatedTaskGrain(GrainParts parts) : StreamGrain(parts), IDelegatedTaskGrain;

public interface ITeamGrain : IStreamGrain;

[GrainType("team"), RandomPlacement]
public sealed class TeamGrain(GrainParts parts) : StreamGrain(parts), ITeamGrain;
