import { expect, test } from 'vitest';
import { ToldEvents } from '../../latency/testing/told-events.ts';
import { findingsOf } from '../testing/findings-of.ts';

/** A call that ends with an error right after a key. `in`: to the console's own server. `out`: from the console. */
function pressed(direction: 'in' | 'out', relayed = false) {
  const other = direction === 'in' ? 'out' : 'in';
  const told = new ToldEvents().add(0, {
    ...{ leg: 'genesys', type: 'connection', phase: 'upgrade', direction, target: '/demo-bot', status: 101 },
  });
  if (relayed) told.add(0, { leg: 'console', type: 'note', code: 'relayed', level: 'info', text: 'Relayed.' });
  told.genesys(10, 'open', {}, {}, direction).genesys(20, 'opened', {}, {}, other);
  return told.genesys(5_000, 'dtmf', { digit: '5' }, {}, direction);
}

const ids = (told: ToldEvents) => findingsOf(told.events).map(({ id }) => id);
const failing = { reason: 'error', info: 'The model is gone' };

test('somebody’s server that ends the call over a key does not take dtmf', () => {
  expect(ids(pressed('out').genesys(5_100, 'disconnect', failing, {}, 'in'))).toContain('dtmf-ends-call');
  expect(ids(pressed('in', true).genesys(5_100, 'disconnect', failing, {}, 'out'))).toContain('dtmf-ends-call');
});

test('nor does one that drops the connection, whoever saw it', () => {
  const drop = (direction: 'in' | 'out') =>
    ({ leg: 'genesys', type: 'connection', phase: 'close', direction, code: 1006 }) as const;
  expect(ids(pressed('out').add(5_100, drop('in')))).toContain('dtmf-ends-call');
  expect(ids(pressed('in', true).add(5_100, drop('out')))).toContain('dtmf-ends-call');
  expect(ids(pressed('in', true).add(5_100, drop('in')))).not.toContain('dtmf-ends-call');
});

test('the console’s own server takes dtmf: an error after a key has another cause', () => {
  const found = ids(pressed('in').genesys(5_100, 'disconnect', failing, {}, 'out'));
  expect(found).not.toContain('dtmf-ends-call');
  expect(found).toContain('ended-with-error');
});
