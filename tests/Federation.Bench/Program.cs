using Federation.Bench;
using Federation.Bench.Nation;
using Federation.Bench.Rows;
using Federation.Bench.Yardsticks;

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

var table = new Table(options);
table.Head();
foreach (var database in options.Databases)
{
    if (options.Wants("P1")) await CoverageRead.Measure(options, database, table);
    if (options.Wants("P2") || options.Wants("P3") || options.Wants("P4"))
        await Commands.Measure(options, database, table);
    if (options.Wants("P6")) await Rebuilding.Measure(options, database, table);
}

if (options.Wants("P9"))
{
    await Clusters.Measure(options, table);
    await Appends.Measure(options, table);
}

if (options.Wants("Memory")) await Touching.Measure(options, table);
if (options.Wants("P8")) await Starting.Measure(options, table);
table.Foot();
return 0;
