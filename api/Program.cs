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
    builder.AddTransport();
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
if (app.Services.WhyNotOpen() is { } why)
{
    Console.Error.WriteLine(why);
    return 1;
}

app.UseForwardedHeaders();
app.UseAnswerHeaders();
app.UseRefusedAccess();
app.UseExceptionHandler();
app.UseProblemsForBareAnswers();
app.UseTransport();
app.UsePages();
app.UseRouting();
app.UseMiddleware<Gate>();
app.UseRateLimiter();
app.UseSoundQueries();
app.UseMiddleware<BodyGuard>();
app.UseAntiforgery();
app.UseMiddleware<Federation.Api.SigningIn.Confirming>();
app.MapRoutes();
app.Run();
return 0;

/// <summary>Named so that tests can start the gateway in their own process.</summary>
public partial class Program;
