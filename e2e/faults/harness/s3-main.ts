import { startS3rver } from '@cardmill/storage/s3rver';

// An S3 server as a process of its own: says its port in one line, ends on SIGTERM.
const server = await startS3rver();
process.stdout.write(`${JSON.stringify({ port: Number(new URL(server.options.endpoint).port) })}\n`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
