import { expect, test } from 'vitest';
import { draftOf, moved, NEW_DRAFT, withSounds, withStep } from './script-draft.ts';

test('a script that ships is copied under a name of its own; one of yours keeps its name and its sounds', () => {
  const script = { name: 'order', about: '', steps: [{ do: 'say', wav: 'a.wav' } as const] };
  expect(draftOf({ script, shipped: true })).toMatchObject({ name: 'order (mine)', saved: ['a.wav'] });
  expect(draftOf({ script, shipped: false })).toMatchObject({ name: 'order', saved: ['a.wav'] });
});

test('steps are added at the end and moved; a sound that is dropped goes to the step that waits for one', () => {
  const draft = withStep(NEW_DRAFT, 'say');
  expect(moved(draft, 4, -1).steps.map(({ step }) => step.do)).toEqual(['listen', 'speak', 'listen', 'say', 'hang-up']);
  expect(moved(draft, 0, -1)).toBe(draft);
  expect(new Set(draft.steps.map(({ key }) => key)).size).toBe(5);
  const sound = { name: 'order.wav', bytes: new Uint8Array(1) };
  expect(withSounds(draft, [sound]).steps.at(-1)?.step).toEqual({ do: 'say', wav: 'order.wav' });
  expect(withSounds(withSounds(draft, [sound]), [sound]).sounds).toEqual([sound]);
});
