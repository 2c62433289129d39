using Federation.Domain.Places;
using Federation.Log.Places;

namespace Federation.Api.Places;

/// <summary>The country's places; the towns that take part, and later changes of their villages.</summary>
public static class Places
{
    public static readonly Feature Feature = new("/regions", [typeof(Town.Refusals)], places =>
    {
        places.Json("/{code}", Who.Everyone, PlaceReading.Find);
        places.Json("/{code}/children", Who.Everyone, PlaceReading.Children);
        places.Page<PlaceView, PlacesPage>("~/admin/places", Who.Coordinators, _ => new PlaceView(null));
        var town = places.Page<PlaceView, PlacesPage>(
            "~/admin/places/{code}", Who.Coordinators, PlaceReading.Browse);
        places.Add<Nothing>("/{townCode}/adoption", Who.Coordinators, post => Adopt(post, post["townCode"]));
        places.Send<Nothing>("~/admin/places/{code}/adoption", Who.Coordinators, post => Adopt(post, post["code"]),
            town, told: new("镇街已启用", "The town is adopted", "adopted"));
        var import = places.Page<ImportView, ImportPage>(
            "~/admin/places/import", Who.Coordinators, _ => new ImportView(null));
        places.Other("POST", "/import", Who.Coordinators, Import)
            .WithMetadata(new BodyBound(VillageCsv.MaxBytes, Files: true));
        places.Other("POST", "~/admin/places/import", Who.Coordinators, http => ImportByPage(http, import))
            .WithMetadata(BodyBound.OneFile);
    });

    /// <summary>Records that the town takes part, with its villages as the country file has them.</summary>
    private static Task<Done> Adopt(Post post, string townCode)
    {
        var country = post.Http.RequestServices.GetRequiredService<Country>();
        if (country.Find(townCode) is not { Level: RegionLevel.Town } town)
            throw new ProblemException(Problem.NotFound);
        var villages = country.Villages(townCode).Select(v => new VillageFacts(v.Code, new(v.Name)));
        return post.Run(
            Town.Boundary.Stream(townCode),
            () => new TownCommand.AdoptTown(new(town.Name), country.CodesDate, [.. villages]),
            post.Caller.CoordinatesRegion(townCode), townCode);
    }

    /// <summary>A CSV of code, name and validFrom.</summary>
    private static async Task<IResult> Import(HttpContext http)
    {
        var bytes = await Bodies.ReadAsync(http.Request);
        var came = await Import(Post.Of(http, bytes, on: null), new MemoryStream(bytes));
        http.Response.Headers.ETag = $"\"{came.Position}\"";
        return Results.Json(came, Bodies.Options);
    }

    /// <summary>What came of it is shown at once, with a fresh form.</summary>
    private static async Task<IResult> ImportByPage(HttpContext http, PageRoute page)
    {
        var form = await Posted.Of(http);
        try
        {
            await using var csv = Typed(form);
            if (csv is not null)
            {
                var came = await Import(form.Post, csv);
                Pages.Begin(http);
                return Pages.Show<ImportView, ImportPage>(http, new(came));
            }
        }
        catch (ProblemException refused)
        {
            form.Tell(refused.Problem);
        }

        await page.Again(form);
        return Results.Empty;
    }

    /// <summary>A file from a spreadsheet, or rows typed or pasted.</summary>
    private static Stream? Typed(Posted form) =>
        form.Form.Files.GetFile("file") is { Length: > 0 } file ? file.OpenReadStream()
        : form.Text("rows") is { } rows ? new MemoryStream(System.Text.Encoding.UTF8.GetBytes(rows))
        : (Stream?)form.Wrong("file", "请选择文件，或在下面粘贴内容", "Choose a file, or paste the rows below");

    /// <summary>Good rows take effect town by town; bad rows are told.</summary>
    private static async Task<Imported> Import(Post post, Stream csv)
    {
        VillageSheet sheet;
        using (await Imports.Turn(post.Http)) sheet = await VillageCsv.ReadAsync(csv, post.Http.RequestAborted);
        var (accepted, position, bad) = (0, post.Log.Head.Position, sheet.Bad.ToList());
        foreach (var town in sheet.Good.GroupBy(r => r.Code[..Regions.TownDigits]))
        {
            var lines = town.Select(r => new VillageLine(r.Code, new(r.Name), r.ValidFrom));
            var done = await post.For(town.Key).Run(
                Town.Boundary.Stream(town.Key), () => new TownCommand.ChangeVillages([.. lines]),
                post.Caller.CoordinatesRegion(town.Key));
            if (done.Problem is { Status: >= 500 } problem) throw new ProblemException(problem);
            if (done.Problem is { } refused) bad.AddRange(town.Select(r => new BadRow(r.Row, refused.Zh, refused.En)));
            else (accepted, position) = (accepted + town.Count(), done.Outcome.Position);
        }

        return new("import", accepted, [.. bad.OrderBy(b => b.Row)], position);
    }
}
