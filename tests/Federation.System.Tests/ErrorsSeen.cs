using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Federation.Tests;

/// <summary>What the product logged as an error, so that a test that meets a 500 can tell why.</summary>
public sealed class ErrorsSeen : ILoggerProvider, ILogger
{
    private const int KeptMax = 20;
    private static readonly ConcurrentQueue<string> Seen = new();

    /// <summary>The errors of this run, newest last.</summary>
    public static string Text => string.Join("\n", Seen);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel level) => level >= LogLevel.Error;

    public void Log<TState>(
        LogLevel level, EventId id, TState state, Exception? fault, Func<TState, Exception?, string> words)
    {
        if (!IsEnabled(level)) return;
        Seen.Enqueue($"{words(state, fault)} {fault}");
        if (Seen.Count > KeptMax) Seen.TryDequeue(out _);
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
