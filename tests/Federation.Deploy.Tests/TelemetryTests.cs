using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Federation.Deploy.Tests.Deployment;

namespace Federation.Deploy.Tests;

/// <summary>Alarms and dashboards ask only for metrics that somebody makes.</summary>
public sealed class TelemetryTests
{
    private sealed record Metric(string Name, string Kind, string Source, string[] Labels);

    private static IReadOnlyList<Metric> Metrics { get; } =
    [
        .. from line in File("deploy/telemetry/metrics.txt").Lines
           let m = Regex.Match(line, @"^([a-z0-9_]+)\s+(counter|gauge|histogram)\s+((?:receiver )?\S+)\s*(.*)$")
           where m.Success
           select new Metric(
               m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value, m.Groups[4].Value.Split(' ')),
    ];

    private static IEnumerable<(string Where, string Query)> Asked =>
    [
        .. from rule in Documents(File("deploy/telemetry/alerts.yaml")).Single().At("groups").Items()
               .SelectMany(one => one.At("rules").Items())
           select (rule.Scalar("alert")!, rule.Scalar("expr")!),
        .. from file in Files
           where file.Path.EndsWith(".json")
           from panel in JsonNode.Parse(file.Content)!["panels"]!.AsArray()
           from target in panel!["targets"]!.AsArray()
           select ($"{file.Path} {panel["title"]}", (string)target!["expr"]!),
    ];

    [Fact]
    public void Alarms_and_dashboards_ask_for_metrics_that_exist()
    {
        var names = Metrics.SelectMany(m => m.Kind == "histogram"
            ? new[] { m.Name + "_bucket", m.Name + "_sum", m.Name + "_count" }
            : [m.Name]).ToHashSet();
        Assert.True(Asked.Count() > 60);
        None(
            "No such metric: see deploy/telemetry/metrics.txt.",
            from asked in Asked
            from name in NamesIn(asked.Query)
            where !names.Contains(name)
            select $"{asked.Where}: {name}");
    }

    [Fact]
    public void Alarms_and_dashboards_sum_by_labels_that_their_metrics_have() => None(
        "No such label on any metric of the query: see deploy/telemetry/metrics.txt.",
        from asked in Asked
        let labels = Metrics.Where(m => asked.Query.Contains(m.Name)).SelectMany(m => m.Labels)
            .Concat(["le", "job", "instance"]).ToHashSet()
        from Match sums in Regex.Matches(asked.Query, @"\bby\s*\(([^)]*)\)")
        from label in sums.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)
        where !labels.Contains(label)
        select $"{asked.Where}: {label}");

    [Fact]
    public void Every_metric_of_the_product_is_listed_and_no_other()
    {
        var made = (from file in Code
                    from Match m in Regex.Matches(
                        file.Content,
                        @"Create(\w+?)(?:<\w+>)?\(\s*""(federation\.[a-z._]+)""(?:[^;]*?,\s*""(\w+)""\))?")
                    select NameOf(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value)).Distinct().Order();
        var listed = Metrics.Where(m => m.Name.StartsWith("federation_")).Select(m => m.Name).Order();
        Assert.Equal(made, listed);
    }

    [Fact]
    public void Every_source_of_a_metric_is_collected()
    {
        var observing = string.Concat(Code.Where(f => f.Content.Contains(".AddMeter(")).Select(f => f.Content));
        var collector = Documents(File("deploy/telemetry/collector.yaml")).Single();
        Assert.Equal(2, Regex.Count(observing, @"\.AddMeter\("));
        None(
            "Name the meter in Observing.cs or Serve.cs, or the receiver in collector.yaml.",
            from source in Metrics.Select(m => m.Source).Distinct()
            where source.StartsWith("receiver ")
                ? collector.At("receivers", source["receiver ".Length..]) is null
                : !observing.Contains($"\"{source}\"")
                    && !Code.Any(f => Regex.IsMatch(f.Content, $@"Name = ""{Regex.Escape(source)}"";"))
            select source);
    }

    /// <summary>The runtime that these tests run on is the product's: its own meter is asked.</summary>
    [Fact]
    public void The_runtimes_metrics_are_those_that_it_makes()
    {
        var made = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "System.Runtime") made.Add(instrument.Name.Replace('.', '_'));
            },
        };
        listener.Start();
        var asked = Asked.SelectMany(asked => NamesIn(asked.Query)).Where(n => n.StartsWith("dotnet_")).ToHashSet();
        Assert.True(asked.Count >= 8);
        Assert.All(asked, name => Assert.Contains(made, m => name.StartsWith(m)));
    }

    [Fact]
    public void Prometheus_reads_the_alarms_and_its_own_settings()
    {
        Assert.Equal(0, Run("promtool", "check", "rules", "deploy/telemetry/alerts.yaml").Code);
        var (code, said) = Run("promtool", "check", "config", "--syntax-only", "deploy/telemetry/prometheus.yaml");
        Assert.True(code == 0, said);
    }

    [Fact]
    public void Prometheus_reads_every_query_of_the_dashboards()
    {
        var rules = Asked.Select((asked, at) =>
            $"      - record: panel_{at}\n        expr: {System.Text.Json.JsonSerializer.Serialize(
                asked.Query.Replace("$__rate_interval", "5m"))}\n");
        var file = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllText(
                file, "groups:\n  - name: panels\n    rules:\n" + string.Concat(rules));
            var (code, said) = Run("promtool", "check", "rules", file);
            Assert.True(code == 0, said);
        }
        finally
        {
            System.IO.File.Delete(file);
        }
    }

    [Fact]
    public void The_collector_uses_what_it_declares_and_asks_nodes_that_exist()
    {
        var collector = Documents(File("deploy/telemetry/collector.yaml")).Single();
        foreach (var (name, pipeline) in collector.At("service", "pipelines").Entries())
            foreach (var part in new[] { "receivers", "processors", "exporters" })
                foreach (var used in pipeline.At(part).Items())
                    Assert.True(collector.At(part, used.Scalar()!) is not null, $"{name}: {part} {used}");

        var services = Documents(File("deploy/compose/cluster.yaml")).Single().At("services").Entries()
            .Select(service => service.Key).ToHashSet();
        var hosts = collector.At("receivers", "httpcheck", "targets").Items()
            .Select(target => new Uri(target.Scalar("endpoint")!).Host).ToList();
        Assert.Equal(5, hosts.Count);
        Assert.All(hosts, host => Assert.Contains(host, services));
    }

    [Fact]
    public void Dashboards_have_names_of_their_own_and_one_source()
    {
        var boards = Files.Where(f => f.Path.EndsWith(".json")).Select(f => JsonNode.Parse(f.Content)!).ToList();
        Assert.Equal(boards.Count, boards.Select(board => (string)board["uid"]!).Distinct().Count());
        Assert.All(
            boards.SelectMany(board => board["panels"]!.AsArray()),
            panel => Assert.Equal("prometheus", (string)panel!["datasource"]!["uid"]!));
        var provisioned = File("deploy/telemetry/grafana/provisioning/datasources/prometheus.yaml");
        Assert.Equal(
            "prometheus", Documents(provisioned).Single().At("datasources").Items().Single().Scalar("uid"));
    }

    /// <summary>Names of metrics in a query: words with an underscore that are neither labels nor functions.</summary>
    private static IEnumerable<string> NamesIn(string query)
    {
        var bare = Regex.Replace(query, @"""[^""]*""|\{[^}]*\}|\b(by|without)\s*\([^)]*\)", " ");
        return Regex.Matches(bare, @"\b[a-z][a-z0-9]*_[a-z0-9_]+\b(?!\s*\()").Select(m => m.Value)
            .Where(word => word != "__rate_interval");
    }

    /// <summary>As the collector names it for Prometheus: the unit, then <c>_total</c> on what only grows.</summary>
    private static string NameOf(string instrument, string name, string unit)
    {
        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        return name.Replace('.', '_') + suffix + (instrument == "Counter" ? "_total" : "");
    }
}
