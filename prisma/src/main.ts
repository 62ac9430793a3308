import { migrate } from './migrate.ts';

// The one-shot `migrate` of compose. Prints what it did as one log line.
const url = process.env['DATABASE_URL'];
if (url === undefined || url === '') {
  process.stderr.write('DATABASE_URL is missing: the database to migrate, postgresql://…\n');
  process.exit(1);
}
const { applied } = await migrate(url);
process.stdout.write(
  `${JSON.stringify({ level: 'info', service: 'migrate', applied, msg: 'database is at the newest schema' })}\n`,
);
