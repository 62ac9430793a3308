import type { FieldInput } from '@cardmill/contracts';
import { drawCatalogueCard } from '@cardmill/testkit';

import type { TestFile } from './client.ts';

/** The fields of a music library's cards; the shelfmark stands alone in the upper right corner. */
export const MUSIC_FIELDS: readonly FieldInput[] = [
  { label: 'Komponist', required: true },
  { label: 'Titel', required: true },
  {
    label: 'Signatur',
    pattern: String.raw`\b(?:Spez|Mus)\.? ?\d{1,2}\.\d{3}\b`,
    zone: { x: 0.6, y: 0.04, width: 0.37, height: 0.13 },
    required: true,
  },
  { label: 'Textanfang' },
  { label: 'Besetzung' },
  { label: 'Verlag', synonyms: ['Verlag, Ort'] },
  { label: 'Material' },
  { label: 'Textdichter', synonyms: ['Text von', 'Dichter'] },
  { label: 'Bemerkungen' },
];

type Entry = readonly [
  composer: string,
  title: string,
  incipit: string,
  forces: string,
  publisher: string,
  material: string,
  poet: string,
  remarks: string,
];

// Composers and poets long dead; the shelfmarks and the house are made up.
const ENTRIES: readonly Entry[] = [
  [
    'Bach, Johann Sebastian',
    'Jesu, meine Freude',
    'Jesu, meine Freude, meines Herzens Weide',
    'gem. Chor 5st.',
    'Breitkopf & Härtel, Leipzig',
    'Partitur, 40 Chorst.',
    'Franck, Johann',
    'Motette. BWV 227',
  ],
  [
    'Brahms, Johannes',
    'Ein deutsches Requiem',
    'Selig sind, die da Leid tragen, denn sie sollen getröstet werden',
    'Soli, gem. Chor, Orch.',
    'Rieter-Biedermann, Leipzig',
    'Partitur, Klavierauszug',
    '',
    'op. 45. Stimmen siehe Mus. 4.118',
  ],
  [
    'Bruckner, Anton',
    'Locus iste',
    'Locus iste a Deo factus est',
    'gem. Chor 4st.',
    'Theodor Rättig, Wien',
    '30 Chorst.',
    '',
    'Graduale zur Kirchweih',
  ],
  [
    'Distler, Hugo',
    'Ich brach drei dürre Reiselein',
    'Ich brach drei dürre Reiselein vom harten Haselstrauch',
    'gem. Chor',
    'Bärenreiter, Kassel',
    'Partitur',
    'Holz, Hans',
    '',
  ],
  [
    'Eccard, Johannes',
    'Übers Gebirg Maria geht',
    'Übers Gebirg Maria geht zu ihrer Bas Elisabeth',
    'gem. Chor 5st.',
    'Bote & Bock, Berlin',
    'Partitur, 12 Chorst.',
    '',
    'Festlied zu Mariä Heimsuchung',
  ],
  [
    'Fauré, Gabriel',
    'Cantique de Jean Racine',
    'Verbe égal au Très-Haut',
    'gem. Chor, Orgel',
    'Hamelle, Paris',
    'Klavierauszug',
    'Racine, Jean',
    'op. 11',
  ],
  [
    'Händel, Georg Friedrich',
    'Der Messias',
    'Tröstet, tröstet mein Volk',
    'Soli, gem. Chor, Orch.',
    'C. F. Peters, Leipzig',
    'Partitur, 60 Chorst.',
    '',
    'Deutsch von J. G. Herder',
  ],
  [
    'Haydn, Joseph',
    'Die Schöpfung',
    'Im Anfange schuf Gott Himmel und Erde',
    'Soli, gem. Chor, Orch.',
    'Novello, London',
    'Klavierauszug',
    'van Swieten, Gottfried',
    'Hob. XXI:2',
  ],
  [
    'Hensel, Fanny',
    'Gartenlieder',
    'Hörst du nicht die Bäume rauschen',
    'gem. Chor 4st.',
    'Bote & Bock, Berlin',
    'Partitur',
    'Eichendorff, Joseph von',
    'op. 3, Nr. 1 bis 6',
  ],
  [
    'Isaac, Heinrich',
    'Innsbruck, ich muß dich lassen',
    'Innsbruck, ich muß dich lassen',
    'gem. Chor 4st.',
    'Möseler, Wolfenbüttel',
    '25 Chorst.',
    '',
    'Satz um 1495',
  ],
  [
    'Lasso, Orlando di',
    'Matona mia cara',
    'Matona mia cara, mi follere canzon',
    'gem. Chor 4st.',
    'Schott, Mainz',
    'Partitur',
    '',
    'Landsknechtsständchen',
  ],
  [
    'Lortzing, Albert',
    'Zar und Zimmermann',
    'Heil sei dem Tag, an welchem du bei uns erschienen',
    'Soli, Chor, Orch.',
    'Breitkopf & Härtel, Leipzig',
    'Klavierauszug',
    'Lortzing, Albert',
    'Kantate des Bürgermeisters',
  ],
  [
    'Mendelssohn, Felix',
    'Denn er hat seinen Engeln',
    'Denn er hat seinen Engeln befohlen über dir',
    'gem. Chor 8st.',
    'Bote & Bock, Berlin',
    'Partitur, 48 Chorst.',
    '',
    'Auch in Elias, op. 70',
  ],
  [
    'Monteverdi, Claudio',
    'Lasciatemi morire',
    'Lasciatemi morire',
    'gem. Chor 5st.',
    'Universal, Wien',
    'Partitur',
    'Rinuccini, Ottavio',
    '',
  ],
  [
    'Mozart, Wolfgang Amadeus',
    'Ave verum corpus',
    'Ave verum corpus natum de Maria Virgine',
    'gem. Chor, Str., Orgel',
    'Carus, Stuttgart',
    'Partitur, 30 Chorst.',
    '',
    'KV 618',
  ],
  [
    'Praetorius, Michael',
    'Es ist ein Ros entsprungen',
    'Es ist ein Ros entsprungen aus einer Wurzel zart',
    'gem. Chor 4st.',
    'Bärenreiter, Kassel',
    '50 Chorst.',
    '',
    'Musae Sioniae VI, 1609',
  ],
  [
    'Reger, Max',
    'Der Mond ist aufgegangen',
    'Der Mond ist aufgegangen, die goldnen Sternlein prangen',
    'Männerchor 4st.',
    'Bote & Bock, Berlin',
    'Partitur',
    'Claudius, Matthias',
    '',
  ],
  [
    'Rheinberger, Josef',
    'Abendlied',
    'Bleib bei uns, denn es will Abend werden',
    'gem. Chor 6st.',
    'Simrock, Berlin',
    'Partitur, 30 Chorst.',
    '',
    'op. 69, Nr. 3',
  ],
  [
    'Scarlatti, Alessandro',
    'Exsultate Deo',
    'Exsultate Deo adiutori nostro',
    'gem. Chor 4st.',
    'Schwann, Düsseldorf',
    '20 Chorst.',
    '',
    '',
  ],
  [
    'Schein, Johann Hermann',
    'Die mit Tränen säen',
    'Die mit Tränen säen, werden mit Freuden ernten',
    'gem. Chor 5st.',
    'Bärenreiter, Kassel',
    'Partitur',
    '',
    'Israelsbrünnlein, 1623',
  ],
  [
    'Schubert, Franz',
    'Ständchen',
    'Zögernd leise in des Dunkels nächtger Stille',
    'Alt, Männerchor, Klav.',
    'Diabelli, Wien',
    'Partitur',
    'Grillparzer, Franz',
    'D 920',
  ],
  [
    'Schumann, Clara',
    'Abendfeier in Venedig',
    'Ave Maria! Meer und Himmel ruhn',
    'gem. Chor 4st.',
    'Hofmeister, Leipzig',
    'Partitur',
    'Geibel, Emanuel',
    'Drei gemischte Chöre, Nr. 1',
  ],
  [
    'Schütz, Heinrich',
    'Also hat Gott die Welt geliebt',
    'Also hat Gott die Welt geliebt',
    'gem. Chor 5st.',
    'Bärenreiter, Kassel',
    'Partitur, 40 Chorst.',
    '',
    'SWV 380',
  ],
  [
    'Silcher, Friedrich',
    'Die Lorelei',
    'Ich weiß nicht, was soll es bedeuten',
    'gem. Chor 4st.',
    'Laupp, Tübingen',
    '60 Chorst.',
    'Heine, Heinrich',
    '',
  ],
  [
    'Telemann, Georg Philipp',
    'Laudate Jehovam',
    'Laudate Jehovam omnes gentes',
    'gem. Chor, 2 Viol., B. c.',
    'Hänssler, Stuttgart',
    'Partitur',
    '',
    'Psalm 117',
  ],
  [
    'Weber, Carl Maria von',
    'Jägerchor',
    'Was gleicht wohl auf Erden dem Jägervergnügen',
    'Männerchor, Orch.',
    'Schlesinger, Berlin',
    'Klavierauszug',
    'Kind, Friedrich',
    'Aus: Der Freischütz',
  ],
  [
    'Wolf, Hugo',
    'Sechs geistliche Lieder',
    'Nun wandre, Maria, nun wandre nur fort',
    'gem. Chor 4st.',
    'Lauterbach & Kuhn, Leipzig',
    'Partitur',
    'Eichendorff, Joseph von',
    '',
  ],
  [
    'Zelter, Carl Friedrich',
    'Der König in Thule',
    'Es war ein König in Thule, gar treu bis an das Grab',
    'Männerchor 4st.',
    'Trautwein, Berlin',
    '24 Chorst.',
    'Goethe, Johann Wolfgang',
    '',
  ],
];

export interface MusicCardOptions {
  blurred?: boolean;
  /** Filled in without this label's value, so that the card asks for a check. */
  without?: string;
  /** Stands under Bemerkungen instead of what stands there. */
  remarks?: string;
  /** 1 is A6 at 300 dpi. */
  scale?: number;
  /** Number of the drawer; 17 when absent. */
  drawer?: number;
}

/** The n-th card of a drawer, counted from 1; a drawer longer than the list begins it again with other shelfmarks. */
export async function musicCard(n: number, options: MusicCardOptions = {}): Promise<TestFile> {
  const entry = ENTRIES[(n - 1) % ENTRIES.length];
  if (entry === undefined) throw new Error('no cards');
  const [composer, title, incipit, forces, publisher, material, poet, remarks] = entry;
  const values = {
    Komponist: composer,
    Titel: title,
    Textanfang: incipit,
    Besetzung: forces,
    Verlag: publisher,
    Material: material,
    Textdichter: poet,
    Bemerkungen: options.remarks ?? remarks,
  };
  const scale = options.scale ?? 1;
  const bytes = await drawCatalogueCard({
    corner: `Spez. ${12 + Math.floor(n / 1_000)}.${String(340 + n)
      .padStart(3, '0')
      .slice(-3)}`,
    stamp: 'MUSIKARCHIV NORD',
    entries: Object.entries(values).map(([label, value]) => ({
      label,
      value: label === options.without ? '' : value,
    })),
    // No two lie alike on the glass, and the same one lies the same every time.
    angle: (((n * 37) % 17) - 8) / 10,
    width: Math.round(1748 * scale),
    height: Math.round(1240 * scale),
    blurred: options.blurred === true,
  });
  return {
    name: `lade-${options.drawer ?? 17}-${String(n).padStart(4, '0')}.jpg`,
    bytes,
    type: 'image/jpeg',
  };
}
