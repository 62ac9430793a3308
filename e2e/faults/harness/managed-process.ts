import { type Exit, spawnTied, type TiedProcess } from '@cardmill/server-kit/servers';
import { waitFor } from '@cardmill/testkit';

export interface ProcessPlan {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  log: string;
  /** Resolves to true when it can work. */
  ready: () => Promise<boolean>;
}

/** How a process ended. `wanted`: the bench did it, or asked for it. */
export interface Death {
  name: string;
  pid: number;
  exit: Exit;
  wanted: boolean;
}

/** One process of the bench. Ended, halted and started by its own pid only. */
export interface ManagedProcess {
  readonly name: string;
  readonly log: string;
  pid(): number;
  alive(): boolean;
  /** False while it runs with other settings than planned. */
  planned(): boolean;
  deaths(): readonly Death[];
  /** Starts it, with other settings when some are given, and waits until it can work. */
  start(env?: Readonly<Record<string, string>>): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; gives how it ended and how long that took. SIGKILL after 40 s. */
  term(): Promise<{ exit: Exit; ms: number }>;
  /** SIGSTOP. */
  halt(): void;
  /** SIGCONT. */
  resume(): void;
  /** Whenever it dies from now on it is started again, until `false` is said. */
  keepAlive(wanted: boolean): void;
}

const START_MS = 90_000;
const TERM_MS = 40_000;

export function createManagedProcess(plan: ProcessPlan): ManagedProcess {
  const deaths: Death[] = [];
  let tied: TiedProcess | null = null;
  let wanted = false;
  let again = false;
  let extra: Readonly<Record<string, string>> = {};

  function spawn(): TiedProcess {
    const child = spawnTied({
      command: plan.command,
      args: plan.args,
      env: { ...plan.env, ...extra },
      cwd: plan.cwd,
      output: { file: plan.log },
      orphanSteps: [
        [0, 'TERM'],
        [5, 'KILL'],
      ],
    });
    wanted = false;
    void burying(child);
    return child;
  }

  async function burying(child: TiedProcess): Promise<void> {
    const exit = await child.exited;
    deaths.push({ name: plan.name, pid: child.pid, exit, wanted });
    if (again && tied === child) tied = spawn();
  }

  const current = (): TiedProcess => {
    if (tied === null) throw new Error(`${plan.name} was never started`);
    return tied;
  };

  return {
    name: plan.name,
    log: plan.log,
    pid: () => current().pid,
    alive: () => tied !== null && tied.ended() === undefined,
    planned: () => Object.keys(extra).length === 0,
    deaths: () => deaths,
    async start(env = {}) {
      if (tied === null || tied.ended() !== undefined) {
        extra = env;
        tied = spawn();
      }
      const how = await waitFor(
        async () => {
          if (tied?.ended() !== undefined && !again) return 'ended';
          return (await plan.ready()) ? 'ready' : undefined;
        },
        { timeoutMs: START_MS, everyMs: 50, what: `start of ${plan.name}` },
      );
      if (how === 'ended') throw new Error(`${plan.name} ended while it started: ${plan.log}`);
    },
    async kill() {
      wanted = true;
      const child = current();
      child.kill('SIGKILL');
      await child.exited;
    },
    async term() {
      wanted = true;
      const child = current();
      const started = performance.now();
      // A halted process would not hear it.
      child.kill('SIGCONT');
      const exit = await child.stop('SIGTERM', TERM_MS);
      return { exit, ms: Math.round(performance.now() - started) };
    },
    halt: () => void current().kill('SIGSTOP'),
    resume: () => void current().kill('SIGCONT'),
    keepAlive(on) {
      again = on;
      if (on && tied !== null && tied.ended() !== undefined) tied = spawn();
    },
  };
}
