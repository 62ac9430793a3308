/**
 * 32-bit floating samples, in the machine's byte order, spread over 0..255: the lowest becomes black and the
 * highest white. An image of one value is white, as is a sample that is no number.
 */
export function stretchToBytes(samples: Buffer): Buffer {
  const count = Math.floor(samples.length / 4);
  // A copy when the buffer does not start on a 4-byte border, which Float32Array demands.
  const aligned = samples.byteOffset % 4 === 0 ? samples : Buffer.from(Uint8Array.from(samples).buffer);
  const values = new Float32Array(aligned.buffer, aligned.byteOffset, count);
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const out = Buffer.alloc(count, 255);
  if (high <= low) return out;
  const factor = 255 / (high - low);
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (value !== undefined && Number.isFinite(value)) out[i] = Math.round((value - low) * factor);
  }
  return out;
}
