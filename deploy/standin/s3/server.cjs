// s3rver knows one account with fixed keys; here it gets MinIO's root user instead.
const S3rver = require('s3rver');
const { DUMMY_ACCOUNT } = require('s3rver/lib/models/account');

const { MINIO_ROOT_USER: user, MINIO_ROOT_PASSWORD: password } = process.env;
if (!user || !password) throw new Error('MINIO_ROOT_USER and MINIO_ROOT_PASSWORD must be set');
DUMMY_ACCOUNT.revokeAccessKey('S3RVER');
DUMMY_ACCOUNT.createKeyPair(user, password);

const server = new S3rver({
  address: '0.0.0.0',
  port: 9000,
  directory: '/data',
  vhostBuckets: false,
  silent: true,
});
server.run(() => console.log('s3rver listens on port 9000'));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => server.close(() => process.exit(0)));
