import type { FieldAccuracy, ReviewPoint, TryReport } from '@cardmill/contracts';

/** The report as lines of text, figures under each other. */
export function tablesOf(report: TryReport): string[] {
  return [texts(report), fields(report), times(report), review(report)]
    .filter((lines) => lines.length > 0)
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function texts({ characterErrorRate: rates }: TryReport): string[] {
  if (rates === null) return [];
  return table(
    ['wrong characters', 'mean', 'median', 'pooled', 'cards'],
    [['', ...[rates.mean, rates.median, rates.pooled].map((rate) => rate.toFixed(3)), String(rates.cards)]],
  );
}

function fields({ fields: byField, allFields }: TryReport): string[] {
  if (allFields === null) return [];
  const row = (name: string, { accuracy, right, wrong, missing, empty, invented }: FieldAccuracy) => [
    name,
    accuracy === null ? '-' : percent(accuracy),
    ...[right, wrong, missing, empty, invented].map(String),
  ];
  return table(
    ['field', 'accuracy', 'right', 'wrong', 'missing', 'empty', 'invented'],
    [...Object.entries(byField).map(([key, accuracy]) => row(key, accuracy)), row('all', allFields)],
  );
}

function times({ secondsPerCard: seconds }: TryReport): string[] {
  if (seconds === null) return [];
  return table(
    ['seconds a card', 'median', '95 %'],
    [['', seconds.median.toFixed(2), seconds.p95.toFixed(2)]],
  );
}

function review({ review }: TryReport): string[] {
  if (review === null) return [];
  const what = review.of === 'fields' ? 'fields reviewed' : 'cards reviewed';
  const rows = review.points
    .filter((point, i, all) => i === 0 || !same(point, all[i - 1]))
    .map(({ stopAt, reviewed, errorsLeft, errors }) => [
      String(stopAt),
      percent(reviewed),
      percent(errorsLeft),
      String(errors),
    ]);
  return table(['stop reviewing at', what, 'of the errors remain', 'errors'], rows);
}

const same = (a: ReviewPoint, b: ReviewPoint | undefined): boolean =>
  a.reviewed === b?.reviewed && a.errors === b.errors;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The first column to the left, figures to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
