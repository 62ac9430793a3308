export interface AutosaveState {
  readonly phase: 'saved' | 'waiting' | 'saving' | 'refused';
  readonly error: unknown;
}

interface AutosaveDeps<T> {
  save: (value: T) => Promise<void>;
  /** Milliseconds of quiet before a change is sent. */
  delayMs?: number;
  onChange: (state: AutosaveState) => void;
}

/** Saves what was given last, one call at a time: an older value never lands after a newer one. */
export function createAutosave<T>({ save, delayMs = 500, onChange }: AutosaveDeps<T>) {
  let next: { value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  async function drain(): Promise<boolean> {
    while (next !== null) {
      const { value } = next;
      next = null;
      onChange({ phase: 'saving', error: null });
      try {
        await save(value);
      } catch (error) {
        // Kept, unless something newer waits: the next change or flush sends it again.
        next ??= { value };
        onChange({ phase: 'refused', error });
        return false;
      }
    }
    onChange({ phase: 'saved', error: null });
    return true;
  }

  /** Saves now what still waits. @returns false when it was refused. */
  function flush(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    if (running !== null) return running.then((good) => (good && next === null ? true : flush()));
    if (next === null) return Promise.resolve(true);
    running = drain().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    set(value: T): void {
      next = { value };
      onChange({ phase: 'waiting', error: null });
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), delayMs);
    },
    flush,
    /** What waits is not to be saved any more. */
    drop(): void {
      clearTimeout(timer);
      timer = undefined;
      next = null;
      onChange({ phase: 'saved', error: null });
    },
  };
}
