// Makes the bucket named by STORE (s3://bucket) unless it is there. Plain S3 calls only, so that it
// does for any S3 what a vendor's client does for one.
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';

const DEADLINE_MS = 60_000;
const setting = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const bucket = new URL(setting('STORE')).host;
const client = new S3Client({
  endpoint: setting('S3_ENDPOINT'),
  region: setting('S3_REGION'),
  forcePathStyle: process.env['S3_FORCE_PATH_STYLE'] === 'true',
  credentials: { accessKeyId: setting('S3_ACCESS_KEY_ID'), secretAccessKey: setting('S3_SECRET_ACCESS_KEY') },
});

const send = (command) => client.send(command, { abortSignal: AbortSignal.timeout(10_000) });

async function ensureBucket() {
  try {
    await send(new HeadBucketCommand({ Bucket: bucket }));
    return 'is there';
  } catch (error) {
    if (error?.$metadata?.httpStatusCode !== 404) throw error;
    await send(new CreateBucketCommand({ Bucket: bucket }));
    return 'made';
  }
}

// The storage answers its health check a moment before it serves; only that is waited for.
const passes = (error) => (error?.$metadata?.httpStatusCode ?? 503) >= 500;
const giveUpAt = Date.now() + DEADLINE_MS;
for (;;) {
  try {
    console.log(`bucket ${bucket}: ${await ensureBucket()}`);
    break;
  } catch (error) {
    if (!passes(error) || Date.now() > giveUpAt) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
client.destroy();
