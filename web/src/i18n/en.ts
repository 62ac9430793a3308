import configure from './en/configure.json' with { type: 'json' };
import drawer from './en/drawer.json' with { type: 'json' };
import find from './en/find.json' with { type: 'json' };
import history from './en/history.json' with { type: 'json' };
import nav from './en/nav.json' with { type: 'json' };
import page from './en/page.json' with { type: 'json' };
import problem from './en/problem.json' with { type: 'json' };
import process from './en/process.json' with { type: 'json' };
import results from './en/results.json' with { type: 'json' };
import upload from './en/upload.json' with { type: 'json' };
import verify from './en/verify.json' with { type: 'json' };
import viewer from './en/viewer.json' with { type: 'json' };
import words from './en/words.json' with { type: 'json' };

/** Every text of the web, a file to each page; what several pages say is in `words`. */
export const en = {
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

/** What a language has to say: one that lacks a text does not compile. */
export type Messages = typeof en;
