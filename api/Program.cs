using Federation.Api;
using Federation.Api.Accounts;
using Federation.Api.Changes;
using Federation.Api.Hosting;
using Federation.Grains.Engine;

// The table of contents: what the gateway is made of, in the order a request meets it.

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets(); // Without it package assets answer 200 with 0 bytes outside Development.
builder.AddProxies();
builder.AddLimits();
try
{
    builder.AddFederation();
}
catch (SettingsException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

builder.AddTelemetry();
builder.Services.AddPages();
builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<ProblemHandler>();
builder.Services.AddSingleton<Readiness>();
builder.Services.AddSingleton(
    services => new RoleTable(Dashboard.IsOn(services) ? Dashboard.Roles : []));
builder.Services.AddHostedService<FirstStart>();
builder.AddOpenApiDocuments();

var app = builder.Build();
app.UseForwardedHeaders();
app.UseExceptionHandler();
app.UseProblemsForBareAnswers();
app.UsePages();
app.UseRouting();
app.UseMiddleware<Gate>();
app.UseRateLimiter();
app.UseAntiforgery();
app.MapRoutes();
app.Run();
return 0;

/// <summary>Named so that tests can start the gateway in their own process.</summary>
public partial class Program;
