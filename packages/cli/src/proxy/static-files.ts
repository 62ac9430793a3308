import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { pageHeaders } from './page-headers.ts';
import { replyProblem } from './reply-problem.ts';
import { pathOf } from './route.ts';

const compress = promisify(gzip);

interface StaticFile {
  body: Buffer;
  gzipped: Buffer | undefined;
  headers: Readonly<Record<string, string>>;
}

/** Answers GET and HEAD for the built web. */
export type StaticHandler = (req: IncomingMessage, res: ServerResponse) => void;

// What Vite emits; anything else is served as bytes.
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
const compressible = /^(?:text\/|application\/(?:json|manifest|wasm)|image\/svg)/;

/**
 * Takes the built web into memory (1 to 2 MB) and serves it from there. Not from disk: a build that is
 * swapped in while this runs takes the files away that the pages already open ask for, and sirv, which
 * we tried, ends the process on such a read and on a reversed `Range`.
 *
 * An unknown path is a page of the web, which has its own router; below `/assets/` it is a 404, so that
 * a script that is gone never comes back as a page.
 *
 * @param dir - the folder with `index.html`; when it is missing every answer is a 404 that says so
 */
export async function loadStaticFiles(dir: string): Promise<StaticHandler> {
  const files = await loadAll(dir);
  return (req, res) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      replyProblem(req, res, 'method_not_allowed');
      return;
    }
    const path = decode(pathOf(req.url ?? '/'));
    const file = files.get(path) ?? (path.startsWith('/assets/') ? undefined : files.get('/index.html'));
    if (file === undefined) {
      replyProblem(
        req,
        res,
        'not_found',
        files.size === 0 ? 'The web pages have not been built.' : undefined,
      );
      return;
    }
    send(req, res, file);
  };
}

function send(req: IncomingMessage, res: ServerResponse, file: StaticFile): void {
  if (req.headers['if-none-match'] === file.headers['etag']) {
    res.writeHead(304, file.headers).end();
    return;
  }
  const packed = /\bgzip\b/.test(req.headers['accept-encoding'] ?? '') ? file.gzipped : undefined;
  const body = packed ?? file.body;
  res.writeHead(200, {
    ...file.headers,
    'content-length': body.length,
    ...(packed === undefined ? {} : { 'content-encoding': 'gzip' }),
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

async function loadAll(dir: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readFolder(dir)) {
    const path = `/${entry.split(sep).join('/')}`;
    files.set(path, await load(join(dir, entry), path));
  }
  return files;
}

async function readFolder(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, sep).length));
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return [];
    throw err;
  }
}

async function load(file: string, path: string): Promise<StaticFile> {
  const body = await readFile(file);
  const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream';
  const gzipped = compressible.test(type) && body.length > 1_024 ? await compress(body) : undefined;
  const isPage = type.startsWith('text/html');
  return {
    body,
    gzipped,
    headers: {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      // Vite puts a hash into every name below assets/; everything else must be asked for again.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(gzipped === undefined ? {} : { vary: 'accept-encoding' }),
      ...(isPage ? pageHeaders : {}),
    },
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
