// RFC 1951, decompression only: what `satline/inline` is packed with. Engines unpack by themselves
// only while somebody waits, and here calls without `await` have to work at once.

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const distanceBits = (symbol) => (symbol < 4 ? 0 : (symbol >> 1) - 1);
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Codes by their lengths: how many there are of each, and the symbols in order. */
const codes = (lengths) => {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  const places = new Uint16Array(16);
  for (let length = 1; length < 15; length++) places[length + 1] = places[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length) symbols[places[length]++] = symbol;
  });
  return { counts, symbols };
};

const damaged = () => new Error("The packed wasm is damaged.");

export const inflate = (from, size) => {
  const to = new Uint8Array(size);
  let [read, written, bits, held] = [0, 0, 0, 0];
  const take = (count) => {
    for (; held < count; held += 8) {
      if (read >= from.length) throw damaged();
      bits |= from[read++] << held;
    }
    const value = bits & ((1 << count) - 1);
    bits >>>= count;
    held -= count;
    return value;
  };
  const symbolOf = ({ counts, symbols }) => {
    for (let length = 1, code = 0, first = 0, place = 0; length < 16; length++) {
      code |= take(1);
      const count = counts[length];
      if (code - count < first) return symbols[place + code - first];
      place += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw damaged();
  };
  const tables = () => {
    const [literals, distances, known] = [take(5) + 257, take(5) + 1, take(4) + 4];
    const lengths = new Array(19).fill(0);
    for (const place of ORDER.slice(0, known)) lengths[place] = take(3);
    const lengthCodes = codes(lengths);
    const all = [];
    while (all.length < literals + distances) {
      const symbol = symbolOf(lengthCodes);
      if (symbol < 16) all.push(symbol);
      else {
        const again = symbol === 16 ? all.at(-1) : 0;
        const count = symbol === 16 ? take(2) + 3 : symbol === 17 ? take(3) + 3 : take(7) + 11;
        for (let i = 0; i < count; i++) all.push(again);
      }
    }
    return [codes(all.slice(0, literals)), codes(all.slice(literals))];
  };
  const fixed = () => {
    const lengths = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
    return [codes(lengths), codes(new Array(30).fill(5))];
  };
  const stored = () => {
    bits = held = 0;
    const length = from[read] | (from[read + 1] << 8);
    read += 4;
    to.set(from.subarray(read, read + length), written);
    read += length;
    written += length;
  };
  for (let last = 0; !last; ) {
    last = take(1);
    const kind = take(2);
    if (kind === 0) {
      stored();
      continue;
    }
    const [literals, distances] = kind === 1 ? fixed() : tables();
    for (let symbol; (symbol = symbolOf(literals)) !== 256; ) {
      if (symbol < 256) {
        to[written++] = symbol;
        continue;
      }
      const length = LENGTHS[symbol - 257] + take(LENGTH_BITS[symbol - 257]);
      const code = symbolOf(distances);
      const back = DISTANCES[code] + take(distanceBits(code));
      for (let i = 0; i < length; i++, written++) to[written] = to[written - back];
    }
  }
  return to;
};
