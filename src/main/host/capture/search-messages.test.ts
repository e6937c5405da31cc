import { expect, onTestFinished, test } from 'vitest';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { searchHandlers } from './search-messages.ts';
import { SessionStore } from './session-store.ts';

type Item = { read: number; of: number; found: string[] };

async function bench(texts: readonly string[]) {
  const store = new SessionStore({
    dataDir: tempDir(),
    clock: systemClock,
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  await store.open();
  onTestFinished(() => store.dispose());
  const ids: string[] = [];
  for (const text of texts) {
    const recorder = store.start({ role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: '' });
    recorder.append({ leg: 'bot', type: 'message', direction: 'in', text, bytes: text.length });
    await recorder.close('done');
    ids.push(recorder.id);
  }
  const search = (text: string) =>
    new Promise<Item[]>(resolve => {
      const items: Item[] = [];
      searchHandlers(store).searchMessages(
        { text },
        { send: item => items.push(item), end: () => resolve(items), onCancel: () => undefined },
      );
    });
  return { ids, store, search };
}

test('a text is found in messages, whatever its capitals and quotes', async () => {
  const { ids, search } = await bench([
    JSON.stringify({ type: 'response.done', transcript: 'I would like the "Blue" bicycle' }),
    JSON.stringify({ type: 'function_call', arguments: JSON.stringify({ order: 'größe 7' }) }),
  ]);
  const found = async (text: string) => (await search(text)).flatMap(item => item.found);
  expect(await found('blue')).toEqual([ids[0]]);
  expect(await found('the "blue" bicycle')).toEqual([ids[0]]);
  expect(await found('"type":"response.done"')).toEqual([ids[0]]);
  expect(await found('"order":"GRÖSSE'.replace('SS', 'ß'))).toEqual([ids[1]]);
  expect(await found('red')).toEqual([]);
});

test('it says how far it is, and can be stopped', async () => {
  const { store, search } = await bench(['a', 'b', 'c']);
  const items = await search('nothing like it');
  expect(items.at(0)).toEqual({ read: 0, of: 3, found: [] });
  expect(items.at(-1)).toEqual({ read: 3, of: 3, found: [] });
  const after: Item[] = [];
  let stop: () => void = () => undefined;
  searchHandlers(store).searchMessages(
    { text: 'a' },
    {
      send: item => after.push(item),
      end: () => after.push({ read: -1, of: 0, found: [] }),
      onCancel: act => (stop = act),
    },
  );
  stop();
  await search('a');
  expect(after).toEqual([{ read: 0, of: 3, found: [] }]);
});
