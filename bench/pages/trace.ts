import { z } from 'zod';

const Event = z.object({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  dur: z.number().optional(),
  /** Of that, what its thread computed. */
  tdur: z.number().optional(),
  pid: z.number(),
  tid: z.number(),
});
type Event = z.infer<typeof Event>;
const Trace = z.object({ traceEvents: z.array(Event) });

const SCRIPT = /^(?:FunctionCall|EvaluateScript|v8\.callFunction|V8\.Execute)$/;
const TASK = /^(?:ThreadControllerImpl::)?RunTask$/;
const LONG_MS = 50;

export interface ScriptTasks {
  /** Milliseconds of the longest task that ran script of the page, layout within it included. */
  longestMs: number;
  /** The same without the time in which other processes had the processor. */
  longestCpuMs: number;
  /** Tasks that computed for over 50 ms. */
  longTasks: number;
}

/** What the tasks of a page's main thread in which script ran took. */
export function scriptTasks(trace: Buffer): ScriptTasks {
  const events = Trace.parse(JSON.parse(trace.toString())).traceEvents;
  const main = mainThread(events);
  const own = events.filter((event) => event.ph === 'X' && threadOf(event) === main);
  const scripts = own
    .filter(({ name }) => SCRIPT.test(name))
    .map(({ ts }) => ts)
    .toSorted((a, b) => a - b);
  const tasks: { ms: number; cpuMs: number }[] = [];
  let at = 0;
  // Tasks of one thread follow each other: one pass over both, where a search for each takes minutes.
  for (const { ts, dur = 0, tdur = dur } of own
    .filter(({ name }) => TASK.test(name))
    .toSorted((a, b) => a.ts - b.ts)) {
    while ((scripts[at] ?? Infinity) < ts) at += 1;
    if ((scripts[at] ?? Infinity) <= ts + dur) tasks.push({ ms: dur / 1_000, cpuMs: tdur / 1_000 });
  }
  if (tasks.length === 0) throw new Error('the trace holds no task with script');
  const longest = (of: (task: { ms: number; cpuMs: number }) => number): number =>
    tasks.reduce((most, task) => Math.max(most, of(task)), 0);
  return {
    longestMs: longest((task) => task.ms),
    longestCpuMs: longest((task) => task.cpuMs),
    longTasks: tasks.filter(({ cpuMs }) => cpuMs > LONG_MS).length,
  };
}

const threadOf = ({ pid, tid }: Event): string => `${pid}/${tid}`;

/** The thread that ran most script: the page's. */
function mainThread(events: readonly Event[]): string {
  const spent = new Map<string, number>();
  for (const event of events)
    if (SCRIPT.test(event.name))
      spent.set(threadOf(event), (spent.get(threadOf(event)) ?? 0) + (event.dur ?? 0));
  return [...spent].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
