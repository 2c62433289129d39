using System.Text.Json.Nodes;

namespace Federation.Api.Sample;

/// <summary>How the case's commands reach the product: from inside at the first start, and in the tests over HTTP or
/// typed into pages.</summary>
internal interface ISend
{
    /// <summary>Posts a command below <c>/api/v1</c>; throws when it is not accepted.</summary>
    Task<JsonObject> Post(Caller caller, string path, object body);
}
