import { FileWarning } from 'lucide-react';
import { useState } from 'react';

import { imageUrl } from '../api/urls.ts';
import { useAgain } from './use-again.ts';

interface ThumbProps {
  batch: string;
  filename: string;
  width: number;
  /** Changes with every reading, so that a new scan's image is fetched. */
  take?: number;
  /** False while it is known that the image has not been made: then it is not asked for. */
  made?: boolean;
}

/** A small image in a fixed box. One that has not been made yet is asked for again. */
export function Thumb({ batch, filename, width, take = 0, made = true }: ThumbProps) {
  const [there, setThere] = useState(false);
  const again = useAgain();
  return (
    <span className={there ? 'th' : 'th bare'} style={{ width, position: 'relative' }}>
      {!there && again.tries > 0 && <FileWarning className="i" aria-hidden />}
      {made && !again.over && (
        <img
          key={again.tries}
          src={imageUrl(batch, filename, 'thumbnail', take * 100 + again.tries)}
          alt=""
          loading="lazy"
          decoding="async"
          style={there ? {} : { position: 'absolute', inset: 0, opacity: 0 }}
          onLoad={() => setThere(true)}
          onError={again.later}
        />
      )}
    </span>
  );
}
