import { Counter, createMetrics, Gauge } from '@cardmill/server-kit';

/** @param live - read when the metrics are asked for */
export function createNotifierMetrics(live: { sockets: () => number; watched: () => number }) {
  const registry = createMetrics('notifier');
  const registers = [registry];
  return {
    registry,
    sockets: new Gauge({
      name: 'cardmill_notifier_sockets',
      help: 'Connected sockets',
      registers,
      collect() {
        this.set(live.sockets());
      },
    }),
    watched: new Gauge({
      name: 'cardmill_notifier_watched_batches',
      help: 'Batches that somebody watches',
      registers,
      collect() {
        this.set(live.watched());
      },
    }),
    reads: new Counter({
      name: 'cardmill_notifier_reads_total',
      help: 'Queries of the database',
      registers,
    }),
    relayed: new Counter({
      name: 'cardmill_notifier_relayed_total',
      help: 'Messages sent to rooms',
      labelNames: ['event'],
      registers,
    }),
    slowDropped: new Counter({
      name: 'cardmill_notifier_slow_dropped_total',
      help: 'Sockets closed because they took in too slowly',
      registers,
    }),
  };
}

export type NotifierMetrics = ReturnType<typeof createNotifierMetrics>;
