using System.Diagnostics;

namespace Federation.Domain.People;

// One person known to the platform through an organisation, by id only.
//
// One stream per person, because erasing concerns exactly one: name and phone are sealed outside the log under a key of
// this id, and the log destroys that key when the erasure is recorded. Nothing here may ever tell who it is.

/// <summary>What a person does for the organisation.</summary>
public enum PersonRole { Contact, Leader, Mentor, AreaRepresentative, Staff, Volunteer }

public abstract record PersonCommand
{
    [Name("people.register")]
    public sealed record Register(string OrganisationId, Items<PersonRole> Roles) : PersonCommand;

    [Name("people.change-roles")]
    public sealed record ChangeRoles(Items<PersonRole> Roles) : PersonCommand;

    /// <summary>For ever: what was sealed cannot be read again, in no copy that is restored either.</summary>
    [Name("people.erase")]
    public sealed record Erase : PersonCommand;

    private PersonCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record PersonEvent
{
    [Name("people.registered.v1", "登记人员", "Registered a person")]
    public sealed record Registered(string OrganisationId, Items<PersonRole> Roles) : PersonEvent;

    [Name("people.roles-changed.v1", "变更人员身份", "Changed a person's roles")]
    public sealed record RolesChanged(Items<PersonRole> Roles) : PersonEvent;

    [Name("people.erased.v1", "清除个人信息", "Erased personal data")]
    public sealed record Erased : PersonEvent;

    private PersonEvent() { }
}

/// <summary>Before registration there is no organisation; after erasure only the fact of it remains.</summary>
public sealed record PersonState(
    string? OrganisationId = null, Items<PersonRole> Roles = default, bool Erased = false);

public static class Person
{
    public static readonly Boundary<PersonState, PersonCommand, PersonEvent> Boundary =
        new("person", _ => Decider(), new("人员", "Person"));

    public static class Refusals
    {
        public static readonly Refusal AlreadyRegistered = new(
            "person-already-registered", "该编号的人员已登记在另一个组织，请换一个编号。",
            "A person with this id belongs to another organisation; choose another id.");

        public static readonly Refusal Erased = new(
            "person-erased", "该人员的资料已按要求清除，不能再使用；如需要请重新登记。",
            "This person's data was erased on request; register anew if needed.");

        public static readonly Refusal RolesRepeated = new(
            "person-roles-repeated", "同一角色请只填写一次。", "Name each role only once.");
    }

    public static Decider<PersonState, PersonCommand, PersonEvent> Decider() => new(new(), Decide, Evolve);

    private static Decision<PersonEvent> Decide(PersonState state, PersonCommand command, Asked asked)
    {
        var organisation = state.OrganisationId ?? (command as PersonCommand.Register)?.OrganisationId;
        if (organisation is null) return Asked.Refusals.NotFound;
        if (!asked.SpeaksFor(organisation)) return Asked.Refusals.NotYourOrganisation;

        return command switch
        {
            PersonCommand.Register register => Register(state, register),
            PersonCommand.ChangeRoles change => Change(state, change.Roles),
            PersonCommand.Erase => state.Erased ? Decision<PersonEvent>.Nothing : new PersonEvent.Erased(),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<PersonEvent> Register(PersonState state, PersonCommand.Register register)
    {
        if (state.OrganisationId is { } known && known != register.OrganisationId) return Refusals.AlreadyRegistered;
        if (state.OrganisationId is not null) return Change(state, register.Roles);
        if (Repeated(register.Roles)) return Refusals.RolesRepeated;
        return new PersonEvent.Registered(register.OrganisationId, register.Roles);
    }

    private static Decision<PersonEvent> Change(PersonState state, Items<PersonRole> roles)
    {
        if (state.Erased) return Refusals.Erased;
        if (Repeated(roles)) return Refusals.RolesRepeated;
        if (state.Roles == roles) return Decision<PersonEvent>.Nothing;
        return new PersonEvent.RolesChanged(roles);
    }

    private static bool Repeated(Items<PersonRole> roles) => roles.Distinct().Count() < roles.Count;

    private static PersonState Evolve(PersonState state, PersonEvent recorded) => recorded switch
    {
        PersonEvent.Registered e => state with { OrganisationId = e.OrganisationId, Roles = e.Roles },
        PersonEvent.RolesChanged e => state with { Roles = e.Roles },
        PersonEvent.Erased => state with { Erased = true, Roles = [] },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
