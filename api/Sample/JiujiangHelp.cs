namespace Federation.Api.Sample;

/// <summary>Mutual help up to February 2022: 10 mentors and 11 small teams gave 24
/// organisations nearly 100 hours.</summary>
/// <remarks>The totals are stated; who helped whom on which day is illustrative. Every mentor, team and receiver is
/// in at least one confirmed delivery, and none weighs more than a few percent.</remarks>
internal static class JiujiangHelp
{
    public const int Mentors = 10, Teams = 11, Receivers = 24, Deliveries = 48;

    private static readonly string[] Topics = ["食品安全", "亲子活动", "志愿者培育", "议事协商", "活动策划", "社区环境"];
    private static readonly DateOnly First = new(2021, 7, 17);
    private static readonly DateOnly Last = new(2022, 2, 27);

    public static string MentorId(int i) => $"mentor-{i + 1:00}";

    public static string MentorOrganisation(int i) => JiujiangTown.Members[i];

    public static string TeamId(int i) => $"team-{i + 1:00}";

    public static string TeamOrganisation(int i) => JiujiangTown.Members[10 + i];

    public static string[] MentorTopics(int i) => [Topics[i % Topics.Length], Topics[(i + 2) % Topics.Length]];

    /// <summary>22 members and two associations that are not members: 24 served, though 23 are members.</summary>
    public static string Receiver(int i) => i < 22
        ? JiujiangTown.Members[i]
        : JiujiangTown.Association(JiujiangTown.Villages[JiujiangTown.Villages.Length - 1 - (i - 22)].Village);

    public sealed record Delivery(
        int Number, string Receiver, string? Mentor, string? Team, string Provider, string Topic,
        DateOnly On, long Minutes, int Rating);

    public static IEnumerable<Delivery> All
    {
        get
        {
            long[] minutes = [90, 120, 150, 120];
            for (var i = 0; i < Deliveries; i++)
            {
                // Odd numbers are teams; the shifts keep a provider from helping itself.
                var byMentor = i % 2 == 0;
                var who = byMentor ? (i / 2) % Mentors : (i / 2) % Teams;
                var provider = byMentor ? MentorOrganisation(who) : TeamOrganisation(who);
                var receiver = Receiver((i + 5) % Receivers);
                if (receiver == provider) receiver = Receiver((i + 6) % Receivers);
                var day = First.AddDays((int)((long)i * (Last.DayNumber - First.DayNumber) / (Deliveries - 1)));
                var topic = byMentor ? MentorTopics(who)[0] : Topics[i % Topics.Length];
                yield return new(
                    i + 1, receiver, byMentor ? MentorId(who) : null, byMentor ? null : TeamId(who),
                    provider, topic, day,
                    minutes[i % 4] + (i % 10 == 3 ? 30 : 0), 4 + i % 2);
            }
        }
    }
}
