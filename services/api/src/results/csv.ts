import { Readable } from 'node:stream';

import { type Field, recordKey, type ResultField, splitRecordKey } from '@cardmill/contracts';
import { stringify } from 'csv-stringify';

import type { CardRow } from './rows.ts';

type Cell = string | number | null;

const BASE = ['filename', 'page', 'status', 'confidence', 'error', 'verified'];

/**
 * The table of a batch for spreadsheets: UTF-8 with a byte order mark, CRLF, and no cell that a spreadsheet would take
 * for a formula. Per field: what holds (a person's value, else the machine's), what the machine read, how sure it was; on
 * request its standard form too, which is the machine's: a value that a person gave has none. A card with several records
 * has a line for each.
 */
export async function* toCsv(
  cards: AsyncIterable<CardRow>,
  fields: readonly Field[],
  { normalised = false } = {},
): AsyncGenerator<Buffer> {
  const parts = ['', ' (machine)', ' (confidence)', ...(normalised ? [' (normalised)'] : [])];
  const columns = [...BASE, ...columnNames(fields).flatMap((name) => parts.map((part) => name + part))];
  const csv = stringify({
    bom: true,
    header: true,
    columns: columns.map((header, i) => ({ key: String(i), header: harmless(header) })),
    record_delimiter: '\r\n',
    quote_record_delimiter: true,
    escape_formulas: true,
  });
  const records = Readable.from(linesOf(cards, fields, parts.length));
  records.once('error', (error) => csv.destroy(error));
  records.pipe(csv);
  try {
    for await (const chunk of csv) yield Buffer.from(chunk);
  } finally {
    records.destroy();
  }
}

async function* linesOf(
  cards: AsyncIterable<CardRow>,
  fields: readonly Field[],
  width: number,
): AsyncGenerator<Cell[]> {
  for await (const { filename, page, state, row } of cards) {
    const error = row?.error == null ? null : `${row.error.code}: ${row.error.message}`;
    const verified = String((row?.verified ?? null) !== null);
    const card = [filename, page, row?.status ?? state, row?.confidence ?? null, error, verified];
    for (let record = 1; record <= recordCount(row?.fields ?? {}); record += 1) {
      const cells = fields.flatMap(({ key }) =>
        fieldCells(row?.fields[recordKey(key, record)]).slice(0, width),
      );
      yield [...card, ...cells].map((cell) => (typeof cell === 'string' ? harmless(cell) : cell));
    }
  }
}

/** A record that only a person's value is left of counts too. */
const recordCount = (fields: Record<string, ResultField>): number =>
  Math.max(1, ...Object.keys(fields).map((key) => splitRecordKey(key).record));

function fieldCells(field: ResultField | undefined): Cell[] {
  if (field === undefined) return [null, null, null, null];
  // A text area leaves a line break at the end: not data.
  const edit = field.edit?.value.replace(/[\r\n]+$/, '');
  const normalised = edit === undefined || edit === field.value ? (field.normalised ?? null) : null;
  return [edit ?? field.value, field.value, field.confidence, normalised];
}

// The library's own list has every other beginning that counts, full-width ones too.
const harmless = (text: string): string => (text.startsWith('\n') ? `'${text}` : text);

/** Labels as people wrote them; one that is there twice, or is a column already, is told apart by its key. */
function columnNames(fields: readonly Field[]): string[] {
  return fields.map((field) => {
    const twins = fields.filter((other) => other.label === field.label).length;
    return twins > 1 || BASE.includes(field.label) ? `${field.label} [${field.key}]` : field.label;
  });
}
