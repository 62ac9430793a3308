import { useQuery } from '@tanstack/react-query';

import { listReadable } from '../../api/templates.ts';

/** What the workers of the house can read; undefined until it is known. */
export function useReadable() {
  return useQuery({
    queryKey: ['readable'],
    queryFn: ({ signal }) => listReadable(signal),
    staleTime: 60_000,
  }).data;
}
