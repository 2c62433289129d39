using Federation.Log.Accounts;

namespace Federation.Api.Hosting;

/// <summary>Lets go, in small steps, of what is kept for a time only: keys of commands, ended sign-ins, files nobody
/// refers to, who read whose data, who signed in.</summary>
public sealed class Retention(EventLog log, TimeProvider clock, ILogger<Retention> logger) : BackgroundService
{
    /// <summary>A retry under its key is answered for this long.</summary>
    public static readonly TimeSpan KeysKept = TimeSpan.FromDays(400);

    /// <summary>An uploaded file waits this long for a record that refers to it.</summary>
    public static readonly TimeSpan FilesKept = TimeSpan.FromDays(1);

    private const int StepMax = 500;

    /// <summary>Files of a former version, sealed in one round.</summary>
    private const int SealedAtOnce = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var hourly = new PeriodicTimer(Pause, clock);
        while (await hourly.WaitForNextTickAsync(stopping))
        {
            try
            {
                await Sweep(clock.GetUtcNow());
            }
            catch (Exception fault) when (fault is System.Data.Common.DbException or LogFullException)
            {
                logger.LogWarning("What ran out could not be swept now: {Fault}", fault.GetType().Name);
            }
        }
    }

    /// <summary>Deletes all that had run out by the moment; answers how many rows.</summary>
    public async Task<int> Sweep(DateTimeOffset now)
    {
        var swept = await Step(
            "delete from commands where (actor, key) in " +
            "(select actor, key from commands where at < @before limit @step)",
            now - KeysKept);
        swept += await Step(
            "delete from files where id in (select id from files where referred = 0 and at < @before limit @step)",
            now - FilesKept);
        swept += await log.SweepFileParts(now - FilesKept, StepMax);
        await log.SealClear(SealedAtOnce);
        swept += await Step(
            "delete from personal_reads where (account, kind, whose, purpose, hour) in " +
            "(select account, kind, whose, purpose, hour from personal_reads where at < @before limit @step)",
            now - Guards.ReadsKept);
        swept += await log.Write("delete from sign_ins where until < @now", ("now", now));
        swept += await log.Write(
            "delete from invitations where until < @before", ("before", now - SigningIn.Invitations.Kept));
        swept += await log.Write("delete from sign_in_facts where until < @now", ("now", now));
        swept += await log.ForgetTrail(now - SigningIn.Trails.Kept);
        swept += await log.Write(
            "delete from known_sign_ins where at < @before", ("before", now - SigningIn.KnownPlaces.Kept));
        swept += await log.Write("delete from sign_in_tries where until < @now and next < @now", ("now", now));
        return swept + await log.Write("delete from sign_in_failures where until < @now", ("now", now));
    }

    private async Task<int> Step(string sql, DateTimeOffset before)
    {
        var swept = 0;
        int step;
        do
        {
            step = await log.Write(sql, ("before", before), ("step", StepMax));
            swept += step;
        }
        while (step == StepMax);
        return swept;
    }
}
