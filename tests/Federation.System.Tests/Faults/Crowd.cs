using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Federation.Tests.Faults;

/// <summary>How long one stretch of load lasts: so many sendings and answers, chosen by the seed. No clock.</summary>
public sealed class Stretch(int steps)
{
    private readonly TaskCompletionSource _worn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = steps;
    private volatile bool _over, _mayBreak;

    /// <summary>Completes when the steps are used up; the load goes on until it is ended.</summary>
    public Task Worn => _worn.Task;

    public bool Over => _over;

    public void Step()
    {
        if (Interlocked.Decrement(ref _left) == 0) _worn.TrySetResult();
    }

    /// <summary>From now on a gateway may be gone: a broken connection ends its client's part.</summary>
    public bool MayBreak => _mayBreak;

    /// <summary>No new command is begun.</summary>
    public void End() => _over = _mayBreak = true;

    /// <summary>The gateway is about to go, but commands go on being sent to it until it has.</summary>
    public void MeetTheEnd() => _mayBreak = true;
}

/// <summary>Clients that each send one command after the other, and send again what was never answered.</summary>
public sealed partial class Crowd
{
    private readonly Visitor[] _visitors;
    private readonly World _world;

    public Crowd(World world, int clients, int seed)
    {
        _world = world;
        _visitors = [.. Enumerable.Range(0, clients).Select(i => new Visitor(i, new(seed + i)) { At = i })];
    }

    public Journal Journal { get; } = new();

    /// <summary>Times that a client was told to come back.</summary>
    public int Busy { get; private set; }

    /// <summary>Commands that were sent and never answered.</summary>
    public Operation[] Unknown => [.. _visitors.Select(v => v.Open).OfType<Operation>()];

    /// <summary>Everybody sends until the stretch is over; a lost connection before that is a failure.</summary>
    public Task Go(Stretch stretch, params Gateway[] gateways) =>
        Task.WhenAll(_visitors.Select(v => Task.Run(() => Go(v, stretch, gateways))));

    /// <summary>Sends again what was never answered, and nothing else.</summary>
    public Task Settle(params Gateway[] gateways) => Task.WhenAll(_visitors.Select(async visitor =>
    {
        while (visitor.Open is { } open) await Send(visitor, open, gateways[visitor.Number % gateways.Length]);
    }));

    /// <summary>Sends everything acknowledged once more; answers how many, and what was answered otherwise.</summary>
    public async Task<(int Sent, List<string> Different)> SendAgain(params Gateway[] gateways)
    {
        var (different, sent) = (new List<string>(), 0);
        await _world.Confirm(gateways[0]); // A long run may outlast what was confirmed by signing in.
        await Parallel.ForEachAsync(
            Journal.Acknowledged, new ParallelOptions { MaxDegreeOfParallelism = _visitors.Length },
            async (operation, _) =>
            {
                var gateway = gateways[Interlocked.Increment(ref sent) % gateways.Length];
                var (status, text) = await Call(operation, gateway);
                if ((status, text) == (operation.Status, operation.Text)) return;
                lock (different) different.Add($"{operation}\n  again: {status} {text}");
            });
        return (sent, different);
    }

    private async Task Go(Visitor visitor, Stretch stretch, Gateway[] gateways)
    {
        while (!stretch.Over)
        {
            var operation = visitor.Open ??= Intend(visitor);
            stretch.Step();
            try
            {
                await Send(visitor, operation, gateways[visitor.Random.Next(gateways.Length)]);
            }
            catch (HttpRequestException) when (stretch.MayBreak)
            {
                return; // Unknown: it is sent again in the next stretch, under the same key.
            }

            stretch.Step();
        }
    }

    private Operation Intend(Visitor visitor)
    {
        var operation = _world.Next(visitor.Number, visitor.Random);
        Journal.Intend(operation);
        operation.Sent = Stopwatch.GetTimestamp();
        return operation;
    }

    private async Task Send(Visitor visitor, Operation operation, Gateway gateway)
    {
        var (status, text) = await Call(operation, gateway);
        if (status == (int)HttpStatusCode.ServiceUnavailable)
        {
            lock (_visitors) Busy++;
            return; // "Try again with the same key": it stays open.
        }

        Take(visitor, operation, status, text, gateway);
    }

    private void Take(Visitor visitor, Operation operation, int status, string text, Gateway gateway)
    {
        operation.Answered = Stopwatch.GetTimestamp();
        (operation.Status, operation.Text) = (status, text);
        Assert.True(operation.Acknowledged || operation.Refused, $"{operation}\n{gateway.Said}");
        visitor.Open = null;
        _world.Learn(operation);
    }

    private async Task<(int Status, string Text)> Call(
        Operation operation, Gateway gateway, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + operation.Path);
        request.Headers.Add("Idempotency-Key", operation.Key.ToString());
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _world.Tokens[operation.Account]);
        request.Content = new StringContent(operation.Body, Encoding.UTF8, "application/json");
        using var answer = await gateway.Http.SendAsync(request, cancel);
        try
        {
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));
        }
        catch (IOException e)
        {
            throw new HttpRequestException("The answer broke off.", e);
        }
    }

    private sealed class Visitor(int number, Random random)
    {
        public int Number => number;

        public Random Random => random;

        /// <summary>Which gateway it goes to.</summary>
        public int At { get; set; }

        /// <summary>Sent and not answered yet.</summary>
        public Operation? Open { get; set; }
    }
}
