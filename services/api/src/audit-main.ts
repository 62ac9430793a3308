// Compares objects with rows once and says what it finds on standard output:
//   unknown <key> <bytes> <modified>      missing <key> <batch> <filename>
// Ends with 0 when all is well, 2 when there are findings, 1 when it could not look.
import { parseConfig } from '@cardmill/server-kit';
import { completeStore } from '@cardmill/storage';

import { auditConfig, reportAudit } from './audit/report.ts';

const write = (line: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (err) => (err ? reject(err) : resolve()));
  });

try {
  const findings = await reportAudit(parseConfig(auditConfig, completeStore(process.env)), write);
  process.exitCode = findings === 0 ? 0 : 2;
} catch (err) {
  process.stderr.write(`audit: ${err instanceof Error ? err.message : String(err)}\n`);
  process.exitCode = 1;
}
