using Microsoft.AspNetCore.Http.Metadata;

namespace Federation.Api.Http;

/// <summary>How many bytes the body of a route may have, said where the route is; else
/// <see cref="Bodies.BytesMax"/>.</summary>
/// <param name="Files">It holds a file, and is counted with those.</param>
public sealed record BodyBound(long Bytes, bool Files = false) : IRequestSizeLimitMetadata
{
    public static readonly BodyBound Usual = new(Bodies.BytesMax), Small = new(Bodies.SmallMax),
        OneFile = new(Limits.BodyMax, Files: true);

    /// <summary>What the server itself stops at, framing of chunks included: behind the guard, which can say why.
    /// </summary>
    long? IRequestSizeLimitMetadata.MaxRequestBodySize => Bytes + Bodies.SmallMax;

    /// <summary>Said of a form that brings a file: its record has a place for one.</summary>
    public static BodyBound[] OfForm<TBody>() => typeof(TBody).IsAssignableTo(typeof(IBringsFile))
        || typeof(TBody).GetConstructors().SelectMany(made => made.GetParameters())
            .Any(field => field.ParameterType == typeof(Upload)) ? [OneFile] : [];
}

/// <summary>The bytes of bodies that this process holds, counted as they come in: who opens many and sends little
/// keeps nobody out.</summary>
/// <remarks>Three measures, so that callers without an account leave room for those who have one, and files for
/// commands.</remarks>
public sealed class BodiesHeld
{
    public Measure Anonymous { get; } = new(Bodies.AnonymousHeldMax);

    public Measure SignedIn { get; } = new(Bodies.HeldMax);

    public Measure Files { get; } = new(Bodies.FilesHeldMax);

    public sealed class Measure(long max)
    {
        private long _held;

        public long Held => Volatile.Read(ref _held);

        public bool Take(long bytes)
        {
            if (Interlocked.Add(ref _held, bytes) <= max) return true;
            Give(bytes);
            return false;
        }

        public void Give(long bytes) => Interlocked.Add(ref _held, -bytes);
    }
}

/// <summary>Lets no body be read beyond its route's bound or beyond what this process may hold, whether or not it said
/// its length; before anything reads one.</summary>
internal sealed class BodyGuard(RequestDelegate next, BodiesHeld held)
{
    public async Task Invoke(HttpContext http)
    {
        if (http.Request.ContentLength == 0 || HttpMethods.IsGet(http.Request.Method))
        {
            await next(http);
            return;
        }

        var bound = http.GetEndpoint()?.Metadata.GetMetadata<BodyBound>() ?? BodyBound.Usual;
        if (http.Request.ContentLength > bound.Bytes) throw new ProblemException(Problem.TooLarge);
        var measure = bound.Files ? held.Files
            : http.Features.Get<Caller>() is { SignedIn: true } ? held.SignedIn : held.Anonymous;
        await using var body = new BoundedBody(http.Request.Body, bound.Bytes, measure);
        http.Request.Body = body;
        await next(http);
    }
}

/// <summary>A body that is told as too large, or the process as busy, at the byte where it is.</summary>
internal sealed class BoundedBody(Stream sent, long max, BodiesHeld.Measure measure) : Stream
{
    private long _read, _taken;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
    {
        int read;
        try
        {
            read = await sent.ReadAsync(buffer, cancel);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ProblemException(Problem.TooLarge); // A form's reader would take the other for a broken form.
        }

        if ((_read += read) > max) throw new ProblemException(Problem.TooLarge);
        if (read > 0 && !measure.Take(read)) throw new ProblemException(Problem.Busy);
        _taken += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancel) =>
        ReadAsync(buffer.AsMemory(offset, count), cancel).AsTask();

    protected override void Dispose(bool disposing)
    {
        measure.Give(Interlocked.Exchange(ref _taken, 0));
        base.Dispose(disposing);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
