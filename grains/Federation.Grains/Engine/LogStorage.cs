using Federation.Log;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Federation.Grains.Engine;

/// <summary>Orleans' grain storage for snapshots beside a log on SQLite, where only the log's own writer may
/// write.</summary>
/// <remarks>One process, one owner: the etag is the snapshot's version and is not compared.</remarks>
public sealed class LogStorage(EventLog log) : IGrainStorage
{
    /// <typeparam name="T"><see cref="KeptSnapshot"/>; nothing else is kept here.</typeparam>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = log.Rows.One(
            "select version, hash, shape, state from snapshots where stream = @stream",
            r => new Snapshot(r.GetInt64(0), (byte[])r[1], r.GetString(2), r.GetString(3)),
            ("stream", grainId.ToString()));
        Of(grainState).Latest = found;
        Note(grainState, found);
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Of(grainState).Latest is not { } made) return;
        await log.Write(Rowset.Put(
            log.SnapshotTable, grainId.ToString(), made.Version, made.Hash, made.Shape, made.State));
        Note(grainState, made);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await log.Write(Rowset.Delete(log.SnapshotTable, grainId.ToString()));
        Of(grainState).Latest = null;
        Note(grainState, null);
    }

    private static KeptSnapshot Of<T>(IGrainState<T> state) =>
        state.State as KeptSnapshot ?? throw new NotSupportedException("Only snapshots are kept here.");

    private static void Note<T>(IGrainState<T> state, Snapshot? snapshot) => (state.RecordExists, state.ETag) =
        (snapshot is not null, snapshot?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
