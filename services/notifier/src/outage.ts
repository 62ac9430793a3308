import type { Logger } from '@cardmill/server-kit';

/** Says once that the database is in trouble and once that it is over, however many reads fail meanwhile. */
export interface Outage {
  failed: (error: unknown) => void;
  passed: () => void;
}

export function createOutage(logger: Logger): Outage {
  let since: number | undefined;
  return {
    failed(err) {
      if (since === undefined) logger.warn({ err }, 'cannot read the database; watchers wait');
      since ??= Date.now();
    },
    passed() {
      if (since !== undefined)
        logger.info({ outageMs: Date.now() - since }, 'the database can be read again');
      since = undefined;
    },
  };
}
