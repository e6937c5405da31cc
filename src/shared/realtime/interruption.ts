/**
 * When an answer is over: heard to its end, cut by the caller, or lost with the call. What the caller heard of it is
 * told to the model (RT-15) and written down as the answer's ledger.
 */
import { ANSWER_LEDGER, type AnswerEnd, reportOf, reportText } from './answer-report.ts';
import { note, send } from './bridge-effects.ts';
import type { BridgeEffect, BridgeState, BridgeStep, Playback, ReadyState } from './bridge-state.ts';
import { rememberText } from './conversation-memory.ts';
import { corrections, cutLedger, type Extent, extentOf, type LedgerRow } from './playback-ledger.ts';

/** What is still heard stops, and the model learns how much of it was heard. `cancel`: the API does not do so itself. */
export function cutAnswers(state: ReadyState, playback: Playback, cancel: boolean): BridgeStep<ReadyState> {
  const effects: BridgeEffect[] = [];
  let next = state;
  if (playback.playing) effects.push({ type: 'interrupt' });
  const { turn } = state;
  if (turn.phase === 'active' && !turn.cancelled) {
    next = { ...next, turn: { ...turn, cancelled: true } };
    if (cancel) next = send(next, effects, { type: 'response.cancel', response_id: turn.responseId });
  }
  const heardBytes = state.ledger.map((row, at) => extentOf(row, playback.extents[at]).heardBytes);
  for (const correction of corrections(state.ledger, heardBytes)) {
    next =
      correction.type === 'delete'
        ? send(next, effects, { type: 'conversation.item.delete', item_id: correction.itemId })
        : send(next, effects, {
            type: 'conversation.item.truncate',
            item_id: correction.itemId,
            content_index: correction.contentIndex,
            audio_end_ms: correction.audioEndMs,
          });
  }
  const closed = closeAnswers({ ...next, ledger: cutLedger(state.ledger, playback.extents) }, playback.extents);
  return { state: closed.state, effects: [...effects, ...closed.effects] };
}

/** Answers of which nothing can come or be heard any more leave the ledger, each with its note. */
export function closeAnswers<State extends BridgeState>(
  state: State,
  extents: readonly Extent[],
  why: AnswerEnd = 'interrupted',
): BridgeStep<State> {
  const effects: BridgeEffect[] = [];
  let { memory } = state;
  const open: LedgerRow[] = [];
  for (const responseId of new Set(state.ledger.map(row => row.responseId))) {
    const rows = state.ledger.filter(row => row.responseId === responseId);
    const reached = rows.map(row => extentOf(row, extents[state.ledger.indexOf(row)]));
    const isWhole = rows.every((row, at) => row.lateBytes === 0 && reached[at]?.heardBytes === row.bytes);
    if (!rows.every(row => row.complete) || !(isWhole || rows.every(row => row.cut))) {
      open.push(...rows);
      continue;
    }
    const report = reportOf(rows, reached, isWhole ? 'heard' : why);
    if (report.generatedMs > 0) effects.push(note(ANSWER_LEDGER, 'info', reportText(report), { ...report }));
    for (const item of report.items) {
      if (!isWhole) memory = rememberText(memory, item.itemId, item.heardText);
    }
  }
  return { state: { ...state, memory, ledger: open }, effects };
}

/** The call is over, or the bot can hear no more of what becomes of its answers: all are settled as they stand. */
export function settleAnswers<State extends BridgeState>(
  state: State,
  extents: readonly Extent[],
  why: AnswerEnd,
): BridgeStep<State> {
  const ledger = cutLedger(state.ledger, extents).map(row => ({ ...row, complete: true }));
  return closeAnswers({ ...state, ledger }, extents, why);
}
