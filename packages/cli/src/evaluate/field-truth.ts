/** What a file says, by path from its root, e.g. `publication.year`; a path that leads to several values holds all of them. */
export type TruthTree = { readonly [name: string]: TruthTree | string };

/**
 * The values of a `.fields.json`: a plain map of names to values, nested as deep as it is; `{"transcription": "…"}` is a
 * value, and what stands under `response_text` is the whole of it. Null is an empty value: the card has none.
 */
export function truthTree(json: unknown): TruthTree {
  if (!isObject(json)) return {};
  const root = 'response_text' in json && isObject(json['response_text']) ? json['response_text'] : json;
  return Object.fromEntries(Object.entries(root).flatMap(([name, value]) => branch(name, value)));
}

function branch(name: string, value: unknown): [string, TruthTree | string][] {
  if (value === null) return [[name, '']];
  if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
  if (Array.isArray(value)) return [[name, value.filter((part) => typeof part !== 'object').join(' ')]];
  if (!isObject(value)) return [];
  const { transcription } = value;
  if (typeof transcription === 'string') return [[name, transcription]];
  return [[name, truthTree(value)]];
}

/** Which path the value of a field is at, where its name does not say so. */
export type FieldMap = ReadonlyMap<string, string>;

/**
 * The values of the template's fields: at the path that the map names, else under the field's key at the root, else under
 * that name anywhere, when it is there once. Of a path with several values they are joined: `{"last": "Bach", "first":
 * "J. S."}` is `Bach, J. S.`.
 */
export function fieldTruth(
  tree: TruthTree,
  keys: readonly string[],
  map: FieldMap = new Map(),
): Record<string, string> {
  const anywhere = pathsOf(tree);
  return Object.fromEntries(
    keys.flatMap((key) => {
      const mapped = map.get(key);
      const named = anywhere.filter((path) => path.at(-1) === key);
      const path =
        mapped?.split('.') ?? (Object.hasOwn(tree, key) ? [key] : named.length === 1 ? named[0] : undefined);
      const value = path === undefined ? undefined : at(tree, path);
      return value === undefined ? [] : [[key, textOf(value)]];
    }),
  );
}

/** @throws when it is not `key=path,key=path` */
export function parseMap(text: string | undefined): FieldMap {
  const pairs = (text ?? '').split(',').filter((pair) => pair.trim() !== '');
  return new Map(
    pairs.map((pair): [string, string] => {
      const [key = '', path = ''] = pair.split('=').map((part) => part.trim());
      if (key === '' || path === '') throw new Error(`--map: key=path, not "${pair}"`);
      return [key, path];
    }),
  );
}

function at(tree: TruthTree | string, [name, ...rest]: readonly string[]): TruthTree | string | undefined {
  if (name === undefined) return tree;
  if (typeof tree === 'string' || !Object.hasOwn(tree, name)) return undefined;
  const next = tree[name];
  return next === undefined ? undefined : at(next, rest);
}

function pathsOf(tree: TruthTree): string[][] {
  return Object.entries(tree).flatMap(([name, value]) => [
    [name],
    ...(typeof value === 'string' ? [] : pathsOf(value).map((path) => [name, ...path])),
  ]);
}

const textOf = (value: TruthTree | string): string =>
  typeof value === 'string'
    ? value
    : Object.values(value)
        .map(textOf)
        .filter((part) => part.trim() !== '')
        .join(', ');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
