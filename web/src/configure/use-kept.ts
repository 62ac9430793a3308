import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** State of a page that is there again when one comes back to it; gone with the window. */
export function useKept<T>(name: string, batch: string, first: T) {
  const client = useQueryClient();
  const [value, setValue] = useState<T>(() => client.getQueryData<T>(['kept', name, batch]) ?? first);
  useEffect(() => {
    client.setQueryDefaults(['kept'], { gcTime: Infinity });
    client.setQueryData(['kept', name, batch], value);
  }, [client, name, batch, value]);
  return [value, setValue] as const;
}
