using Federation.Grains.Engine;
using Federation.Silo;
using Federation.Silo.Verbs;

// The operator's verbs, and the silo itself.
try
{
    var options = Options.Parse(args);
    switch (options.Verb)
    {
        case "verify": return Reading.Verify(options);
        case "witness": return Reading.Witness(options);
        case "status": return await Reading.Status(options);
        case "rebuild": return await Rebuilding.Rebuild(options);
        case "erase-again": return await Rebuilding.EraseAgain(options);
        case "backup": return await BackingUp.Backup(options);
        case "backup-keys": return BackingUp.Keys(options);
        case "restore": return BackingUp.Restore(options);
        case "rekey": return Rekeying.Rekey(options);
        case "migrate": return Migrating.Migrate(options);
        case "import": return await Importing.Import(options);
        case "serve": return await Serve.Run(options, args);
        default: throw new UsageException($"没有这个命令 there is no verb '{options.Verb}'");
    }
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
catch (SettingsException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (Failure.IsExpected(e))
{
    Console.Error.WriteLine($"失败 Failed: {e.Message}");
    return 1;
}
