import { expect, test } from 'vitest';
import { ToldEvents } from '../../latency/testing/told-events.ts';
import { findingOf } from '../testing/findings-of.ts';

/** A call of a function in an answer that ends with `status`, and half a minute in which nobody answers it. */
const called = (status: string) =>
  new ToldEvents()
    .model(1_000, 'response.created', { response: { id: 'r1' } })
    .model(1_100, 'response.output_item.done', {
      response_id: 'r1',
      item: { type: 'function_call', call_id: 'c1', name: 'look_up_order' },
    })
    .model(1_200, 'response.done', { response: { id: 'r1', status } })
    .genesys(31_000, 'ping');

test('a function that nobody answers keeps the caller waiting', () => {
  const finding = findingOf('function-never-answered', called('completed').events);
  expect(finding?.evidence.map(({ text }) => text)).toEqual(['look_up_order was called and not answered for 29.9 s']);
});

test('of an answer that was cut no function runs, and nobody waits for it', () => {
  expect(findingOf('function-never-answered', called('cancelled').events)).toBeUndefined();
});
