import { fileURLToPath } from 'node:url';

import { z } from 'zod';

const folderConfig = z.strictObject({ kind: z.literal('folder'), dir: z.string().min(1) });

const s3Config = z.strictObject({
  kind: z.literal('s3'),
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  region: z.string().min(1).default('us-east-1'),
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be a bucket name: 3 to 63 of a-z 0-9 . -'),
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  forcePathStyle: z.boolean().default(true),
});

const parts = z.discriminatedUnion('kind', [folderConfig, s3Config]);
const flag = z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] });
const s3Query = z.strictObject({
  region: z.string().min(1).optional(),
  tls: flag.optional(),
  pathStyle: flag.optional(),
});

/**
 * Which store: a URL for one environment variable, or its parts.
 *
 * - `file:///absolute/folder`
 * - `s3://ACCESS_KEY:SECRET@host:port/bucket?tls=false&region=us-east-1&pathStyle=true`; key and secret are
 *   percent-encoded where they hold `/ + @ : %`; `tls` is on and `pathStyle` is on unless said otherwise
 *
 * What is wrong is told without the value: the URL holds the secret.
 */
export const storageConfigSchema = z
  .custom<StorageConfigInput>()
  .transform((input, context) => (typeof input === 'string' ? fromUrl(input, context) : input))
  .pipe(parts);

/** Parsed: ready for `createStore`. */
export type StorageConfig = z.output<typeof storageConfigSchema>;
export type StorageConfigInput = string | z.input<typeof parts>;

/**
 * An environment in which `STORE=s3://bucket` has been completed, from `S3_ENDPOINT`, `S3_ACCESS_KEY_ID`,
 * `S3_SECRET_ACCESS_KEY`, `S3_REGION` and `S3_FORCE_PATH_STYLE`, to the URL that the schema reads; any other `STORE` is
 * left alone, and so is one for which something is missing. For people: nobody has to percent-encode a secret.
 */
export function completeStore(env: Environment): Environment {
  const bucket = /^s3:\/\/([a-z0-9.-]+)\/?$/.exec(env['STORE'] ?? '')?.[1];
  const key = env['S3_ACCESS_KEY_ID'];
  const secret = env['S3_SECRET_ACCESS_KEY'];
  const endpoint = env['S3_ENDPOINT'];
  if (!bucket || !key || !secret || !endpoint || !URL.canParse(endpoint)) return env;
  const { protocol, host } = new URL(endpoint);
  const query = new URLSearchParams({ tls: String(protocol !== 'http:') });
  if (env['S3_REGION']) query.set('region', env['S3_REGION']);
  if (env['S3_FORCE_PATH_STYLE']) query.set('pathStyle', env['S3_FORCE_PATH_STYLE']);
  const credentials = `${encodeURIComponent(key)}:${encodeURIComponent(secret)}`;
  return { ...env, STORE: `s3://${credentials}@${host}/${bucket}?${query.toString()}` };
}

type Environment = Readonly<Record<string, string | undefined>>;

function fromUrl(text: string, context: z.RefinementCtx<StorageConfigInput>): z.input<typeof parts> {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'file:') {
    // `file:data` and `file://data` would silently mean another folder than the one meant.
    if (!text.startsWith('file:///')) return refuse('a folder is file:///absolute/path');
    return { kind: 'folder', dir: fileURLToPath(url) };
  }
  if (url?.protocol !== 's3:') return refuse('must start with file:/// or s3://');
  const query = s3Query.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) return refuse('only tls, region and pathStyle may follow the ?, as true or false');
  if (!url.username || !url.password) {
    return refuse(
      's3:// needs a key and a secret, or s3://bucket with S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
    );
  }
  if (!url.host) return refuse('an s3 URL names its host, for AWS s3.<region>.amazonaws.com');
  const { region, tls = true, pathStyle } = query.data;
  try {
    return {
      kind: 's3',
      endpoint: `${tls ? 'https' : 'http'}://${url.host}`,
      bucket: url.pathname.slice(1),
      accessKeyId: decodeURIComponent(url.username),
      secretAccessKey: decodeURIComponent(url.password),
      ...(region === undefined ? {} : { region }),
      ...(pathStyle === undefined ? {} : { forcePathStyle: pathStyle }),
    };
  } catch {
    // URIError; its message would quote the secret.
    return refuse('the key or the secret is not percent-encoded');
  }
}
