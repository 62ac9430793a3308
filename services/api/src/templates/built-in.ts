import {
  completeFields,
  type FieldInput,
  FREE_TEXT,
  type ReadingOptions,
  type Template,
} from '@cardmill/contracts';

import { catalogueFields } from './catalogue-fields.ts';
import { COMPANY_NAME, COMPANY_PLACE } from './company-heading.ts';

const SINCE = '2026-11-21T00:00:00.000Z';

const template = (
  id: string,
  name: string,
  languages: string[],
  fields: readonly FieldInput[],
  options?: ReadingOptions,
): Template => ({
  id,
  name,
  builtIn: true,
  fields: completeFields(fields),
  ...(languages.length === 0 ? {} : { languages }),
  ...(options === undefined ? {} : { options }),
  createdAt: SINCE,
  updatedAt: SINCE,
});

/** Templates that come with the program, made for kinds of cards, not for one collection. To change one, save a copy. */
export const BUILT_IN: readonly Template[] = [
  // No fields: the whole text is what is wanted.
  template(FREE_TEXT, 'Free text', [], []),
  template(
    'library-catalogue',
    'Bibliothekskatalog, Dissertationen / Library catalogue, dissertations',
    ['deu', 'eng'],
    catalogueFields,
  ),
  template(
    'music-catalogue',
    'Musikkatalog / Music catalogue',
    ['deu'],
    [
      { label: 'Komponist', key: 'composer', synonyms: ['Komp.', 'Composer', 'Compositeur'] },
      { label: 'Signatur', key: 'shelfmark', synonyms: ['Sign.', 'Shelfmark', 'Cote', 'Archivnummer'] },
      { label: 'Titel', key: 'title', synonyms: ['Werk', 'Title', 'Titre'] },
      { label: 'Textanfang', key: 'incipit', synonyms: ['Incipit', 'Anfang'] },
      { label: 'Tonart', key: 'musical-key', synonyms: ['Key', 'Tonalité'] },
      { label: 'Opus', key: 'opus', synonyms: ['Op.', 'Werknummer', 'Opus-Nr.'] },
      { label: 'Verlag', key: 'publisher', synonyms: ['Publisher', 'Éditeur'] },
      { label: 'Material', key: 'material', synonyms: ['Noten', 'Stimmen', 'Partitur'] },
      { label: 'Besetzung', key: 'scoring', synonyms: ['Scoring', 'Instrumente', 'Distribution'] },
      { label: 'Textdichter', key: 'lyricist', synonyms: ['Dichter', 'Text von', 'Lyricist', 'Paroles'] },
      { label: 'Bearbeiter', key: 'arranger', synonyms: ['Bearb.', 'Arranger', 'Arrangement'] },
      { label: 'Interpret', key: 'performer', synonyms: ['Ausführende', 'Mitwirkende', 'Performer'] },
      {
        label: 'Aufnahmedatum',
        key: 'recorded',
        kind: 'date',
        synonyms: ['Aufnahme', 'Datum', 'Recorded', 'Date'],
      },
      { label: 'Dauer', key: 'duration', synonyms: ['Spieldauer', 'Länge', 'Duration', 'Durée'] },
      { label: 'Bemerkungen', key: 'remarks', synonyms: ['Bemerkung', 'Remarks', 'Remarques'] },
    ],
  ),
  template(
    'company-or-person',
    'Firmen- und Personenkartei / Companies and persons',
    ['deu'],
    [
      // The heading: name and place on the first lines, left of the column with the number.
      {
        label: 'Name',
        key: 'name',
        synonyms: ['Firma', 'Company', 'Raison sociale', 'Nom', 'Navn'],
        zone: { x: 0, y: 0, width: 0.7, height: 0.2 },
        pattern: COMPANY_NAME,
      },
      {
        label: 'Ort',
        key: 'place',
        synonyms: ['Wohnort', 'Sitz', 'Domizil', 'Place', 'Domicile', 'Lieu', 'Sted'],
        zone: { x: 0, y: 0, width: 0.7, height: 0.2 },
        pattern: COMPANY_PLACE,
      },
      {
        label: 'Nummer',
        key: 'number',
        synonyms: ['Nr.', 'Aktenzeichen', 'Dossier', 'Number', 'No.', 'Numéro'],
        zone: { x: 0.7, y: 0, width: 0.3, height: 0.2 },
        lines: { from: 1, to: 1 },
        // A line without a figure is another thing, and so are rules and specks beside the number.
        pattern: String.raw`[\p{L}\d].*\d\p{L}*\.?|\d\p{L}?`,
      },
      {
        label: 'Datum',
        key: 'date',
        kind: 'date',
        synonyms: ['Date', 'Dato'],
        zone: { x: 0.7, y: 0.1, width: 0.3, height: 0.9 },
        pattern: String.raw`\d{1,2}\W{0,2}\s?(?:\p{L}{3,9}|\d{1,2})\W{0,2}\s?(?:1[5-9]|20)\d\d`,
      },
      {
        label: 'Bemerkungen',
        key: 'remarks',
        synonyms: ['Bemerkung', 'Betreff', 'Remarks', 'Remarques', 'Merknader'],
        zone: { x: 0, y: 0.2, width: 0.7, height: 0.72 },
      },
    ],
  ),
  template(
    'inventory',
    'Inventar / Inventory',
    ['deu'],
    [
      {
        label: 'Inventarnummer',
        key: 'number',
        required: true,
        synonyms: [
          'Inv.-Nr.',
          'Inventar-Nr.',
          'Objektnummer',
          'Nr.',
          'Inventory no.',
          'Accession no.',
          "N° d'inventaire",
        ],
      },
      {
        label: 'Gegenstand',
        key: 'object',
        synonyms: ['Objekt', 'Bezeichnung', 'Object', 'Objet', 'Gjenstand'],
      },
      {
        label: 'Hersteller',
        key: 'maker',
        synonyms: ['Künstler', 'Verfertiger', 'Maker', 'Artist', 'Auteur'],
      },
      {
        label: 'Datierung',
        key: 'dated',
        kind: 'date',
        synonyms: ['Entstehungszeit', 'Datum', 'Date', 'Dated', 'Datering'],
      },
      {
        label: 'Material',
        key: 'material',
        synonyms: ['Technik', 'Material und Technik', 'Technique', 'Materiale'],
      },
      {
        label: 'Maße',
        key: 'dimensions',
        synonyms: ['Masse', 'Größe', 'Grösse', 'Dimensions', 'Size', 'Mål'],
      },
      {
        label: 'Anzahl',
        key: 'count',
        kind: 'number',
        synonyms: ['Stückzahl', 'Stück', 'Quantity', 'Nombre', 'Antall'],
      },
      {
        label: 'Herkunft',
        key: 'provenance',
        synonyms: ['Fundort', 'Erwerbung', 'Provenance', 'Acquisition', 'Provenienz'],
      },
      {
        label: 'Erworben am',
        key: 'acquired',
        kind: 'date',
        synonyms: ['Eingang', 'Erwerbsdatum', 'Acquired', 'Date of acquisition'],
      },
      {
        label: 'Wert',
        key: 'value',
        kind: 'number',
        synonyms: ['Preis', 'Ankaufspreis', 'Value', 'Price', 'Prix', 'Verdi'],
      },
      {
        label: 'Standort',
        key: 'location',
        synonyms: ['Aufbewahrungsort', 'Location', 'Emplacement', 'Plassering'],
      },
      { label: 'Zustand', key: 'condition', synonyms: ['Erhaltung', 'Condition', 'État', 'Tilstand'] },
      {
        label: 'Bemerkungen',
        key: 'remarks',
        synonyms: ['Bemerkung', 'Beschreibung', 'Remarks', 'Description'],
      },
    ],
  ),
];
