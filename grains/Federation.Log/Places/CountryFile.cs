using Federation.Domain.Places;
using System.Buffers.Binary;
using System.Text;

namespace Federation.Log.Places;

/// <summary>The bytes of country.bin and the way through them. Country/README.md describes the format.</summary>
/// <remarks>Read once into one array and never changed, hence safe for any number of threads. Nothing is unpacked
/// before it is asked for: an index entry is eight bytes, a name is decoded where it lies.</remarks>
internal sealed class CountryFile
{
    public const string Magic = "COUNTRY1";

    /// <summary>Province, city, county, town. Villages have no index: they lie behind their town's name.</summary>
    public const int IndexedLevels = 4;

    /// <summary>Tokens numbered below this take one byte in a name; the others two.</summary>
    public const int OneByteTokens = 224;

    /// <summary>UTF-16 units; the longest name of 2023 has 33.</summary>
    public const int LongestName = 64;

    private const int EntryBytes = 8;

    private readonly byte[] _bytes;
    private readonly string[] _tokens;
    private readonly int[] _starts = new int[IndexedLevels];
    private readonly int[] _counts = new int[IndexedLevels];

    public CountryFile(byte[] bytes)
    {
        _bytes = bytes;
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        if (Encoding.ASCII.GetString(reader.ReadBytes(Magic.Length)) != Magic)
            throw new InvalidDataException("This is not a country file.");

        var date = reader.ReadInt32();
        CodesDate = new(date / 10_000, date / 100 % 100, date % 100);
        _tokens = new string[reader.ReadInt32()];
        for (var i = 0; i < _tokens.Length; i++) _tokens[i] = reader.ReadString();

        for (var level = 0; level < IndexedLevels; level++)
        {
            _counts[level] = reader.ReadInt32();
            _starts[level] = (int)reader.BaseStream.Position;
            reader.BaseStream.Position += (long)_counts[level] * EntryBytes;
        }
    }

    public DateOnly CodesDate { get; }

    public uint Code(RegionLevel level, int index) => Number(_starts[(int)level] + index * EntryBytes);

    public string Name(RegionLevel level, int index)
    {
        Span<char> name = stackalloc char[LongestName];
        return new(name[..DecodeName(level, index, name)]);
    }

    public int DecodeName(RegionLevel level, int index, Span<char> name) => Decode(NameAt(level, index), name);

    /// <summary>Index of the first entry whose code is not less than this one (the count if there is none).</summary>
    public int FirstFrom(RegionLevel level, ulong code)
    {
        var (low, high) = (0, _counts[(int)level]);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Code(level, middle) < code) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    public VillageCursor Villages(int town) => new(this, NameAt(RegionLevel.Town, town));

    private int NameAt(RegionLevel level, int index) => (int)Number(_starts[(int)level] + index * EntryBytes + 4);

    private uint Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    /// <summary>UTF-16 units written.</summary>
    private int Decode(int at, Span<char> name)
    {
        var (written, end) = (0, at + 1 + _bytes[at]);
        for (at++; at < end; at++)
        {
            int token = _bytes[at];
            if (token >= OneByteTokens) token = OneByteTokens + ((token - OneByteTokens) << 8) + _bytes[++at];
            var text = _tokens[token];
            text.CopyTo(name[written..]);
            written += text.Length;
        }

        return written;
    }

    /// <summary>Walks through the villages of one town by code. Begins before the first.</summary>
    public struct VillageCursor
    {
        private readonly CountryFile _file;
        private int _next;
        private int _left;
        private int _name;

        internal VillageCursor(CountryFile file, int townName)
        {
            _file = file;
            _next = townName + 1 + file._bytes[townName];
            _left = Read();
        }

        /// <summary>The last three digits of the village's code.</summary>
        public int Suffix { get; private set; }

        public bool MoveNext()
        {
            if (_left-- == 0) return false;
            Suffix += Read();
            _name = _next;
            _next += 1 + _file._bytes[_next];
            return true;
        }

        public readonly int DecodeName(Span<char> name) => _file.Decode(_name, name);

        public readonly string Name()
        {
            Span<char> name = stackalloc char[LongestName];
            return new(name[..DecodeName(name)]);
        }

        /// <summary>Seven bits a byte, the lowest first; the high bit says that more follow.</summary>
        private int Read()
        {
            for (var (value, shift) = (0, 0); ; shift += 7)
            {
                var part = _file._bytes[_next++];
                value |= (part & 0x7F) << shift;
                if (part < 0x80) return value;
            }
        }
    }
}
