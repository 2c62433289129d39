using System.Runtime.InteropServices;
using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.Places;

namespace Federation.Log.Counting;

// Entries as they are kept: names by their numbers, figures as small as they may be.

/// <summary>What many lines share; names by number, 0 for none.</summary>
/// <param name="Village">Its last three digits.</param>
/// <param name="Scopes">Everything of its action that it counts in (see <see cref="Books.ScopesOf"/>).</param>
internal readonly record struct Group(
    int Village, int Organisation, int Alliance, int Theme, int Action, int Series, int Scopes);

/// <summary>A joint action that there is, whether or not anything was held for it yet.</summary>
internal readonly record struct Begun(int Alliance, int Theme);

/// <summary>A session's report, or one taken back.</summary>
internal readonly struct Report(int group, int day, in Tally tally)
{
    public readonly int Group = group, Day = day;
    private readonly int _personTimes = checked((int)tally.PersonTimes.Value);
    private readonly int _volunteerTimes = checked((int)tally.VolunteerTimes);
    private readonly int _minutes = checked((int)tally.Minutes), _copies = checked((int)tally.Materials.Value);
    private readonly Stated _people = new(tally.PersonTimes), _materials = new(tally.Materials);
    private readonly sbyte _illustrative = checked((sbyte)tally.Illustrative);
    public readonly sbyte Sessions = checked((sbyte)tally.Sessions);

    public Tally Tally => new(
        Sessions, _people.Parts(_personTimes), _volunteerTimes, _minutes, _materials.Parts(_copies), 0, 0,
        _illustrative, 0);

    /// <summary>How many parts of a sum were stated in each way.</summary>
    private readonly struct Stated(in Parts parts)
    {
        private readonly sbyte _exact = checked((sbyte)parts.Exact), _about = checked((sbyte)parts.About);
        private readonly sbyte _nearly = checked((sbyte)parts.Nearly), _atLeast = checked((sbyte)parts.AtLeast);
        private readonly sbyte _moreThan = checked((sbyte)parts.MoreThan);

        public Parts Parts(long value) => new(value, _exact, _about, _nearly, _atLeast, _moreThan);
    }
}

/// <summary>A session that is planned (1), or cancelled before it was held (-1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Plan(int Group, int Day, sbyte Sessions);

/// <summary>A step of a pledge: told of a day, not of a span of days.</summary>
internal readonly record struct Step(
    int Group, int Day, int Shop, sbyte Joined, sbyte Pledges, sbyte NotStated, sbyte Illustrative)
{
    public Tally Tally => default(Tally) with
    {
        Pledges = Pledges, PledgesNotStated = NotStated, IllustrativePledges = Illustrative,
    };
}

/// <summary>What stands, from a day on; see <see cref="Standing"/>.</summary>
/// <param name="Village">Its last three digits; 0 for all of the book's place.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Stand(
    int Who, int Alliance, int Day, int Minutes, short Village, Stands What, sbyte Left, bool Illustrative)
{
    public int IllustrationsLeft => Illustrative ? Left : 0;
}

/// <summary>A village under a name, from one day to before another.</summary>
/// <param name="Village">Its last three digits.</param>
internal readonly record struct Spell(int Village, int From, int To, Name Name)
{
    public const int Still = int.MaxValue;

    /// <summary>No placeholder.</summary>
    public bool IsReal => Village is < Regions.PlaceholderFirst or > Regions.PlaceholderLast;

    /// <summary>Real, and so named on the day.</summary>
    public bool Covers(int day) => IsReal && From <= day && day < To;
}
