/** An uncompressed one-strip TIFF of 32-bit floating grey samples, which sharp itself cannot write. For tests. */
export function tinyTiff(width: number, height: number, samples: readonly number[]): Buffer {
  const pixels = Buffer.alloc(samples.length * 4);
  for (const [i, value] of samples.entries()) pixels.writeFloatLE(value, i * 4);
  const tags = 10;
  const dataAt = 8 + 2 + tags * 12 + 4;
  const long = 4;
  const short = 3;
  const entries: [tag: number, type: number, value: number][] = [
    [256, short, width],
    [257, short, height],
    [258, short, 32],
    [259, short, 1],
    [262, short, 1],
    [273, long, dataAt],
    [277, short, 1],
    [278, long, height],
    [279, long, pixels.length],
    [339, short, 3],
  ];
  const head = Buffer.alloc(dataAt);
  head.write('II', 0, 'latin1');
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  for (const [i, [tag, type, value]] of entries.entries()) {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(value, at + 8);
  }
  return Buffer.concat([head, pixels]);
}
