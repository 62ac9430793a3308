// The parts of s3rver 3.7.1 that the tests use; the package brings no types.
declare module 's3rver' {
  import type { IncomingMessage } from 'node:http';
  import type { Readable } from 'node:stream';

  interface Context {
    method: string;
    path: string;
    query: Record<string, string | undefined>;
    status: number;
    req: IncomingMessage;
  }
  interface PutObject {
    bucket: string;
    key: string;
    content: Readable | Buffer;
    metadata: Record<string, string>;
  }
  interface Store {
    getResourcePath(bucket: string, key: string | undefined, resource: string): string;
    existsObject(bucket: string, key: string): Promise<boolean>;
    putMetadata(bucket: string, key: string, metadata: Record<string, string>, md5: string): Promise<void>;
    putObject(object: PutObject): Promise<{ size: number; md5: string }>;
  }
  class S3rver {
    constructor(options: {
      address: string;
      port: number;
      directory: string;
      silent: boolean;
      vhostBuckets: boolean;
      configureBuckets: { name: string }[];
    });
    middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[];
    store: Store;
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
  export = S3rver;
}
