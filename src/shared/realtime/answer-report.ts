/**
 * The ledger of one answer, for a person: what the model generated, what was sent to the telephone, what the caller
 * heard, and what was cut; in ms, and the words split where hearing ended. Appended as a note when the answer is over.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { type Extent, extentOf, type Ledger, type LedgerRow } from './playback-ledger.ts';

/** The note's code. */
export const ANSWER_LEDGER = 'answer-ledger';

/** All in ms of audio: `generated = heard + cut + pending`. */
export interface Spans {
  readonly generatedMs: number;
  readonly sentMs: number;
  readonly heardMs: number;
  /** Generated, and never heard any more. */
  readonly cutMs: number;
  /** Not yet heard: queued here, or on its way, or held by Genesys. 0 once the answer is over. */
  readonly pendingMs: number;
}

export interface ItemReport extends Spans {
  readonly itemId: string;
  readonly contentIndex: number;
  /** Words up to where hearing ended, by the share of the audio that was heard: an estimate, cut between words. */
  readonly heardText: string;
  readonly unheardText: string;
}

export type AnswerEnd = 'heard' | 'interrupted' | 'call ended' | 'connection lost';

export interface AnswerReport extends Spans {
  readonly responseId: string;
  readonly ended: AnswerEnd;
  readonly items: readonly ItemReport[];
}

export function spansOf(row: LedgerRow, now: Extent | undefined): Spans {
  const { sentBytes, heardBytes } = extentOf(row, now);
  const generated = row.bytes + row.lateBytes;
  const cut = row.cut ? generated - heardBytes : 0;
  return {
    generatedMs: generated / PCMU_BYTES_PER_MS,
    sentMs: sentBytes / PCMU_BYTES_PER_MS,
    heardMs: heardBytes / PCMU_BYTES_PER_MS,
    cutMs: cut / PCMU_BYTES_PER_MS,
    pendingMs: (generated - cut - heardBytes) / PCMU_BYTES_PER_MS,
  };
}

/** One answer's report; `rows` are all of one response. */
export function reportOf(rows: Ledger, extents: readonly (Extent | undefined)[], ended: AnswerEnd): AnswerReport {
  const items = rows.map((row, at): ItemReport => {
    const spans = spansOf(row, extents[at]);
    const { itemId, contentIndex, transcript } = row;
    const [heardText, unheardText] = splitWords(transcript, spans.heardMs, spans.generatedMs);
    return { itemId, contentIndex, ...spans, heardText, unheardText };
  });
  const sum = (key: keyof Spans): number => items.reduce((total, item) => total + item[key], 0);
  return {
    responseId: rows[0]?.responseId ?? '',
    ended,
    generatedMs: sum('generatedMs'),
    sentMs: sum('sentMs'),
    heardMs: sum('heardMs'),
    cutMs: sum('cutMs'),
    pendingMs: sum('pendingMs'),
    items,
  };
}

export function reportText({ ended, generatedMs, sentMs, heardMs, cutMs }: AnswerReport): string {
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const head = `Answer ${ended}: ${ms(generatedMs)} generated, ${ms(sentMs)} sent, ${ms(heardMs)} heard`;
  return cutMs > 0 ? `${head}, ${ms(cutMs)} cut.` : `${head}.`;
}

/** Splits a text by the share of its audio that was heard, between words: a word heard in part counts as not heard. */
export function splitWords(text: string, heardMs: number, generatedMs: number): readonly [string, string] {
  if (heardMs >= generatedMs) return [text, ''];
  const at = Math.floor((text.length * heardMs) / generatedMs);
  if (at <= 0) return ['', text];
  const space = text.lastIndexOf(' ', at);
  const end = space < 0 ? 0 : space + 1;
  return [text.slice(0, end), text.slice(end)];
}
