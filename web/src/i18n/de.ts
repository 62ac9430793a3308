import configure from './de/configure.json' with { type: 'json' };
import drawer from './de/drawer.json' with { type: 'json' };
import find from './de/find.json' with { type: 'json' };
import history from './de/history.json' with { type: 'json' };
import nav from './de/nav.json' with { type: 'json' };
import page from './de/page.json' with { type: 'json' };
import problem from './de/problem.json' with { type: 'json' };
import process from './de/process.json' with { type: 'json' };
import results from './de/results.json' with { type: 'json' };
import upload from './de/upload.json' with { type: 'json' };
import verify from './de/verify.json' with { type: 'json' };
import viewer from './de/viewer.json' with { type: 'json' };
import words from './de/words.json' with { type: 'json' };
import type { Messages } from './en.ts';

export const de: Messages = {
  nav,
  page,
  drawer,
  find,
  history,
  upload,
  configure,
  process,
  results,
  verify,
  viewer,
  problem,
  ...words,
};
