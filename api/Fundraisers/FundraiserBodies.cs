namespace Federation.Api.Fundraisers;

/// <param name="OpensOn">A day, or a month where the source states no more.</param>
/// <param name="ClosesOn">The same; may be left out where <paramref name="LastsMonths"/> is given.</param>
/// <param name="RegistrationNumber">The public fundraising's filing number (公募备案编号).</param>
public sealed record CreateFundraiserBody(
    string AllianceId, Name Title, Name Platform, Name Purpose, string OpensOn, string? ClosesOn = null,
    string? JointActionId = null, long? TargetFen = null, string? RegistrationNumber = null, string? Url = null,
    int? LastsMonths = null, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>One gift. Who gave is not asked.</summary>
public sealed record GiftBody(string ExternalId, long AmountFen, DateTimeOffset GivenAt, DateOnly? On = null) : IDated;

public sealed record RelaysBody(long Count, DateOnly? On = null) : IDated;

/// <param name="Source">Where the total was read; the platform's page unless said otherwise.</param>
public sealed record PublishedTotalBody(long AmountFen, string? Source = null, DateOnly? On = null) : IDated;

/// <param name="Voucher">The voucher's number, or the id of a file from <c>/attachments</c>.</param>
/// <param name="PurposeNote">Needed where the spending is outside of the campaign's purpose.</param>
public sealed record SpendingBody(
    long AmountFen, Name Purpose, string Voucher, bool WithinPurpose = true, Name? PurposeNote = null,
    string? Id = null, DateOnly? On = null) : IDated;

public sealed record SpendingRefusalBody(string? Reason = null, DateOnly? On = null) : IDated;

/// <param name="Explanation">Needed where the statement differs from what is recorded.</param>
public sealed record ReconciliationBody(
    long StatementFen, DateOnly AsOf, Name? Explanation = null, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>What a correction puts right.</summary>
public enum CorrectionKind { Gift, Spending, PublishedTotal, Relays }

/// <param name="Of">The gift's number, the spending's id, or the day of the total or relays.</param>
/// <param name="Value">The right amount in fen, or the right number of relays; 0: it never was.</param>
public sealed record MoneyCorrectionBody(
    CorrectionKind Kind, string Of, long Value, string Reason, string? Voucher = null, string? Id = null,
    DateOnly? On = null) : IDated;

/// <param name="Remainder">Where the money goes that is left.</param>
public sealed record FundraiserClosingBody(Name? Remainder = null, DateOnly? On = null) : IDated;
