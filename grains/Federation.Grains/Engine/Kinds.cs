using Orleans;
using Orleans.Placement;

// One class per kind: the name that operators, traces and meters see, and where Orleans puts it.
// Kinds that one event of a town can make hot go where processor and memory are free; the many small ones go anywhere,
// which costs no statistics and evens out by their number. A test holds this list against the catalogue.

namespace Federation.Grains.Engine;

// Hot now and then.

[GrainType("action"), ResourceOptimizedPlacement]
public sealed class JointActionGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("alliance"), ResourceOptimizedPlacement]
public sealed class AllianceGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("challenge"), ResourceOptimizedPlacement]
public sealed class ChallengeGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("challenge-group"), ResourceOptimizedPlacement]
public sealed class ChallengeGroupGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("fundraiser"), ResourceOptimizedPlacement]
public sealed class FundraiserGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("mentor-month"), ResourceOptimizedPlacement]
public sealed class MentorMonthGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("session"), ResourceOptimizedPlacement]
public sealed class SessionGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("stock"), ResourceOptimizedPlacement]
public sealed class StockGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("town"), ResourceOptimizedPlacement]
public sealed class TownGrain(GrainParts parts) : StreamGrain(parts);

// Many and small.

[GrainType("account"), RandomPlacement]
public sealed class AccountGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("action-meeting"), RandomPlacement]
public sealed class ActionMeetingGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("case"), RandomPlacement]
public sealed class CaseStudyGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("complaint"), RandomPlacement]
public sealed class ComplaintGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("deliberation"), RandomPlacement]
public sealed class DeliberationGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("demand"), RandomPlacement]
public sealed class DemandGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("document"), RandomPlacement]
public sealed class ActionDocumentGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("endorsement"), RandomPlacement]
public sealed class EndorsementGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("gifts"), RandomPlacement]
public sealed class GiftSheetGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("guardian"), RandomPlacement]
public sealed class GuardianGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("library"), RandomPlacement]
public sealed class LibraryItemGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("membership"), RandomPlacement]
public sealed class MembershipGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("mentor"), RandomPlacement]
public sealed class MentorGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("open-space"), RandomPlacement]
public sealed class OpenSpaceGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("organisation"), RandomPlacement]
public sealed class OrganisationGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("parked"), RandomPlacement]
public sealed class ParkedWorkGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("person"), RandomPlacement]
public sealed class PersonGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("pledge"), RandomPlacement]
public sealed class PledgeGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("pledge-text"), RandomPlacement]
public sealed class PledgeTextGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("published"), RandomPlacement]
public sealed class PublishedFiguresGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("report"), RandomPlacement]
public sealed class ClosingReportGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("request"), RandomPlacement]
public sealed class SupportRequestGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("task"), RandomPlacement]
public sealed class DelegatedTaskGrain(GrainParts parts) : StreamGrain(parts);

[GrainType("team"), RandomPlacement]
public sealed class TeamGrain(GrainParts parts) : StreamGrain(parts);
