import type { ProblemCode } from '@cardmill/contracts';

/**
 * A file as it was given: where it lay, so that the same one is known again. Size and day stand apart from the file: a
 * browser asks the disk for them each time, and waits.
 */
export interface Given {
  readonly path: string;
  readonly file: File;
  readonly size: number;
  readonly modified: number;
}

/**
 * `here`: the same bytes under the same name were sent before. `rejected`: not taken, with the reason. `left`: taken off
 * the list by the person.
 */
export type ItemState = 'waiting' | 'sending' | 'accepted' | 'here' | 'rejected' | 'left';

/** One file of the upload. */
export interface UploadItem extends Given {
  /** Its place among all files given, which is its place in the drawer. */
  readonly id: number;
  readonly state: ItemState;
  /** Bytes that have gone out. */
  readonly sent: number;
  readonly code: ProblemCode | null;
  /** The name it has on the server. */
  readonly filename: string;
  readonly cardId: string | null;
  /** It went out once and no answer came: then “sent before” means that very time. */
  readonly unsure: boolean;
  /** Counts up whenever sending begins anew; “X of Y” is about one round. */
  readonly round: number;
}

export const newItem = (id: number, given: Given, round: number): UploadItem => ({
  ...given,
  id,
  state: 'waiting',
  sent: 0,
  code: null,
  filename: given.file.name,
  cardId: null,
  unsure: false,
  round,
});

export interface Counts {
  /** Files of this round, and those of them whose outcome is known. */
  readonly total: number;
  readonly settled: number;
  readonly bytes: number;
  readonly bytesSent: number;
  readonly waiting: number;
  readonly sending: number;
  /** Those that are cards now. */
  readonly accepted: number;
  readonly acceptedBytes: number;
}

/** Where a round stands. */
export function countItems(items: readonly UploadItem[], round: number): Counts {
  const count = {
    total: 0,
    settled: 0,
    bytes: 0,
    bytesSent: 0,
    waiting: 0,
    sending: 0,
    accepted: 0,
    acceptedBytes: 0,
  };
  for (const { state, round: of, size, sent } of items) {
    if (of !== round || state === 'left') continue;
    count.total += 1;
    count.bytes += size;
    switch (state) {
      case 'waiting':
        count.waiting += 1;
        break;
      case 'sending':
        count.sending += 1;
        count.bytesSent += sent;
        break;
      case 'accepted':
        count.accepted += 1;
        count.acceptedBytes += size;
        count.settled += 1;
        count.bytesSent += size;
        break;
      case 'here':
      case 'rejected':
        count.settled += 1;
        count.bytesSent += size;
    }
  }
  return count;
}

/** What is no image stays none however often it is sent. */
export const canSendAgain = (item: UploadItem): boolean =>
  item.state === 'rejected' && item.code !== 'unsupported_type';
