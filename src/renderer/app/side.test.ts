import { describe, expect, test } from 'vitest';
import { opened, type Side, selected } from './side.ts';

const folded: Side = { tab: undefined };
const pick = (side: Side) => selected(side, 'message', 'here', false);
const letGo = (side: Side) => selected(side, undefined, 'here', false);

describe('what the side pane shows', () => {
  test('a message that is let go folds the pane that it opened', () => {
    expect(pick(folded).tab).toBe('message');
    expect(letGo(pick(folded)).tab).toBeUndefined();
  });

  test('a message that is let go gives the pane back to what was open', () => {
    expect(letGo(pick(pick(opened(folded, 'transcript'))))).toEqual({ tab: 'transcript' });
  });

  test('who looked at another tab meanwhile comes back to that one', () => {
    const looked = opened(pick(opened(folded, 'transcript')), 'findings');
    expect(letGo(opened(looked, 'message'))).toEqual({ tab: 'findings' });
    expect(letGo(opened(opened(looked, 'message'), 'compare'))).toEqual({ tab: 'findings' });
  });

  test('a tab about the whole session stays when the selection is let go', () => {
    expect(letGo(opened(pick(folded), 'transcript'))).toEqual({ tab: 'transcript' });
  });

  test('what leads from row to row stays open, unless it came by itself', () => {
    const findings = opened(folded, 'findings');
    expect(selected(findings, 'message', 'elsewhere', false)).toBe(findings);
    expect(selected(findings, 'message', 'elsewhere', true)).toEqual({ tab: 'message', behind: 'findings' });
  });

  test('folding the pane away leaves nothing to come back to', () => {
    expect(opened(pick(opened(folded, 'transcript')), undefined)).toEqual({ tab: undefined });
  });
});
