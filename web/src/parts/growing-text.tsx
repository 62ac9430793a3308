import type { TextareaHTMLAttributes } from 'react';

type Props = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'className'> & {
  value: string;
  tone: string;
};

/** A text area as tall as its text: it never scrolls inside and never cuts. */
export function GrowingText({ value, tone, ...rest }: Props) {
  return (
    <div className={`growing ${tone}`} data-value={value}>
      <textarea rows={1} spellCheck={false} autoComplete="off" {...rest} value={value} />
    </div>
  );
}
