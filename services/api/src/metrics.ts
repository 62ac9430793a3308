import { Counter, createMetrics, Histogram } from '@cardmill/server-kit';

/** What the API counts. */
export function createApiMetrics() {
  const registry = createMetrics('api');
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'cardmill_http_request_seconds',
      help: 'Time from the first header to the end of the answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600],
      registers,
    }),
    files: new Counter({
      name: 'cardmill_upload_files_total',
      help: 'Files of uploads by outcome.',
      labelNames: ['outcome', 'code'],
      registers,
    }),
    uploadedBytes: new Counter({
      name: 'cardmill_upload_bytes_total',
      help: 'Bytes of accepted files.',
      registers,
    }),
    hintsLost: new Counter({
      name: 'cardmill_hints_lost_total',
      help: 'Hints that Redis did not take; watchers then learn by polling.',
      registers,
    }),
    rung: new Counter({
      name: 'cardmill_cards_rung_total',
      help: 'Card jobs given to the queue.',
      registers,
    }),
    ringsLost: new Counter({
      name: 'cardmill_rings_lost_total',
      help: 'Rounds of the dispatcher that failed; idle workers look by themselves.',
      registers,
    }),
    repairs: new Counter({
      name: 'cardmill_repairs_total',
      help: 'What the line mended by itself, by kind; `counters` and `batch_end` are defects.',
      labelNames: ['kind'],
      registers,
    }),
    collected: new Counter({
      name: 'cardmill_objects_collected_total',
      help: 'Objects removed by the sweeper.',
      registers,
    }),
  };
}

export type ApiMetrics = ReturnType<typeof createApiMetrics>;
