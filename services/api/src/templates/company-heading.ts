/**
 * Where the name ends and the place begins in the heading of a company's or a person's card: `Muster & Söhne A.G., Olten`,
 * `Keller Hans, Dr.,  BERN`, the place on a line of its own, or none at all. A group that took part and is empty says that there is
 * no value.
 */

/** What a company is in law, or what stands behind a person's name: never a place. */
const FORM = String.raw`(?:A\.? ?G|S\.? ?A|K\.? ?G|G\. ?m\. ?b\. ?H|GmbH|S\.? ?[aà]\.? ?r\.? ?l|e\.? ?V|Co|Cie|Ltd|Inc|Dr|jun|sen|Söhne|Fils|Frères)\b\.?`;
/** What may stand beside a place: `Zürich / Genève`, `St.Gallen (Amriswil)`. */
const BESIDE = String.raw`(?:\s?[(/]\s?\S+)?`;
const PLACE = String.raw`(?:(?:St\.|Ste\.|La|Le|Bad) )?\p{Lu}\S*\p{L}\S*${BESIDE}`;
/** Typists set places in capitals, behind a name that has small letters too. */
const CAPITALS = String.raw`\p{Lu}[\p{Lu}.-]*\p{Lu}{3}${BESIDE}`;
const SPELT_OUT = String.raw`\p{Ll}[^\n]*?`;
/** What may follow the heading: a street, whose number may have been read as a letter; a note by hand under a place in capitals. */
const STREET = String.raw`(?:\n\p{Lu}[^\n,]*\s[\dlI]{1,3}\p{Ll}?\W*)?$`;
const NOTE = String.raw`(?:\n[^\n]*)?$`;

export const COMPANY_NAME = `(?s)^\\W*(?:${[
  String.raw`(.*?${SPELT_OUT})[,.]\s${CAPITALS}\W*${NOTE}`,
  String.raw`(.+\s${FORM})\W*$`,
  // Behind the last comma there are a word or two, or the pieces of one whose letters were set apart.
  String.raw`([^\n]+),\s\p{L}[^\s,]*(?: [^\s,]+)?\W*${STREET}`,
  String.raw`([^\n]+),\s\p{L}[^\s,]{0,5}(?: [^\s,]{1,5}){0,4}\W*${STREET}`,
  String.raw`(.+?)[,.\s]*(?:\s\S*\p{L}\S*${BESIDE})?\W*$`,
].join('|')})`;

export const COMPANY_PLACE = `(?s)^(?:${[
  String.raw`.*?${SPELT_OUT}[,.]\s(${CAPITALS})\W*${NOTE}`,
  String.raw`.*\s${FORM}\W*()$`,
  String.raw`[^\n]+,\s(${PLACE})\W*${STREET}`,
  // A capital that was read small is known by its line of its own.
  String.raw`.*?(?:\s(${PLACE})|\n(\p{L}\S+\p{L}))\W*$`,
].join('|')})`;
