import { z } from 'zod';

const Event = z.object({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  dur: z.number().optional(),
  pid: z.number(),
  tid: z.number(),
  args: z.record(z.string(), z.unknown()).optional(),
});
type Event = z.infer<typeof Event>;
const Trace = z.object({ traceEvents: z.array(Event) });

const SCRIPT = /^(?:FunctionCall|EvaluateScript|v8\.callFunction|V8\.Execute)$/;
const LONG_MS = 50;

/** The longest task of a page's main thread in which script ran, in milliseconds, and how many were over 50. */
export function longestScriptTask(trace: Buffer): { longestTask: number; longTasks: number } {
  const events = Trace.parse(JSON.parse(trace.toString())).traceEvents;
  const main = mainThread(events);
  const own = events.filter((event) => `${event.pid}/${event.tid}` === main && event.ph === 'X');
  const scripts = own.filter((event) => SCRIPT.test(event.name)).map(({ ts }) => ts);
  const tasks = own
    .filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask')
    .filter(({ ts, dur = 0 }) => scripts.some((at) => at >= ts && at <= ts + dur))
    .map(({ dur = 0 }) => dur / 1_000);
  if (tasks.length === 0) throw new Error('the trace holds no task with script');
  return { longestTask: Math.max(...tasks), longTasks: tasks.filter((ms) => ms > LONG_MS).length };
}

/** The thread that ran most script: the page's. */
function mainThread(events: readonly Event[]): string {
  const spent = new Map<string, number>();
  for (const { name, pid, tid, dur = 0 } of events)
    if (SCRIPT.test(name)) spent.set(`${pid}/${tid}`, (spent.get(`${pid}/${tid}`) ?? 0) + dur);
  return [...spent].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
