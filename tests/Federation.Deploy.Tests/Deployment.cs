using System.Diagnostics;
using System.Text.RegularExpressions;
using Federation.Tests.Rig;
using YamlDotNet.RepresentationModel;

namespace Federation.Deploy.Tests;

/// <summary>A file of the repository; its path is relative to the root, with slashes.</summary>
public sealed record Text(string Path, string Content)
{
    public string[] Lines => Content.TrimEnd('\n').Split('\n');
}

/// <summary>What an operator gets, read as whoever runs it will read it.</summary>
public static class Deployment
{
    /// <summary>Everything under <c>deploy/</c> but pictures.</summary>
    public static IReadOnlyList<Text> Files { get; } =
        [.. Under("deploy").Where(file => !file.Path.StartsWith("deploy/pictures/", StringComparison.Ordinal))];

    /// <summary>The product's own code.</summary>
    public static IReadOnlyList<Text> Code { get; } =
    [
        .. new[] { "api", "grains", "silo" }.SelectMany(Under).Where(file => file.Path.EndsWith(".cs")),
    ];

    public static IEnumerable<Text> Yaml => Files.Where(file => file.Path.EndsWith(".yaml"));

    /// <summary>Bash, by its first line.</summary>
    public static IEnumerable<Text> Scripts =>
        Files.Where(file => Regex.IsMatch(file.Lines[0], @"^#!/usr/bin/env bash|^# shellcheck shell=bash"));

    public static Text File(string path) => new(path, System.IO.File.ReadAllText(Full(path)));

    public static string Full(string path) => Path.Combine(Repository.Root, path);

    public static IEnumerable<YamlNode> Documents(Text file)
    {
        var yaml = new YamlStream();
        yaml.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(new StringReader(file.Content))));
        return yaml.Documents.Select(document => document.RootNode);
    }

    /// <summary>Every node below, and the node itself.</summary>
    public static IEnumerable<YamlNode> All(this YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(pair => pair.Value.All()).Prepend(node),
        YamlSequenceNode list => list.Children.SelectMany(All).Prepend(node),
        _ => [node],
    };

    /// <summary>What stands under the keys, one within the other; null where one is absent.</summary>
    public static YamlNode? At(this YamlNode? node, params string[] keys) => keys.Aggregate(
        node, (at, key) => at is YamlMappingNode map && map.Children.TryGetValue(key, out var value) ? value : null);

    public static string? Scalar(this YamlNode? node, params string[] keys) =>
        (node.At(keys) as YamlScalarNode)?.Value;

    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode? node) => node is YamlMappingNode map
        ? map.Children.Select(pair => (((YamlScalarNode)pair.Key).Value!, pair.Value))
        : [];

    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode list ? list : [];

    /// <summary>Runs a tool and answers all it said; fails the test when the tool is not there.</summary>
    public static (int Code, string Said) Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            return (process.ExitCode, said);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Fail($"This check needs {tool}, which is not installed: nothing was checked.");
            throw;
        }
    }

    public static void None(string fix, IEnumerable<string?> found)
    {
        var places = found.ToList();
        Assert.True(places.Count == 0, $"{fix}\n  {string.Join("\n  ", places)}");
    }

    private static IEnumerable<Text> Under(string folder) =>
        Directory.EnumerateFiles(Full(folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !Regex.IsMatch(path, @"/(bin|obj|data)/|\.(png|bin|gz|csv)$|/\.env$"))
            .Order(StringComparer.Ordinal).Select(File);
}
