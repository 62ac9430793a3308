import type { FieldInput } from '@cardmill/contracts';

/** A year in print; those before 1500 are misread ones. A 5 is read as a dollar. */
const YEAR = String.raw`(1[5-9][\d$]{2}|20[0-2]\d)`;
/** Years in front of a hyphen are a life's or an age's. */
const ENDED = String.raw`(?:[^\d–-]|$)`;
/** Where nothing but a year stands, misread figures are one; of brackets there are both. */
const FOUR = String.raw`(?:[\[(]\d{4}[\])]|\d{4})`;
/** A place as imprints write it: `Le Vigan`, `Frankfurt a. M.`, `Dissen <Teutoburg. Wald>`, `St. Gallen`, `Erlangen-Nürnberg`. */
const PLACE = String.raw`((?:St\. ?|\p{Lu}\.[ -]?)?\p{Lu}\p{L}+(?:-\n\p{Ll}+|[- ]\n?\p{Lu}\p{L}+| (?:am|an der|im|in) \p{Lu}\p{L}+|\s?[aibud]\. ?\p{L}{1,12}\.?|[- ]\p{Lu}\p{L}{0,2}\.(?:\p{Lu}\.)?|\s?[(<\[]\p{L}[^)>\]]{1,20}[)>\]]){0,3})`;
/** The same in fewer signs, where it only ends something. */
const SOME_PLACE = String.raw`\p{Lu}[\p{L}-]+(?:[- .]\n?\p{L}{1,12}\.?){0,2}`;
/** The dash between two parts of an entry, printed, typed as two, or with a sign misread. */
const DASH = String.raw`[-—–=~+]{1,2}`;
/** `van der Meulen`, `Senger geb. Partisch`; `Müller-` where the maiden name follows, its hyphen read as another sign. */
const NAME = String.raw`\p{L}[\p{L}\d'’-]+(?: geb\.| \p{L}[\p{L}\d'’-]+){0,3}`;
const ANY_NAME = String.raw`\p{L}[\p{L}\d .'’()=-]{1,40}`;
/** What a cataloguer added: `Clément` in brackets behind the surname, `J(ohann)`; a bracket is read for another one. */
const BRACKETED = String.raw`[(\[{]\p{Lu}[^)\]}\n]{1,40}[)\]}]`;
const MARRIED = String.raw`(?: ?[-=][^,\n]{0,25})?`;
/** A speck between surname and given name is read as a quotation mark. */
const COMMA = String.raw` ?, ?[^\p{L}\n]?`;
const GIVEN = String.raw`\p{Lu}[\p{L}'’-]*(?: \p{L}[\p{L}'’-]*|[(\[{]\p{Ll}{1,12}[)\]}]|\.? \p{Lu}\.){0,6}`;
/** Academic degrees stand where given names do. */
const DEGREE = String.raw`,? (?:Dr|Prof|Lic)\.`;
/** Given names cut short, and who the author was in a bracket: `Karl Aug. (geb. Thun 1821):`. */
const CUT_SHORT = String.raw`(?:\p{Lu}[\p{L}-]*\.? ?){1,5}`;
const WHO = String.raw`[\[(][^\])]+[\])] ?:\s`;
/** The heading of a card without labels, on one of the first lines: `Müller, Albert`, `MONTFAJON (Clément)`. */
const HEADING = String.raw`(?s)^(?:.{0,60}?\n)??[^\p{L}\n]*`;

/** Behind the name: `. `, `: ` behind what the author was, ` — `; the full stop is read for a comma more often than for anything else. */
const TITLE_FROM = [
  `, ?${CUT_SHORT}${WHO}`,
  String.raw`${DEGREE}[^:\n]*:\s`,
  String.raw`${COMMA}${GIVEN}(?: ?\[\p{L}+\])? ?\.\s`,
  String.raw`[^:\n]{0,70}:\s`,
  String.raw`[^:\n]{0,70}[.,)\]}] ?[-—–=]{1,2}\s`,
  String.raw`, ?\p{Lu}[\p{L} .'’(){}-]{0,40}?(?:, |,?\n[^\p{L}\n]{0,2})`,
].join('|');
/** Where a thesis was made stands before its title: `Aus der Klinik in Bern. (Prof. Keller.) `, `Université de Lille, Faculté de droit. `. */
const WORKPLACE = String.raw`(?:Aus\sd[^:]+?(?:in|zu|of)\s\p{Lu}\p{L}+\.\s(?:\(Prof[^)]*\)\W+)?|Uni-?\n?v[^:]+?ulté\s[^:.,]+[.,]+\s)?`;
/** What kind of thesis it is, or how it was copied; `Diss` and `Thèse` are misread often enough. */
const NOTE = String.raw`(?:Inaug|Di[sae]s|[Tt]h\Sse\b|Hab|A\.? ?[Kk]ad|Proefs|Masch|Auszug a|An? (?:part|thesis|diss|abstr))`;
const TITLE_TO = [
  String.raw`[.,]?\s${DASH}\s`,
  String.raw`[.,]?\s(?:[\[<{][^!]|\([^)]{0,40}(?:Diss|Masch|Teil|Vollst|Auszug|\d\d S))`,
  String.raw`[.,]\s?[(\[{|]*${NOTE}`,
  // `(mit Karten)`, a part of the description.
  String.raw`[.,]\s\((?:[Mm]it|[Aa]vec)\s[^)]{0,12}(?:Kart|Abb|[Ff]ig|[Tt]a[bf])`,
  String.raw`[.,!?)]\s?\(?${SOME_PLACE}\)?(?:,?\s[\[(]?\d{4}|:\s(?:\p{Lu}\. ?)*[^:.]{2,40}\s\d{4}|,\s(?:Buchdr|Univ|.mpr))`,
  String.raw`[.,]\s[Oo0]\. ?[Oo0]`,
  String.raw`\s\.{3}\s\p{Lu}`,
  String.raw`\s\p{Lu}\p{L}+\s\d{4}\s?[:;]`,
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
    pattern: `${HEADING}(?:(${NAME}, ?${CUT_SHORT}?) ?${WHO}|(${NAME})${DEGREE}|(${NAME}(?:${MARRIED}${COMMA}${GIVEN}| ?${BRACKETED})))`,
  },
  {
    label: 'Titel',
    key: 'title',
    synonyms: ['Sachtitel', 'Thema', 'Title', 'Titre', 'Tittel'],
    // From the heading to the imprint, the kind of thesis, or a note in brackets.
    pattern: `${HEADING}${ANY_NAME} ?(?:${TITLE_FROM})${WORKPLACE}(\\p{L}.{7,400}?)(?:${TITLE_TO})`,
  },
  {
    label: 'Ort',
    key: 'place',
    synonyms: ['Erscheinungsort', 'Verlagsort', 'Druckort', 'Place', 'Lieu', 'Sted'],
    // Of the imprint, before its year; else of the university.
    pattern: preferred(
      // Misread figures are a year where nothing else stands.
      String.raw`[^\d\s](?:[.,;?!\])]\s[-—–=~+]{0,2}|\s${DASH})\s?\(?${PLACE}\)?(?:,?\s?${FOUR}(?:\s?:|, (?:in|[48]0?\W))|\s?${FOUR}\s?;)`,
      // German nouns have capitals too: without a sign before it, the place is one word.
      String.raw`[^\d\s]\s(\p{Lu}\p{L}+)\s${FOUR}\s?[:;]`,
      String.raw`(?:${DASH}|(?:[^\d\s]|\b8)[.)\]])\s?\(?${PLACE}\)?(?:[,:]\s?(?:[^\d—–:-]|-[^\d-]){0,60}|\s[\[(]?)${YEAR}${ENDED}`,
      String.raw`\n(\p{Lu}\p{L}+(?: [ai]\. ?\p{Lu}\p{L}{0,2}\.?)?),\s[^\n]{0,40}Diss`,
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
      // Behind the pages a bracket holds a number of the library's.
      String.raw`(?:[^p\s]\.|[^.\s])\s(?:[\[(]${YEAR}[\])]\s?[.:;]|${YEAR}\s?[:;])`,
      String.raw`${YEAR}\]?\W{1,8}(?:[Ii]n-|gr\.|[48]\W)`,
      String.raw`(?:[^p\s]\.|[^.\s])\s?\[${YEAR}\]`,
      String.raw`\p{L}, ?${YEAR}\.`,
      String.raw`(?:--|[—–])\s?\p{Lu}[^\d—–]{1,40}${YEAR}`,
      // The first figure was misread: no year begins with it.
      String.raw`\s([2-9][5-9]\d\d)(?:\s?[:;]\s|, in)`,
      `${YEAR}${ENDED}`,
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
      // In a list of copies.
      String.raw`\n[-~<] ?(\p{Lu}\p{L}{1,5},? [^\n]{2,28}\d\d)\W{0,3}(?:\n|$)`,
      String.raw`\n[^\p{L}\n]{0,3}(\p{Lu}[\p{L}:]{0,4}[ .][^\n]{2,28}\d\d)\W{0,3}(?:\n|$)`,
      // `k 4 XII 11`: room or size, case, and the number in it.
      String.raw`\n[^\p{L}\n]{0,3}(\p{L}{1,3} (?:\d{1,2} |\p{L} )?[IVXLC]+ \d[^\n]{0,16})(?:\n|$)`,
      String.raw`^(\p{Lu}[^\n]{2,40}\d\d) \(?[48]['’!°]\)?(?:\n|$)`,
    ),
  },
  {
    label: 'Bemerkungen',
    key: 'remarks',
    synonyms: ['Bemerkung', 'Anmerkung', 'Notes', 'Remarks', 'Note'],
  },
];
