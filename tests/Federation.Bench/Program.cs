using Federation.Bench;
using Federation.Bench.Nation;
using Federation.Bench.Rows;
using Federation.Bench.Yardsticks;
using Federation.Tests.Rig;

// With a verb: one of the yardsticks' web servers, as a process of its own, or the country as files. Otherwise: the
// measurements.
switch (args)
{
    case ["serve-r", var port]:
        await CeilingR.Serve(int.Parse(port));
        return 0;
    case ["country", .. var rest]:
        if (NationMaker.Of(rest) is not { } nation) break;
        nation.Make();
        return 0;
    case ["serve-ef", var port, var kind, var connection]:
        await CrudEf.Serve(int.Parse(port), kind, connection);
        return 0;
}

if (Options.Of(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

using var table = new Table(options);
await table.Head();
foreach (var database in options.Databases)
{
    await Row(["P1", "P2", "P4"], () => Growth.Measure(options, database, table));
    await Row(["P2", "P3", "P4"], () => Commands.Measure(options, database, table));
    await Row(["P5"], () => National.Measure(options, database, table));
    await Row(["P6"], () => Rebuilding.Measure(options, database, table));
    await Row(["P7"], () => Listening.Measure(options, database, table));
}

if (options.Databases.Contains(BothDatabases.PostgreSql))
{
    await Row(["P9"], () => Clusters.Measure(options, table));
    await Row(["P9"], () => Appends.Measure(options, table));
}

await Row(["Memory"], () => Day.Measure(options, table));
await Row(["Memory"], () => Touching.Measure(options, table));
await Row(["P8"], () => Starting.Measure(options, table));
return table.Foot();

Task Row(string[] rows, Func<Task> measure) =>
    options.Wants(rows) ? table.Try(string.Join(", ", rows), measure) : Task.CompletedTask;
