import { createServer, type ServerResponse } from 'node:http';

/** How the server treats a GET: as it should be, with a status, with silence, or byte by byte without end. */
export type S3Mood = 'well' | 'silent' | 'trickling' | { status: number; code: string };

/** As much of S3 as a worker uses, in memory, with moods. */
export async function startS3() {
  const objects = new Map<string, Buffer>();
  let mood: S3Mood = 'well';
  let asked = 0;
  const server = createServer((req, res) => {
    const key = (req.url ?? '').split('?')[0] ?? '';
    if (req.method === 'PUT') {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        objects.set(key, Buffer.concat(chunks));
        res.writeHead(200, { etag: '"1"' }).end();
      });
      return;
    }
    asked += 1;
    if (mood === 'silent') return;
    const bytes = objects.get(key);
    if (typeof mood === 'object') refuse(res, mood.status, mood.code);
    else if (bytes === undefined) refuse(res, 404, 'NoSuchKey');
    else if (mood === 'well') res.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    else trickle(res, bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `s3://key:secret@127.0.0.1:${address.port}/cards?tls=false`,
    objects,
    be: (wanted: S3Mood) => (mood = wanted),
    /** GETs and HEADs so far. */
    asked: () => asked,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function refuse(res: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
  res.writeHead(status, { 'content-type': 'application/xml', 'content-length': body.length }).end(body);
}

/** Never silent for long, and never done. */
function trickle(res: ServerResponse, bytes: Buffer): void {
  res.writeHead(200, { 'content-length': bytes.length });
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length - 1) res.write(bytes.subarray(at, (at += 1)));
  }, 50);
  res.on('close', () => clearInterval(timer));
}
