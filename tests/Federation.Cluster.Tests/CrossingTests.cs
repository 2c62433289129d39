using System.Reflection;
using System.Text;
using Federation.Domain;
using Federation.Grains.Engine;
using Federation.Log;
using Federation.Tests.Golden;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Federation.Cluster.Tests;

/// <summary>What goes from one process to another arrives as it was sent, and stands on the wire under names that
/// stay.</summary>
public sealed class CrossingTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);

    private Serializer Serializer => cluster.Silos.Client.ServiceProvider.GetRequiredService<Serializer>();

    public static IEnumerable<object[]> Commands => Catalogue.Product.Named
        .Where(named => !named.Key.EndsWith(".v1", StringComparison.Ordinal))
        .Select(named => new object[] { named.Key });

    [Theory, MemberData(nameof(Commands))]
    public void A_command_arrives_as_it_was_sent(string name)
    {
        var (command, context) = (Samples.Of(Catalogue.Product.TypeOf(name)), Context());
        var arrived = Crossed(new Letter(command, context)).Open(Catalogue.Product);
        Assert.Equal((command, context), arrived);
        Assert.NotSame(command, arrived.Command);
    }

    [Fact]
    public void Every_outcome_arrives_as_it_was_given_with_its_refusal()
    {
        var refusals = typeof(Refusal).Assembly.GetTypes().Append(typeof(Asked)).Distinct()
            .SelectMany(t => t.GetNestedTypes().Where(n => n.Name == "Refusals"))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(f => f.GetValue(null)).OfType<Refusal>().ToArray();
        Assert.True(refusals.Length > 300, $"{refusals.Length} refusals found.");
        foreach (var refusal in refusals)
        {
            var outcome = new Outcome(OutcomeKind.Refused, 7, 9, refusal);
            Assert.Equal(outcome, Crossed(outcome));
        }

        foreach (var kind in Enum.GetValues<OutcomeKind>())
            Assert.Equal(new(kind, 1, long.MaxValue), Crossed(new Outcome(kind, 1, long.MaxValue)));
    }

    /// <summary>Two versions that run side by side know each other's names: whoever changes one of these must know that
    /// he cuts a cluster in two.</summary>
    [Fact]
    public void On_the_wire_stand_permanent_names_and_no_type_of_ours()
    {
        var invocation = typeof(IStreamGrain).Assembly.GetTypes()
            .Single(t => typeof(IInvokable).IsAssignableFrom(t) && t.Name.Contains(nameof(IStreamGrain)));
        var call = (IInvokable)Activator.CreateInstance(invocation)!;
        call.SetArgument(0, new Letter(Samples.Of(Catalogue.Product.TypeOf("organisations.register")), Context()));
        var question = Wire<IInvokable>(call);
        var answer = Wire<Response>(Response.FromResult(Outcome.Busy));

        Assert.Contains("federation.stream", question);
        Assert.Contains("execute", question);
        Assert.Contains("{\"name\":\"organisations.register\",\"command\":{", question);
        Assert.Contains("federation.outcome", answer);
        Assert.Contains("{\"kind\":\"busy\",", answer);
        foreach (var wire in new[] { question, answer }) Assert.DoesNotContain("Federation.", wire);
    }

    [Fact]
    public async Task A_command_of_a_newer_version_is_told_as_such_across_processes()
    {
        var newer = Catalogue.Product.TypeOf("organisations.register");
        var grain = (IStreamGrain)cluster.Silos.Client.GetGrain(
            GrainId.Create("organisation", "newer"), StreamGrain.Interface);
        var letter = Crossed(Serializer.SerializeToArray(new Letter(Samples.Of(newer), Context())));
        await Assert.ThrowsAsync<UnknownNameException>(() => grain.Execute(letter));
    }

    [Fact]
    public void Within_a_process_a_command_and_its_outcome_are_handed_over_as_they_are()
    {
        var copier = cluster.Silos.Client.ServiceProvider.GetRequiredService<DeepCopier>();
        var (letter, outcome) = (new Letter(Samples.Of(Catalogue.Product.TypeOf("organisations.register")), Context()),
            new Outcome(OutcomeKind.Accepted, 1, 2));
        Assert.Same(letter, copier.Copy(letter));
        Assert.Same(outcome, copier.Copy(outcome));
    }

    /// <summary>As a newer version would have written it: under a name that nobody here knows.</summary>
    private Letter Crossed(byte[] bytes)
    {
        var name = Encoding.UTF8.GetBytes("organisations.register");
        var at = bytes.AsSpan().IndexOf(name);
        Encoding.UTF8.GetBytes("organisations.restigre").CopyTo(bytes, at);
        return Serializer.Deserialize<Letter>(bytes)!;
    }

    private T Crossed<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;

    private string Wire<T>(T value) => Encoding.UTF8.GetString(Serializer.SerializeToArray(value));

    private static CommandContext Context() =>
        new("k", "payload", new("tester", new(true, [], Administrator: true), Now, Days.Of(Now)))
        {
            Attachments = [new("t1", "text", "o1", "话")], Basis = [new("town/440605121", 3)], KeepsRefusal = true,
        };
}
