import { describe, expect, test } from 'vitest';

import { fieldTruth, parseMap, truthTree } from './field-truth.ts';

describe('a file of fields', () => {
  test('is a plain map', () => {
    expect(
      fieldTruth(truthTree({ title: 'Die Karte', year: 1907, place: null }), ['title', 'year', 'place']),
    ).toEqual({ title: 'Die Karte', year: '1907', place: '' });
  });

  test('has its values under `transcription`, beside plain ones', () => {
    const json = { company: { transcription: 'Abegg & Cie.' }, date: '', b_id: { transcription: 'B.51' } };
    expect(fieldTruth(truthTree(json), ['company', 'date', 'b_id', 'location'])).toEqual({
      company: 'Abegg & Cie.',
      date: '',
      b_id: 'B.51',
    });
  });

  test('is nested under `response_text`: a name that is there once is found wherever it is', () => {
    const json = {
      provider: 'x',
      response_text: {
        author: { last_name: 'Sonnenbichler', first_name: 'A.' },
        publication: { title: 'T', year: 1890, type: { name: 'x' } },
        other: { title: 'another', pages: ['1', '2'] },
      },
    };
    const tree = truthTree(json);
    expect(fieldTruth(tree, ['author', 'year', 'title', 'pages', 'provider'])).toEqual({
      author: 'Sonnenbichler, A.',
      year: '1890',
      pages: '1 2',
    });
    const map = parseMap('title=publication.title, author = author.last_name,year=nowhere.at.all');
    expect(fieldTruth(tree, ['author', 'year', 'title'], map)).toEqual({
      author: 'Sonnenbichler',
      title: 'T',
    });
  });

  test('that is none has no value', () => {
    for (const json of [null, 'text', 7, [1], undefined])
      expect(fieldTruth(truthTree(json), ['title', 'constructor'])).toEqual({});
  });
});

test('a map is pairs', () => {
  expect(parseMap(undefined).size).toBe(0);
  expect(() => parseMap('title')).toThrow('--map');
});
