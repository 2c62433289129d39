using Federation.Bench;
using Federation.Bench.Rows;
using Federation.Bench.Yardsticks;
using Federation.Tests.Rig;

// With a verb: one of the yardsticks' web servers, as a process of its own. Otherwise: the measurements.
switch (args)
{
    case ["serve-r", var port]:
        await CeilingR.Serve(int.Parse(port));
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
    if (options.Wants("P1", "P2", "P4")) await Growth.Measure(options, database, table);
    if (options.Wants("P2", "P3", "P4")) await Commands.Measure(options, database, table);
    if (options.Wants("P6")) await Rebuilding.Measure(options, database, table);
    if (options.Wants("P7")) await Listening.Measure(options, database, table);
}

if (options.Wants("P9") && options.Databases.Contains(BothDatabases.PostgreSql))
{
    await Clusters.Measure(options, table);
    await Appends.Measure(options, table);
}

if (options.Wants("Memory"))
{
    await Day.Measure(options, table);
    await Touching.Measure(options, table);
}

if (options.Wants("P8")) await Starting.Measure(options, table);
return table.Foot();
