import type { FieldInput } from '@cardmill/contracts';

/** A year in print; those before 1500 are misread ones. */
const YEAR = String.raw`(1[5-9]\d\d|20[0-2]\d)`;
/** A place as imprints write it: `Le Vigan`, `Frankfurt a. M.`, `Dissen <Teutoburg. Wald>`, `St. Gallen`, `Erlangen-Nürnberg`. */
const PLACE = String.raw`((?:St\. ?|\p{Lu}\.[ -]?)?\p{Lu}\p{L}+(?:-\n\p{Ll}+|[- ]\n?\p{Lu}\p{L}+| (?:am|an der|im|in) \p{Lu}\p{L}+|\s?[aibud]\. ?\p{L}{1,12}\.?|[- ]\p{Lu}\p{L}{0,2}\.|\s?[(<\[]\p{L}[^)>\]]{1,20}[)>\]]){0,3})`;
/** `van der Meulen`, `Senger geb. Partisch`. */
const NAME = String.raw`\p{L}[\p{L}\d'’-]+(?: geb\.| \p{L}[\p{L}\d'’-]+){0,3}`;
/** What a cataloguer added: `Clément` in brackets behind the surname, `J(ohann)`; a bracket is read for another one. */
const BRACKETED = String.raw`[(\[{]\p{Lu}[^)\]}\n]{1,40}[)\]}]`;
const GIVEN = String.raw`\p{Lu}[\p{L}'’-]*(?: \p{L}[\p{L}'’-]+|[(\[{]\p{Ll}{1,12}[)\]}]|\.? \p{Lu}\.| \p{Lu}\b){0,6}`;
/** The heading of a card without labels, on one of the first lines: `Müller, Albert`, `MONTFAJON (Clément)`. */
const HEADING = String.raw`(?s)^(?:.{0,60}?\n)??[^\p{L}\n]*`;

/** Behind the name: `. `, `: ` behind what the author was, ` — `; the full stop is read for a comma more often than for anything else. */
const TITLE_FROM = [
  String.raw`, ?${GIVEN} ?\.\s`,
  String.raw`[^:\n]{0,70}:\s`,
  String.raw`[^:\n]{0,70}[.,)\]}] ?[-—–=]{1,2}\s`,
  String.raw`, ?${GIVEN} ?(?:, |,?\n[^\p{L}\n]{0,2})`,
].join('|');
/** Where a thesis was made stands before its title: `Aus der Klinik in Bern. `. */
const WORKPLACE = String.raw`(?:Aus\sd[^:]{5,80}?(?:in|zu|of)\s\p{Lu}\p{L}+\.\s)?`;
/** What kind of thesis it is, or how it was copied. */
const NOTE = String.raw`(?:Inaug|Diss|Th[eè]se|Hab|Akad|Masch)`;
const TITLE_TO = [
  String.raw`[.,]?\s[-—–=~]{1,2}\s`,
  String.raw`[.,]?\s(?:[\[<{]|\([^)]{0,40}(?:Diss|Masch|Teil|Vollst|Auszug|\d\d S))`,
  String.raw`[.,]\s?[(\[{|]{0,2}${NOTE}`,
  String.raw`[.,]\s\(?${PLACE}\)?(?::\s|,?\s[\[(]?(?:${YEAR}|\d{4}[:;]))`,
  String.raw`[.,]\s[Oo0]\. ?[Oo0]\.`,
  String.raw`\s\.{3}\s\p{Lu}`,
  String.raw`\s\p{Lu}\p{L}+\s${YEAR}\s?[:;]`,
].join('|');

/** The alternatives in the order of preference, over the whole card: the first that occurs anywhere wins. */
const preferred = (...alternatives: readonly string[]): string =>
  `(?s)^(?:${alternatives.map((each) => `.*?${each}`).join('|')})`;

/**
 * Cards with printed labels, and the cards of library catalogues as they have been printed and typed since about 1890, that have none:
 * heading, title, imprint, extent, and the shelfmark behind `Standort` or in a bracket that the line's end closes.
 */
export const catalogueFields: readonly FieldInput[] = [
  {
    label: 'Verfasser',
    key: 'author',
    synonyms: ['Autor', 'Verf.', 'Author', 'Auteur', 'Name', 'Forfatter'],
    pattern: `${HEADING}(${NAME}(?: ?, ?${GIVEN}| ?${BRACKETED}))`,
  },
  {
    label: 'Titel',
    key: 'title',
    synonyms: ['Sachtitel', 'Thema', 'Title', 'Titre', 'Tittel'],
    // From the heading to the imprint, the kind of thesis, or a note in brackets.
    pattern: `${HEADING}${NAME} ?(?:${TITLE_FROM})${WORKPLACE}(\\p{L}.{7,400}?)(?:${TITLE_TO})`,
  },
  {
    label: 'Ort',
    key: 'place',
    synonyms: ['Erscheinungsort', 'Verlagsort', 'Druckort', 'Place', 'Lieu', 'Sted'],
    // Of the imprint, before its year; else of the university.
    pattern: preferred(
      // German nouns have capitals too: without a sign before it, the place is one word.
      String.raw`[^\d\s](?:[.,;?!\])]\s[-—–=~]{0,2}|\s[-—–=~]{1,2})\s?\(?${PLACE}\)?\s[\[(]?${YEAR}[\])]?\s?[:;]`,
      String.raw`[^\d\s]\s(\p{Lu}\p{L}+)\s[\[(]?${YEAR}[\])]?\s?[:;]`,
      String.raw`(?:[-—–]|[^\d\s][.)\]])\s?\(?${PLACE}\)?(?:[,:]\s?[^—–:]{0,40}|\s[\[(]?)${YEAR}`,
      String.raw`\n${PLACE},\s[^\n]{0,40}Diss`,
    ),
  },
  { label: 'Verlag', key: 'publisher', synonyms: ['Publisher', 'Drucker', 'Éditeur', 'Forlag'] },
  {
    label: 'Jahr',
    key: 'year',
    kind: 'date',
    synonyms: ['Erscheinungsjahr', 'Year', 'Année', 'År'],
    // Of the imprint, before its printer or before the format; else in brackets, behind a dash, anywhere.
    pattern: preferred(
      String.raw`\s(?:[\[(]${YEAR}[\])]\s?[.:;]|${YEAR}\s?[:;])`,
      String.raw`${YEAR}\]?\W{1,8}(?:[Ii]n-|gr\.|[48]\W)`,
      String.raw`(?:[^p\s]\.|[^.\s])\s?\[${YEAR}\]`,
      String.raw`\p{L}, ?${YEAR}\.`,
      String.raw`(?:--|[—–])\s?\p{Lu}[^\d—–]{1,40}${YEAR}`,
      YEAR,
    ),
  },
  { label: 'Hochschule', key: 'university', synonyms: ['Universität', 'Univ.', 'University', 'Université'] },
  {
    label: 'Umfang',
    key: 'extent',
    synonyms: ['Seiten', 'Kollation', 'Extent', 'Pages', 'Omfang'],
    pattern: String.raw`(?:[IVXLC]+[,.+] ?)?\d{1,4} ?(?:S|p|pp|s|Bl|f)\b`,
  },
  { label: 'Reihe', key: 'series', synonyms: ['Serie', 'Series', 'Collection'] },
  {
    label: 'Signatur',
    key: 'shelfmark',
    synonyms: ['Sign.', 'Standort', 'Call number', 'Shelfmark', 'Cote'],
    pattern: preferred(
      String.raw`(?:[\[{<«]|\S°) ?(\p{Lu}[^\[\]\n]{2,24}\d)\]?(?:\n|$)`,
      String.raw`\((\p{Lu} ?\d[\d. ]{3,12}\d)(?:\n|$)`,
      // A lone figure at the end is the format's, `8°`.
      String.raw`\n[^\p{L}\n]{0,3}(\p{Lu}[\p{L}:]{0,4}[ .][^\n]{2,28}\d\d)\W{0,3}(?:\n|$)`,
      String.raw`^(\p{Lu}[^\n]{2,40}\d\d) \(?[48]['’!°]\)?(?:\n|$)`,
    ),
  },
  {
    label: 'Bemerkungen',
    key: 'remarks',
    synonyms: ['Bemerkung', 'Anmerkung', 'Notes', 'Remarks', 'Note'],
  },
];
