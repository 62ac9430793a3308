import { z } from 'zod';

const text = z.union([z.string(), z.number()]).nullish();
const transcribed = z.union([z.string(), z.object({ transcription: z.string() })]);
const transcription = (value: z.infer<typeof transcribed>): string =>
  typeof value === 'string' ? value : value.transcription;

const CompanyCard = z.object({
  company: transcribed,
  location: transcribed,
  b_id: transcribed,
  date: transcribed,
  information: z.union([transcribed, z.array(transcribed)]),
});
const LibraryCard = z.object({
  response_text: z.object({
    author: z.object({ last_name: text, first_name: text }).nullish(),
    publication: z.object({ title: text, year: text, place: text }).nullish(),
    library_reference: z.object({ shelfmark: text }).nullish(),
  }),
});

/** What a card says in each of a template's fields, by its key; empty where the card has no such value. */
export type FieldTruth = Readonly<Record<string, string>>;

/** A set with truth for fields, and the built-in template for its kind of card. */
export interface FieldSet {
  readonly folder: string;
  readonly template: string;
  /** RE2 patterns, by field, of what the drawer's owner knows and a template for all such drawers cannot: the form of its numbers. */
  readonly forms: Readonly<Record<string, string>>;
  readonly truthOf: (json: unknown) => FieldTruth;
}

export const FIELD_SETS: readonly FieldSet[] = [
  {
    folder: 'de-blacklist-cards',
    template: 'company-or-person',
    forms: { number: String.raw`B\.\d\d\.\d{3}\.(?:GB\.\d+|\d\d)` },
    truthOf(json) {
      const { company, location, b_id, date, information } = CompanyCard.parse(json);
      const remarks = Array.isArray(information) ? information : [information];
      return {
        name: transcription(company),
        place: transcription(location),
        number: transcription(b_id),
        date: transcription(date),
        remarks: remarks.map(transcription).join('\n'),
      };
    },
  },
  {
    folder: 'de-library-cards',
    template: 'library-catalogue',
    forms: {},
    truthOf(json) {
      const { author, publication, library_reference } = LibraryCard.parse(json).response_text;
      const plain = (value: string | number | null | undefined): string => String(value ?? '');
      return {
        author: [author?.last_name, author?.first_name].map(plain).join(' '),
        title: plain(publication?.title),
        // 0 is how the truth says that there is none.
        year: plain(publication?.year === 0 ? '' : publication?.year),
        place: plain(publication?.place),
        shelfmark: plain(library_reference?.shelfmark),
      };
    },
  },
];
