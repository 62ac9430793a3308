import { Health, Language, listOf, Readiness } from '@cardmill/contracts';
import { checkReady, ProblemError } from '@cardmill/server-kit';
import { z } from 'zod';

import { knownLanguages } from '../batches/languages.ts';
import { defineRoute } from '../http/route.ts';

export const health = defineRoute({
  method: 'get',
  path: '/api/v1/health',
  summary: 'Says that the process is alive; touches nothing else.',
  replies: { 200: { description: 'Alive', schema: Health } },
  handle({ api, res }) {
    res.json({ status: 'OK', version: api.version } satisfies Health);
  },
});

export const ready = defineRoute({
  method: 'get',
  path: '/api/v1/health/ready',
  summary: 'Says whether every dependency answers.',
  replies: { 200: { description: 'Ready', schema: Readiness } },
  problems: ['database_unavailable', 'redis_unavailable', 'storage_unavailable'],
  async handle({ api, res }) {
    const { ready, failed } = await checkReady(api.checks);
    const dependencies = Object.fromEntries(
      Object.keys(api.checks).map((name) => [name, !failed.includes(name)]),
    );
    const state: Readiness = { ready, dependencies };
    if (!ready) {
      const code = failed.includes('database')
        ? 'database_unavailable'
        : failed.includes('storage')
          ? 'storage_unavailable'
          : 'redis_unavailable';
      throw new ProblemError(code, { detail: `Not ready: ${failed.join(', ')}.`, extra: state });
    }
    res.json(state);
  },
});

export const languages = defineRoute({
  method: 'get',
  path: '/api/v1/languages',
  summary: 'The languages that the workers can read, and whether they can read handwriting.',
  replies: {
    200: { description: 'Languages', schema: listOf(Language).extend({ handwriting: z.boolean() }) },
  },
  async handle({ api, res }) {
    const [items, handwriting] = await Promise.all([knownLanguages(api.db), api.db.workersReadHandwriting()]);
    res.json({ items, next: null, handwriting });
  },
});

export const metrics = defineRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Numbers for Prometheus.',
  replies: { 200: { description: 'Text exposition format', mediaType: 'text/plain' } },
  async handle({ api, res }) {
    const { registry } = api.metrics;
    res.type(registry.contentType).send(await registry.metrics());
  },
});
