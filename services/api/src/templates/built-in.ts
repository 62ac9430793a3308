import { completeFields, type FieldInput, FREE_TEXT, type Template } from '@cardmill/contracts';

const SINCE = '2026-11-21T00:00:00.000Z';

const template = (id: string, name: string, languages: string[], fields: FieldInput[]): Template => ({
  id,
  name,
  builtIn: true,
  fields: completeFields(fields),
  ...(languages.length === 0 ? {} : { languages }),
  createdAt: SINCE,
  updatedAt: SINCE,
});

/** Templates that come with the program, made for kinds of cards, not for one collection. To change one, save a copy. */
export const BUILT_IN: readonly Template[] = [
  // No fields: the whole text is what is wanted.
  template(FREE_TEXT, 'Free text', [], []),
  template(
    'library-catalogue',
    'Bibliothekskatalog / Library catalogue',
    ['deu', 'eng'],
    [
      { label: 'Verfasser', key: 'author', synonyms: ['Autor', 'Verf.', 'Author', 'Name'] },
      { label: 'Titel', key: 'title', synonyms: ['Sachtitel', 'Title'] },
      { label: 'Ort', key: 'place', synonyms: ['Erscheinungsort', 'Verlagsort', 'Place'] },
      { label: 'Verlag', key: 'publisher', synonyms: ['Publisher', 'Drucker'] },
      {
        label: 'Jahr',
        key: 'year',
        synonyms: ['Erscheinungsjahr', 'Year'],
        pattern: String.raw`\b(1[4-9]\d\d|20\d\d)\b`,
      },
      { label: 'Umfang', key: 'extent', synonyms: ['Seiten', 'Kollation', 'Extent', 'Pages'] },
      { label: 'Reihe', key: 'series', synonyms: ['Serie', 'Series'] },
      { label: 'Signatur', key: 'shelfmark', synonyms: ['Sign.', 'Standort', 'Call number', 'Shelfmark'] },
      { label: 'Bemerkungen', key: 'remarks', synonyms: ['Bemerkung', 'Anmerkung', 'Notes', 'Remarks'] },
    ],
  ),
  template(
    'dissertation-catalogue',
    'Dissertationskatalog / Dissertations',
    ['deu'],
    [
      { label: 'Verfasser', key: 'author', synonyms: ['Autor', 'Verf.', 'Name', 'Author'] },
      { label: 'Titel', key: 'title', synonyms: ['Thema', 'Title'] },
      { label: 'Hochschule', key: 'university', synonyms: ['Universität', 'Univ.', 'University'] },
      { label: 'Fakultät', key: 'faculty', synonyms: ['Fak.', 'Faculty'] },
      { label: 'Art', key: 'kind', synonyms: ['Diss.', 'Habil.', 'Type'] },
      { label: 'Ort', key: 'place', synonyms: ['Druckort', 'Place'] },
      { label: 'Jahr', key: 'year', synonyms: ['Year'], pattern: String.raw`\b(1[4-9]\d\d|20\d\d)\b` },
      { label: 'Umfang', key: 'extent', synonyms: ['Seiten', 'Pages'] },
      { label: 'Signatur', key: 'shelfmark', synonyms: ['Sign.', 'Shelfmark'] },
    ],
  ),
  template(
    'music-catalogue',
    'Musikkatalog / Music catalogue',
    ['deu'],
    [
      { label: 'Komponist', key: 'composer', synonyms: ['Komp.', 'Composer'] },
      { label: 'Signatur', key: 'shelfmark', synonyms: ['Sign.', 'Shelfmark'] },
      { label: 'Titel', key: 'title', synonyms: ['Werk', 'Title'] },
      { label: 'Textanfang', key: 'incipit', synonyms: ['Incipit', 'Anfang'] },
      { label: 'Verlag', key: 'publisher', synonyms: ['Publisher'] },
      { label: 'Material', key: 'material', synonyms: ['Noten', 'Besetzung', 'Scoring'] },
      { label: 'Textdichter', key: 'lyricist', synonyms: ['Dichter', 'Text von', 'Lyricist'] },
      { label: 'Bearbeiter', key: 'arranger', synonyms: ['Bearb.', 'Arranger'] },
      { label: 'Bemerkungen', key: 'remarks', synonyms: ['Bemerkung', 'Remarks'] },
    ],
  ),
  template(
    'recording-catalogue',
    'Tonträger / Tapes and recordings',
    ['deu'],
    [
      { label: 'Archivnummer', key: 'number', synonyms: ['Archiv-Nr.', 'Band-Nr.', 'Nummer', 'Number'] },
      { label: 'Titel', key: 'title', synonyms: ['Title'] },
      { label: 'Komponist', key: 'composer', synonyms: ['Composer'] },
      { label: 'Interpret', key: 'performer', synonyms: ['Ausführende', 'Mitwirkende', 'Performer'] },
      { label: 'Aufnahmedatum', key: 'recorded', kind: 'date', synonyms: ['Aufnahme', 'Datum', 'Recorded'] },
      { label: 'Dauer', key: 'duration', synonyms: ['Spieldauer', 'Länge', 'Duration'] },
      { label: 'Bemerkungen', key: 'remarks', synonyms: ['Bemerkung', 'Remarks'] },
    ],
  ),
];
