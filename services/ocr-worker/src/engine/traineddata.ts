const LSTM_COMPONENT = 17;

/**
 * What is wrong with a `.traineddata` file, or null. The engine only says "initialization failed".
 *
 * The file starts with the number of components and the offset of each, -1 for one that is left out.
 */
export function brokenModel(data: Uint8Array): string | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.byteLength < 4) return 'the model is empty';
  const count = view.getInt32(0, true);
  if (count < 1 || count > 64 || data.byteLength < 4 + count * 8) return 'this is not a traineddata file';
  for (let i = 0; i < count; i++) {
    if (view.getBigInt64(4 + i * 8, true) >= BigInt(data.byteLength)) return 'the model is cut off';
  }
  if (count <= LSTM_COMPONENT || view.getBigInt64(4 + LSTM_COMPONENT * 8, true) < 0n) {
    return 'the model has no LSTM part, which is the only engine used here';
  }
  return null;
}
