import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { type AutosaveState, createAutosave } from './autosave.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function recorder() {
  const saved: string[] = [];
  const states: AutosaveState['phase'][] = [];
  let answer: () => Promise<void> = () => Promise.resolve();
  const autosave = createAutosave<string>({
    save: async (value) => {
      await answer();
      saved.push(value);
    },
    onChange: ({ phase }) => states.push(phase),
  });
  return { saved, states, autosave, answerWith: (next: () => Promise<void>) => (answer = next) };
}

describe('createAutosave', () => {
  it('sends one call for a burst of typing, with the last text', async () => {
    const { saved, autosave } = recorder();
    for (const text of ['K', 'Ko', 'Kom']) autosave.set(text);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved).toEqual(['Kom']);
  });

  it('sends what came during a call after it, never beside it', async () => {
    const { saved, autosave, answerWith } = recorder();
    let release = (): void => undefined;
    answerWith(() => new Promise((resolve) => (release = resolve)));
    autosave.set('first');
    await vi.advanceTimersByTimeAsync(600);
    answerWith(() => Promise.resolve());
    autosave.set('second');
    await vi.advanceTimersByTimeAsync(600);
    expect(saved).toEqual([]);
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(saved).toEqual(['first', 'second']);
  });

  it('keeps what was refused and saves it with the next flush', async () => {
    const { saved, states, autosave, answerWith } = recorder();
    answerWith(() => Promise.reject(new TypeError('no line')));
    autosave.set('text');
    await vi.advanceTimersByTimeAsync(600);
    expect(states.at(-1)).toBe('refused');
    answerWith(() => Promise.resolve());
    await expect(autosave.flush()).resolves.toBe(true);
    expect(saved).toEqual(['text']);
    expect(states.at(-1)).toBe('saved');
  });
});
