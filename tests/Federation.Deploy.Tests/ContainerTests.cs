using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;
using static Federation.Deploy.Tests.Deployment;

namespace Federation.Deploy.Tests;

/// <summary>The image, the compose files and the manifests, without a container engine.</summary>
public sealed class ContainerTests
{
    private static readonly Regex Secret = new("(?i)password|secret|token|masterkey$|master_key$");

    private static IEnumerable<Text> Compose => Yaml.Where(f => f.Path.StartsWith("deploy/compose/"));

    private static IEnumerable<(Text File, string Name, YamlNode Service)> Services =>
        from file in Compose
        from service in Documents(file).Single().At("services").Entries()
        select (file, service.Key, service.Value);

    private static IEnumerable<(Text File, YamlNode Object)> Objects =>
        from file in Yaml
        where file.Path.StartsWith("deploy/kubernetes/")
        from document in Documents(file)
        select (file, document);

    /// <summary>The containers of every kind of pod.</summary>
    private static IEnumerable<(Text File, YamlNode Pod, YamlNode Container)> Containers =>
        from o in Objects
        from node in o.Object.All()
        where node.At("containers") is not null
        from container in node.At("containers").Items()
        select (o.File, node, container);

    /// <summary>Names and values of settings that are given to a container, a ConfigMap, a unit or the image.</summary>
    private static IEnumerable<(string Where, string Image, string Name, string? Value)> Settings =>
    [
        .. from s in Services
           from e in s.Service.At("environment").Entries()
           select ($"{s.File.Path} {s.Name}", s.Service.Scalar("image") ?? "", e.Key, e.Value.Scalar()),
        .. from c in Containers
           from e in c.Container.At("env").Items()
           select (c.File.Path, c.Container.Scalar("image") ?? "", e.Scalar("name")!, e.Scalar("value")),
        .. from o in Objects
           where o.Object.Scalar("kind") == "ConfigMap"
           from e in o.Object.At("data").Entries()
           select (o.File.Path, "federation", e.Key, e.Value.Scalar()),
        .. from line in File("deploy/systemd/federation.env").Lines
           let m = Regex.Match(line, "^#?([A-Za-z_]+)=\"(.*)\"$")
           where m.Success
           select ("deploy/systemd/federation.env", "federation", m.Groups[1].Value, m.Groups[2].Value),
        .. from Match m in Regex.Matches(
               File("deploy/Dockerfile").Content, @"^(?:ENV|   ) ([A-Za-z_]+)=(\S+)", RegexOptions.Multiline)
           where !m.Value.Contains("image.")
           select ("deploy/Dockerfile", "federation", m.Groups[1].Value, m.Groups[2].Value),
    ];

    [Fact]
    public void Every_yaml_file_can_be_read()
    {
        Assert.True(Yaml.Count() >= 15);
        foreach (var file in Yaml) Assert.All(Documents(file), document => Assert.IsType<YamlMappingNode>(document));
    }

    [Fact]
    public void Images_are_pinned_by_version() => None(
        "Give it the version it was tried with; `latest` changes under one's feet.",
        Services.Select(s => (s.File, Image: s.Service.Scalar("image")))
            .Concat(Containers.Select(c => (c.File, Image: c.Container.Scalar("image"))))
            .Where(i => !Regex.IsMatch(
                i.Image ?? "", @"^federation$|:v?\d+\.\d+(\.\d+)?(-[\w.]+)?$"))
            .Select(i => $"{i.File.Path} {i.Image}")
            .Concat(
                from Match m in Regex.Matches(File("deploy/Dockerfile").Content, @"^FROM .*", RegexOptions.Multiline)
                where !m.Value.Contains(":${SDK}") && !m.Value.Contains(":${RUNTIME}")
                select m.Value));

    [Fact]
    public void The_images_runtime_is_the_one_that_builds_the_product()
    {
        var text = File("deploy/Dockerfile").Content;
        Assert.Matches(@"ARG SDK=10\.0\.\d+\n", text);
        Assert.Matches(@"ARG RUNTIME=10\.0\.\d+\n", text);
        Assert.Contains("<TargetFramework>net10.0</TargetFramework>", File("Directory.Build.props").Content);
        Assert.Contains("\nUSER 1654:1654\n", text);
    }

    [Fact]
    public void Settings_given_to_the_product_are_settings_it_knows() => None(
        "A misspelt setting is silently the default.",
        from s in Settings
        where s.Image.StartsWith("federation") && !KnownSettings.All.Contains(s.Name)
        select $"{s.Where} {s.Name}");

    /// <summary>Elsewhere it is <c>none</c>; a silo refuses to be a client, so it is not said for all nodes.</summary>
    [Fact]
    public void Gateways_beside_silos_are_their_clients_and_nobody_else_is_told_his_part() => Assert.Equal(
        [
            ("deploy/compose/cluster.yaml gateway-1", "client"), ("deploy/compose/cluster.yaml gateway-2", "client"),
            ("deploy/kubernetes/gateway.yaml", "client"),
        ],
        from s in Settings where s.Name == "Federation__Cluster" select (s.Where, s.Value));

    [Fact]
    public void What_is_published_for_operators_carries_native_code()
    {
        Assert.Contains(
            "<PublishReadyToRun Condition=\"'$(RuntimeIdentifier)' != ''\">true<",
            File("Directory.Build.targets").Content);
        var published = (from file in Files
                         from Match m in Regex.Matches(file.Content, @"dotnet publish (?:[^\n`]|\\\n)+? -o")
                         select m.Value).ToList();
        Assert.Equal(9, published.Count);
        Assert.All(published, command => Assert.Matches(" -r | --use-current-runtime ", command));
    }

    [Fact]
    public void No_secret_stands_in_a_file() => None(
        "Refer to a secret: ${NAME:?…} in compose, secretKeyRef in Kubernetes, a file of mode 0600 for systemd.",
        (from s in Settings
         where Secret.IsMatch(s.Name) && !string.IsNullOrEmpty(s.Value) && !s.Value.StartsWith("${")
         select $"{s.Where} {s.Name}")
        .Concat(from s in Settings
                where Regex.IsMatch(s.Value ?? "", @"(?i)password=(?!\$\{)")
                select $"{s.Where} {s.Name}")
        .Concat(from o in Objects where o.Object.Scalar("kind") == "Secret" select o.File.Path)
        .Concat(from line in File("deploy/compose/example.env").Lines
                where Regex.IsMatch(line, "^[A-Z_]+=.")
                select $"example.env {line}"));

    [Fact]
    public void Probes_ask_addresses_that_exist()
    {
        var health = File("api/Hosting/Health.cs").Content;
        var silo = File("silo/Federation.Silo/Serve.cs").Content;
        var asked = (from c in Containers
                     from node in c.Container.All()
                     where node.At("httpGet") is not null
                     select node.Scalar("httpGet", "path")!)
            .Concat(from file in Files
                    where !file.Path.EndsWith(".md")
                    from Match m in Regex.Matches(file.Content, @"(?<=:\d{4}|/|\})/health/\w+|(?<=uri )/health/\w+")
                    select m.Value.TrimStart('/').Insert(0, "/"))
            .ToList();

        Assert.True(asked.Count > 12);
        Assert.All(asked.Distinct(), path =>
        {
            Assert.Contains($"\"{path}\"", health);
            Assert.Contains($"\"{path}\"", silo);
        });
    }

    [Fact]
    public void Pods_and_containers_may_do_nothing_beyond_their_work() => None(
        "Not root, read-only root, no capabilities, no escalation, no token of the cluster, bounded memory.",
        (from c in Containers
         where c.Pod.Scalar("securityContext", "runAsNonRoot") != "true"
             || c.Pod.Scalar("securityContext", "seccompProfile", "type") != "RuntimeDefault"
             || c.Pod.Scalar("automountServiceAccountToken") != "false"
             || c.Container.Scalar("securityContext", "readOnlyRootFilesystem") != "true"
             || c.Container.Scalar("securityContext", "allowPrivilegeEscalation") != "false"
             || c.Container.At("securityContext", "capabilities", "drop")?.ToString().Contains("ALL") != true
             || c.Container.Scalar("resources", "limits", "memory") is null
         select $"{c.File.Path} {c.Container.Scalar("name")}")
        .Concat(from s in Services
                where s.Service.Scalar("image")!.StartsWith("federation")
                where s.Service.Scalar("read_only") != "true"
                    || s.Service.At("cap_drop")?.ToString().Contains("ALL") != true
                    || s.Service.At("security_opt")?.ToString().Contains("no-new-privileges:true") != true
                select $"{s.File.Path} {s.Name}"));

    [Fact]
    public void A_node_is_given_longer_to_end_than_it_takes()
    {
        // A silo and a gateway end by themselves within 30 s.
        Assert.Contains("Grace = TimeSpan.FromSeconds(30)", File("silo/Federation.Silo/Serve.cs").Content);
        var pods = Containers.Where(c => c.Container.At("ports") is not null).ToList();
        Assert.Equal(2, pods.Count);
        Assert.All(pods, c => Assert.True(int.Parse(c.Pod.Scalar("terminationGracePeriodSeconds")!) > 35));
        var nodes = Services.Where(s => Regex.IsMatch(s.Name, "^(town|silo|gateway)")).ToList();
        Assert.Equal(6, nodes.Count);
        Assert.All(nodes, s => Assert.True(int.Parse(s.Service.Scalar("stop_grace_period")!.TrimEnd('s')) > 30));
    }

    [Fact]
    public void The_manifests_of_kustomize_are_all_there()
    {
        var listed = Documents(File("deploy/kubernetes/kustomization.yaml")).Single().At("resources").Items()
            .Select(item => item.Scalar()!);
        var there = Yaml.Where(f => f.Path.StartsWith("deploy/kubernetes/")).Select(f => Path.GetFileName(f.Path));
        Assert.Equal(there.Except(["kustomization.yaml"]).Order(), listed.Order());
        Assert.All(Objects.Skip(1), o => Assert.NotNull(o.Object.Scalar("kind")));
    }

    [Fact]
    public void What_is_selected_exists()
    {
        var pods = Objects.SelectMany(o => o.Object.All())
            .Select(node => node.Scalar("template", "metadata", "labels", "app.kubernetes.io/name"))
            .Where(name => name is not null).ToHashSet();
        var selected = Objects.SelectMany(o => o.Object.All())
            .Where(node => node.At("matchLabels") is not null || node.At("selector") is not null)
            .Select(node => node.Scalar("matchLabels", "app.kubernetes.io/name")
                ?? node.Scalar("selector", "app.kubernetes.io/name"))
            .Where(name => name is not null).ToList();
        Assert.True(selected.Count >= 8);
        Assert.All(selected, name => Assert.Contains(name, pods));
    }

    [Fact]
    public void The_clusters_gateways_believe_the_network_that_its_proxy_is_in()
    {
        var cluster = Documents(File("deploy/compose/cluster.yaml")).Single();
        var subnet = cluster.At("networks", "front", "ipam", "config").Items().Single().Scalar("subnet");
        foreach (var name in new[] { "gateway-1", "gateway-2" })
            Assert.Equal(
                subnet, cluster.Scalar("services", name, "environment", "Federation__TrustedProxies"));
        var caddy = File("deploy/compose/Caddyfile").Content;
        Assert.Contains("gateway-1:8080 gateway-2:8080", caddy);
        Assert.Contains("flush_interval -1", caddy);
        Assert.Contains("proxy_buffering off", File("deploy/compose/nginx.conf").Content);
        Assert.Contains("not path /api/v1/changes", caddy);
    }
}
