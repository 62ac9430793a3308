import { useState } from 'react';

import type { BatchLive } from '../live/use-batch-live.ts';
import { Feed } from './feed.tsx';
import { NotRead } from './not-read.tsx';
import { useReadAgain } from './use-read-again.ts';

interface SideProps {
  live: BatchLive;
  placeOf: (cardId: string) => number | undefined;
}

/** What was not read, and each card as it is done. Nothing moves while the pointer or the focus rests here. */
export function Side({ live, placeOf }: SideProps) {
  const again = useReadAgain(live);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = pointed || focused;
  return (
    <div
      className="proc-side"
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
    >
      {/* One element, whatever it holds: its height says where the feed begins. */}
      <div>
        <NotRead live={live} again={again} held={held} />
      </div>
      <Feed live={live} again={again} held={held} placeOf={placeOf} />
    </div>
  );
}
