using Federation.Log;
using Federation.Tests.Hostile;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Federation.Tests.Access;

/// <summary>Who may: every route, by everybody, about everybody's things, in every stage of a relation.</summary>
public class MatrixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nobody_writes_or_reads_what_the_table_does_not_give_them_and_everybody_what_it_does()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var log = product.Services.GetRequiredService<EventLog>();
        var realm = await Realm.Build(Door.Of(product));
        var matrix = new Matrix(realm, Target.RoutesOf(product), Rules.Reviewed());
        Assert.Empty(matrix.Gaps());
        var before = log.StoredPosition();
        var accounts = realm.Parties.Select(p => p.Account).ToHashSet();

        await Phase("refused", matrix.Refused);
        await Phase("bodies", matrix.RefusedInBodies);
        var written = log.ReadAll(before, 100_000).Where(e => accounts.Contains(e.Actor))
            .Select(e => $"{e.Actor} wrote {e.Body.GetType().Name} at {e.Position}").ToArray();
        await Phase("read", () => matrix.Read(new Secrets(realm)));
        await Phase("allowed", matrix.Allowed);

        var wrong = matrix.Wrong.Concat(written).ToArray();
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {matrix.Asked}:\n{string.Join('\n', wrong)}");

        async Task Phase(string name, Func<Task> phase)
        {
            foreach (var party in realm.Parties) await party.Enters(); // Nobody is asked for their password meanwhile.
            var (clock, asked) = (System.Diagnostics.Stopwatch.StartNew(), matrix.Asked);
            await phase();
            output.WriteLine(
                $"{name}: {matrix.Asked - asked} in {clock.Elapsed.TotalSeconds:0} s, {matrix.Wrong.Count} wrong");
        }
    }
}
