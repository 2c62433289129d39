using System.Text.RegularExpressions;
using static Federation.Deploy.Tests.Deployment;

namespace Federation.Deploy.Tests;

/// <summary>The units and scripts of a town on one PC, read by the tools that will run them.</summary>
public sealed class SystemdTests
{
    private const string Installed = "/opt/federation/current/";

    private static IEnumerable<Text> Units =>
        Files.Where(f => f.Path.EndsWith(".service") || f.Path.EndsWith(".timer"));

    [Fact]
    public void Systemd_finds_nothing_to_say_about_the_units()
    {
        var folder = Directory.CreateTempSubdirectory("federation-units-").FullName;
        try
        {
            // The programs are not installed where tests run; that they are named right is the next test's.
            foreach (var unit in Units)
                System.IO.File.WriteAllText(
                    Path.Combine(folder, Path.GetFileName(unit.Path)),
                    Regex.Replace(unit.Content, $@"^ExecStart={Installed}\S+", "ExecStart=/bin/true",
                        RegexOptions.Multiline));
            string[] units = [.. Units.Select(unit => Path.Combine(folder, Path.GetFileName(unit.Path)))];
            var (code, said) = Run("systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", .. units]);
            Assert.True(code == 0 && said.Trim().Length == 0, said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Units_start_what_the_installer_puts_there()
    {
        var started = Units.SelectMany(unit => Regex.Matches(unit.Content, @"^ExecStart=(\S+)", RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value)).ToList();
        Assert.Equal(6, started.Count);
        Assert.All(started, program => Assert.StartsWith(Installed, program));
        var scripts = started.Where(p => p.StartsWith(Installed + "systemd/")).ToList();
        Assert.Equal(5, scripts.Count);
        Assert.All(scripts, p => Assert.True(IsExecutable("deploy/systemd/" + Path.GetFileName(p)), p));
        Assert.Contains(Installed + "gateway/Federation.Api", started);
    }

    [Fact]
    public void The_installer_installs_every_unit()
    {
        var install = File("deploy/systemd/install").Content;
        var listed = Regex.Match(install, @"^units=\(([^)]*)\)", RegexOptions.Multiline).Groups[1].Value;
        var (_, said) = Run("bash", "-c", $"printf '%s\\n' {listed.Replace('\n', ' ')}");
        Assert.Equal(
            Units.Select(unit => Path.GetFileName(unit.Path)).Order(StringComparer.Ordinal),
            said.Trim().Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_service_is_confined_and_none_is_root() => None(
        "Its own user, nothing of the machine writable but its folders, no new rights.",
        from unit in Units
        where unit.Path.EndsWith(".service")
        from line in new[]
        {
            "User=federation", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
            "CapabilityBoundingSet=", "SystemCallFilter=@system-service", "UMask=0077",
        }
        where !unit.Lines.Contains(line)
        select $"{unit.Path}: {line}");

    [Fact]
    public void Every_script_is_one_that_bash_reads()
    {
        Assert.Equal(9, Scripts.Count());
        foreach (var script in Scripts)
        {
            var (code, said) = Run("bash", "-n", Full(script.Path));
            Assert.True(code == 0, said);
            Assert.True(script.Path.EndsWith(".sh") || IsExecutable(script.Path), script.Path);
        }
    }

    [Fact]
    public void Shellcheck_finds_nothing_to_say_about_the_scripts()
    {
        var (code, said) = Run("shellcheck", ["--external-sources", .. Scripts.Select(script => Full(script.Path))]);
        Assert.True(code == 0, said);
    }

    [Fact]
    public void Lines_of_scripts_and_units_fit_into_120_columns() => None(
        "Break the line.",
        from file in Files
        where !file.Path.EndsWith(".json") && !file.Path.EndsWith("metrics.txt") && !file.Path.Contains("decisions/")
        from line in file.Lines.Index()
        where new System.Globalization.StringInfo(line.Item).LengthInTextElements > 120
            && !Regex.IsMatch(line.Item, @"^\s*\||^\s*(summary|expr):|rate\(")
        select $"{file.Path}:{line.Index + 1}");

    private static bool IsExecutable(string path) => !OperatingSystem.IsWindows() &&
        (System.IO.File.GetUnixFileMode(Full(path)) & UnixFileMode.OtherExecute) != 0;
}
