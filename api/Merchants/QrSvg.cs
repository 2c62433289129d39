using System.Collections;
using System.Text;
using QRCoder;

namespace Federation.Api.Merchants;

/// <summary>A QR code as one path of unit squares, quiet zone included, to be drawn in any size by our own SVG.
/// </summary>
/// <param name="Side">Modules of a side: the drawing's <c>viewBox</c> is <c>0 0 Side Side</c>.</param>
public sealed record QrSvg(int Side, string Path)
{
    /// <summary>Medium correction: a badge in a shop window gets scratched.</summary>
    public static QrSvg Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++) Row(code.ModuleMatrix[y], y, path);
        return new(code.ModuleMatrix.Count, path.ToString());
    }

    // Neighbours in a row are one bar, so that no printer leaves hair lines between them.
    private static void Row(BitArray row, int y, StringBuilder path)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var from = x;
            while (x < row.Length && row[x]) x++;
            if (x > from) path.Append($"M{from} {y}h{x - from}v1h-{x - from}z");
        }
    }
}
