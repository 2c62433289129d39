using Npgsql;

namespace Federation.Grains.Engine;

/// <summary>The tables of membership and grain storage, and the statements by which Orleans reads and writes them.
/// </summary>
/// <remarks>Orleans looks its statements up by key in <c>orleansquery</c> and passes parameters and reads columns by
/// name; tables and statements are ours. Forward only: tables are added to, statements replaced; a silo that started
/// before keeps the statements that it read.</remarks>
public static class ClusterTables
{
    private const string Tables =
        """
        create table if not exists orleansquery (querykey text primary key, querytext text not null);
        create table if not exists cluster_versions (
            cluster text primary key, version integer not null default 0,
            stepped_at timestamptz not null default now());
        create table if not exists cluster_members (
            cluster text not null, address text not null, port integer not null, generation integer not null,
            silo text not null, host text not null, status integer not null, proxy_port integer,
            suspicions text, started_at timestamptz not null, alive_at timestamptz not null,
            primary key (cluster, address, port, generation));
        create table if not exists grain_states (
            service text not null, id_hash integer not null, type_hash integer not null,
            n0 bigint not null, n1 bigint not null, type text not null, extension text not null,
            version integer not null, payload bytea, changed_at timestamptz not null default now(),
            primary key (id_hash, type_hash, n0, n1, type, extension, service));
        """;

    private const string Member =
        "cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation";

    private const string Members =
        "select v.cluster as DeploymentId, m.address as Address, m.port as Port, m.generation as Generation, "
        + "m.silo as SiloName, m.host as HostName, m.status as Status, m.proxy_port as ProxyPort, "
        + "m.suspicions as SuspectTimes, m.started_at as StartTime, m.alive_at as IAmAliveTime, "
        + "v.version as Version from cluster_versions v left join cluster_members m on m.cluster = v.cluster";

    /// <summary>Every change of membership takes the next version, or none: the row's lock orders the silos.</summary>
    private const string Step =
        "update cluster_versions set version = version + 1, stepped_at = now() "
        + "where cluster = @DeploymentId and version = @Version returning cluster";

    private const string State =
        "id_hash = @GrainIdHash and type_hash = @GrainTypeHash and n0 = @GrainIdN0 and n1 = @GrainIdN1 "
        + "and type = @GrainTypeString and extension = coalesce(cast(@GrainIdExtensionString as text), '') "
        + "and service = @ServiceId";

    /// <summary>Orleans' number for a silo that takes part.</summary>
    private const int Active = 3;

    private const string Known = "cast(@GrainStateVersion as integer)";

    private static readonly (string Key, string Text)[] Queries =
    [
        ("InsertMembershipVersionKey",
            "with made as (insert into cluster_versions (cluster) values (@DeploymentId) "
            + "on conflict do nothing returning 1) select cast(count(*) as integer) from made"),
        ("InsertMembershipKey",
            $"with stepped as ({Step}), joined as (insert into cluster_members (cluster, address, port, generation, "
            + "silo, host, status, proxy_port, started_at, alive_at) select cluster, @Address, @Port, @Generation, "
            + "@SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from stepped returning 1) "
            + "select cast(count(*) as integer) from joined"),
        ("UpdateMembershipKey",
            $"with stepped as ({Step}), changed as (update cluster_members m set status = @Status, "
            + "suspicions = cast(@SuspectTimes as text), alive_at = @IAmAliveTime from stepped where m.cluster = "
            + "stepped.cluster and address = @Address and port = @Port and generation = @Generation returning 1) "
            + "select cast(count(*) as integer) from changed"),
        ("UpdateIAmAlivetimeKey", $"update cluster_members set alive_at = @IAmAliveTime where {Member}"),
        ("MembershipReadRowKey",
            $"{Members} and m.address = @Address and m.port = @Port and m.generation = @Generation "
            + "where v.cluster = @DeploymentId"),
        ("MembershipReadAllKey", $"{Members} where v.cluster = @DeploymentId"),
        ("DeleteMembershipTableEntriesKey",
            "with gone as (delete from cluster_members where cluster = @DeploymentId) "
            + "delete from cluster_versions where cluster = @DeploymentId"),
        ("CleanupDefunctSiloEntriesKey",
            "delete from cluster_members where cluster = @DeploymentId and alive_at < @IAmAliveTime "
            + $"and status <> {Active}"),
        ("GatewaysQueryKey",
            "select address as Address, proxy_port as ProxyPort, generation as Generation from cluster_members "
            + "where cluster = @DeploymentId and status = @Status and proxy_port > 0"),
        ("ReadFromStorageKey",
            $"select payload as PayloadBinary, version as Version from grain_states where {State}"),
        ("WriteToStorageKey",
            "with changed as (update grain_states set payload = @PayloadBinary, version = version + 1, "
            + $"changed_at = now() where {State} and version = {Known} returning version), "
            + "made as (insert into grain_states (service, id_hash, type_hash, n0, n1, type, extension, version, "
            + "payload) select @ServiceId, @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, "
            + $"coalesce(cast(@GrainIdExtensionString as text), ''), 1, @PayloadBinary where {Known} is null "
            + "on conflict do nothing returning version) select coalesce((select version from changed), "
            + $"(select version from made), {Known}) as NewGrainStateVersion"),
        ("ClearStorageKey",
            "update grain_states set payload = null, version = version + 1, changed_at = now() "
            + $"where {State} and version = {Known} returning version as NewGrainStateVersion"),
        ("DeleteStorageKey",
            $"delete from grain_states where {State} and version = {Known} "
            + "returning version + 1 as NewGrainStateVersion"),
    ];

    /// <summary>Whether any silo of this cluster says that it takes calls; false too while there are no tables.
    /// </summary>
    public static async Task<bool> HaveASilo(string connection, string cluster, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(
            "select exists (select 1 from cluster_members "
            + $"where cluster = $1 and status = {Active} and proxy_port > 0)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cluster });
        try
        {
            return (bool)(await command.ExecuteScalarAsync(cancel))!;
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    /// <summary>Makes what is missing; several silos may start at once.</summary>
    public static async Task Make(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var maker = await source.OpenConnectionAsync();
        await using var transaction = await maker.BeginTransactionAsync();
        await Run("select pg_advisory_xact_lock(hashtext('federation cluster'))");
        await Run(Tables);
        foreach (var (key, text) in Queries)
            await Run(
                "insert into orleansquery values ($1, $2) on conflict (querykey) do update set querytext = $2", key,
                text);
        await transaction.CommitAsync();

        async Task Run(string sql, params string[] values)
        {
            await using var command = new NpgsqlCommand(sql, maker, transaction);
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            await command.ExecuteNonQueryAsync();
        }
    }
}
