// @vitest-environment node
import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];

/** Linear sRGB of an oklch colour; https://bottosson.github.io/posts/oklab/ */
function linear([l, c, h]: Rgb): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const mid = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * long - 3.3077115913 * mid + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * mid - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * mid + 1.707614701 * short),
  ];
}
const luminance = (color: Rgb): number => {
  const [r, g, b] = linear(color);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const css = await readFile(new URL('./tokens.css', import.meta.url), 'utf8');
function tokens(selector: RegExp): Map<string, Rgb> {
  const block = css.match(selector)?.[1] ?? '';
  const found = block.matchAll(/--([\w-]+):\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
  return new Map([...found].map(([, name = '', l, c, h]) => [name, [Number(l), Number(c), Number(h)]]));
}
const light = tokens(/\[data-theme='light'\] \{([^}]*)\}/);
const dark = new Map([...light, ...tokens(/\[data-theme='dark'\] \{([^}]*)\}/)]);

const SURFACES = ['paper', 'sheet', 'well', 'desk', 'lamp-soft'];
const TEXTS = ['ink', 'ink-2', 'ink-3', 'pen', 'good', 'warn', 'bad'];
const SOFT = ['pen', 'good', 'warn', 'bad'];

describe.each([
  ['light', light],
  ['dark', dark],
])('the colours, %s', (_, theme) => {
  const ratio = (one: string, other: string): number => {
    const [a, b] = [theme.get(one), theme.get(other)];
    if (a === undefined || b === undefined) throw new Error(`no token ${one} or ${other}`);
    return contrast(a, b);
  };

  it.each(TEXTS)('%s can be read on every surface', (text) => {
    for (const surface of SURFACES)
      expect(ratio(text, surface), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SOFT)('%s can be read on its own tint', (tone) => {
    expect(ratio(tone, `${tone}-soft`)).toBeGreaterThanOrEqual(4.5);
  });

  it('buttons can be read', () => {
    expect(ratio('on-action', 'action')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('on-action', 'action-2')).toBeGreaterThanOrEqual(4.5);
    expect(contrast([1, 0, 0], theme.get('bad-btn') ?? [1, 0, 0])).toBeGreaterThanOrEqual(4.5);
    expect(ratio('ink-2', 'raised')).toBeGreaterThanOrEqual(4.5);
  });

  it('what was found can be read under the lamp', () => {
    expect(ratio('lamp-ink', 'lamp')).toBeGreaterThanOrEqual(4.5);
  });

  it('parts stand out from what they lie on', () => {
    for (const surface of ['paper', 'sheet', 'well']) {
      expect(ratio('edge', surface), `edge on ${surface}`).toBeGreaterThanOrEqual(3);
      expect(ratio('pen-line', surface), `pen-line on ${surface}`).toBeGreaterThanOrEqual(3);
    }
    expect(ratio('strip-0', 'strip-1')).toBeGreaterThanOrEqual(3);
    for (const fill of ['warn-fill', 'bad-fill', 'good-fill'])
      expect(ratio(fill, 'paper'), fill).toBeGreaterThanOrEqual(3);
  });
});
