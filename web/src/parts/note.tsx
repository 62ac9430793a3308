import { CircleX, OctagonX, PenLine, TriangleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';

const LOOKS = {
  warn: { tone: 'warn', icon: TriangleAlert },
  line: { tone: 'warn', icon: WifiOff },
  stopped: { tone: 'bad', icon: OctagonX },
  wrong: { tone: 'bad', icon: CircleX },
  person: { tone: 'pen', icon: PenLine },
} as const;

/** A message that stays until its reason is gone; at most one button. */
export function Note({
  kind,
  children,
  action,
}: {
  kind: keyof typeof LOOKS;
  children: ReactNode;
  action?: ReactNode;
}) {
  const { tone, icon: Icon } = LOOKS[kind];
  return (
    <div className={`note ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon className="i" aria-hidden />
      <div className="grow">{children}</div>
      {action}
    </div>
  );
}
