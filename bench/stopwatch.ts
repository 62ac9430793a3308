/** Told what a step took, in milliseconds of this process's CPU; right only while one card is read at a time. */
export type OnStep = (step: string, cpuMs: number) => void;

type Work<T> = () => T | Promise<T>;

/** Attributes this process's CPU, all its threads', to steps that come one after the other. */
export function createStopwatch(onStep: OnStep) {
  /** Attributed already within the work that is timed as a whole, and done twice within it. */
  let told = 0;
  let twice = 0;
  const timed = async <T>(work: Work<T>): Promise<[done: T, ms: number]> => {
    const before = process.cpuUsage();
    const done = await work();
    const { user, system } = process.cpuUsage(before);
    return [done, (user + system) / 1_000];
  };
  const tell = (name: string, ms: number): void => {
    told += ms;
    onStep(name, ms);
  };

  return {
    step: async <T>(name: string, work: Work<T>): Promise<T> => {
      const [done, ms] = await timed(work);
      tell(name, ms);
      return done;
    },

    /** A part that the whole around it does once more by itself. */
    again: async <T>(name: string, work: Work<T>): Promise<T> => {
      const [done, ms] = await timed(work);
      twice += ms;
      tell(name, ms);
      return done;
    },

    /** What its steps did not take is told under this name. */
    whole: async <T>(name: string, work: Work<T>): Promise<T> => {
      told = 0;
      twice = 0;
      const [done, ms] = await timed(work);
      onStep(name, Math.max(0, ms - told - twice));
      return done;
    },
  };
}
