using System.Text.Json;
using System.Text.Json.Nodes;
using Federation.Api.Sample;
using Federation.Api.Http;

namespace Federation.Tests.WholeCase;

/// <summary>Sends each command of the case over HTTP, as a program of somebody else would.</summary>
/// <remarks>Pages have no box for "illustrative": it is left out here, too, so that both ways say the same.</remarks>
internal sealed class ApiHand(Client admin, Client coordinator) : ISend
{
    public async Task<JsonObject> Post(Caller caller, string path, object body)
    {
        var sent = (JsonObject)JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web)!;
        sent.Remove("illustrative");
        return await (caller.UserName == "admin" ? admin : coordinator).Done(path, sent);
    }
}
