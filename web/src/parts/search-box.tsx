import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { useOnChange } from './use-on-change.ts';

interface SearchBoxProps {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
}

/**
 * The page's search; `/` goes there from anywhere but another input. What is typed stands at once: `value` may live in the
 * address, comes back a moment later, and would take away what was typed meanwhile.
 */
export function SearchBox({ label, hint, value, onChange }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  /** Told to the page, and not come back yet. */
  const told = useRef<string[]>([]);
  useOnChange(value, () => {
    const at = told.current.indexOf(value);
    told.current = told.current.slice(at + 1);
    // Not from here: the page was cleared, or somebody went back.
    if (at < 0) setTyped(value);
  });
  const type = (text: string): void => {
    if (text === typed) return;
    told.current.push(text);
    setTyped(text);
    onChange(text);
  };
  useEffect(() => {
    const go = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key !== '/' || typing) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', go);
    return () => removeEventListener('keydown', go);
  }, []);
  return (
    <label className="field-in search-box">
      <Search className="i" aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={hint}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') type('');
        }}
      />
      <kbd>/</kbd>
    </label>
  );
}
