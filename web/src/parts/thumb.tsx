import { FileWarning } from 'lucide-react';
import { useState } from 'react';

import { imageUrl } from '../api/urls.ts';
import { useAgain } from './use-again.ts';

interface ThumbProps {
  batch: string;
  filename: string;
  width: number;
  /** Changes with every new scan, so that the new image is fetched. */
  take?: number;
}

/** A small image in a fixed box. One that has not been made yet is asked for again. */
export function Thumb({ batch, filename, width, take = 0 }: ThumbProps) {
  const [there, setThere] = useState(false);
  const again = useAgain();
  return (
    <span className={there ? 'th' : 'th bare'} style={{ width }}>
      {!there && <FileWarning className="i" aria-hidden />}
      {!again.over && (
        <img
          key={again.tries}
          src={imageUrl(batch, filename, 'thumbnail', take * 100 + again.tries)}
          alt=""
          loading="lazy"
          decoding="async"
          style={there ? {} : { position: 'absolute', opacity: 0, width: 1, height: 1 }}
          onLoad={() => setThere(true)}
          onError={again.later}
        />
      )}
    </span>
  );
}
