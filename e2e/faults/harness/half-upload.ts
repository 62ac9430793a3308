import { setTimeout as sleep } from 'node:timers/promises';

import type { TestFile } from '../../support/client.ts';

const BOUNDARY = 'cardmill-fault-bench';

/**
 * Sends the first half of a file and then nothing more, until `over` is called.
 * @returns the status of the reply, or null when the connection broke
 */
export function sendHalf(
  url: string,
  batch: string,
  file: TestFile,
): { half: Promise<void>; over: () => void; reply: Promise<number | null> } {
  let arrived: () => void;
  let stop: () => void;
  const half = new Promise<void>((resolve) => (arrived = resolve));
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const part = (head: string): Uint8Array => new TextEncoder().encode(`--${BOUNDARY}\r\n${head}\r\n\r\n`);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(part('Content-Disposition: form-data; name="batch"'));
      controller.enqueue(new TextEncoder().encode(`${batch}\r\n`));
      controller.enqueue(
        part(
          `Content-Disposition: form-data; name="files"; filename="${file.name}"\r\nContent-Type: image/jpeg`,
        ),
      );
      controller.enqueue(file.bytes.subarray(0, Math.floor(file.bytes.length / 2)));
      await sleep(300);
      arrived();
      await stopped;
      controller.error(new Error('the sender gave up'));
    },
  });
  const ask = async (): Promise<number | null> => {
    try {
      const reply = await fetch(`${url}/api/v1/upload`, {
        method: 'POST',
        headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
        body,
        duplex: 'half',
        signal: AbortSignal.timeout(60_000),
      });
      return reply.status;
    } catch {
      return null;
    }
  };
  return { half, over: () => stop(), reply: ask() };
}
