import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { armFailPoints, type FailPoint } from '@cardmill/server-kit/fail-points';

import { type Fault, FAULTS_FILE, type Hit, hitFile } from './fault-folder.ts';

// Preloaded into a service with --import: makes it do to itself what the fault folder asks for.
const folder = process.env['FAULT_FOLDER'];
const name = process.env['FAULT_PROCESS'] ?? '';
if (folder === undefined) throw new Error('FAULT_FOLDER is not set');
const dir: string = folder;

armFailPoints(async (point, key) => {
  for (const fault of wanted(point, key)) {
    if (leaveWord(fault, key)) await act(fault);
  }
});

function wanted(point: FailPoint, key: string): Fault[] {
  const faults = JSON.parse(readFileSync(join(dir, FAULTS_FILE), 'utf8')) as Fault[];
  return faults.filter(
    (fault) =>
      fault.point === point &&
      (fault.key === undefined || fault.key === key) &&
      (fault.process === undefined || name.startsWith(fault.process)),
  );
}

/** False when the fault has happened often enough. A link is made by one process only, and is whole at once. */
function leaveWord(fault: Fault, key: string): boolean {
  const hit: Hit = { fault: fault.id, process: name, pid: process.pid, key, action: fault.action.kind };
  const draft = `${hitFile(dir, fault.id, process.pid)}.new`;
  writeFileSync(draft, JSON.stringify(hit));
  try {
    for (let n = 0; n < (fault.times ?? 1); n += 1) {
      try {
        linkSync(draft, hitFile(dir, fault.id, n));
        return true;
      } catch {
        // Somebody else's hit.
      }
    }
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

async function act(fault: Fault): Promise<void> {
  switch (fault.action.kind) {
    case 'exit':
      process.kill(process.pid, 'SIGKILL');
      // The signal takes a moment, in which nothing more may be done.
      return sleep(60_000);
    case 'stop':
      process.kill(process.pid, 'SIGSTOP');
      // Stopped threads are not all stopped at once; woken up, it goes on.
      return sleep(20);
    case 'sleep':
      return sleep(fault.action.ms);
    case 'throw':
      throw new Error(`fault ${fault.id}`);
  }
}
