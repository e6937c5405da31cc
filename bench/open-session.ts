/**
 * From the click on a session of two hours and 100 000 events to its use, in Chromium, served by the product's own host:
 * `node_modules/.bin/node bench/open-session.ts [--hours 2] [--events 100000] [--rounds 3]`. Needs a build. Asserts no time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spread } from './call-figures.ts';
import { makeLongSession } from './long-session.ts';
import {
  type Cpu,
  cpuClock,
  heapMb,
  type OpenPage,
  openPage,
  residentMb,
  scrollFrames,
  type Tasks,
  tasksWords,
  traceTasks,
} from './page.ts';

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '2' },
    events: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
  },
});
const FILTERS = ['leg:bot', 'type:response.*', 'text:"forty two"', '/order number 9\\d/', 'gap>150ms', 'rate_limits'];

/** Moments after the click, ms. */
type Opening = {
  rows: number;
  scrolls: number;
  waves: number;
  wholeWaves: number;
  all: number;
  tasks: Tasks;
  rowCount: string;
  cpu: Cpu;
};

/** Runs in the page: clicks the session, and notes when what is wanted has been painted. */
function clickAndWatch(id: string): Promise<Omit<Opening, 'tasks' | 'cpu'>> {
  return new Promise(done => {
    const clickedMs = performance.now();
    const seen = { rows: 0, scrolls: 0, waves: 0, wholeWaves: 0, all: 0 };
    const since = () => performance.now() - clickedMs;
    const log = () => document.querySelector('[role=listbox][aria-label=Messages]');
    const lane = () => document.querySelector('[data-testid=lane-bot]');
    const frame = () => {
      const ready = {
        rows: document.querySelectorAll('[role=listbox][aria-label=Messages] [data-n]').length > 10,
        scrolls: (log()?.scrollHeight ?? 0) > 3 * (log()?.clientHeight ?? Number.POSITIVE_INFINITY),
        waves: Number(lane()?.getAttribute('data-peak') ?? 0) > 0,
        wholeWaves: lane()?.getAttribute('data-whole') === 'true',
        all: document.querySelector('[data-testid=log-count]')?.getAttribute('data-complete') === 'true',
      };
      // What is there in this frame is painted by the next.
      requestAnimationFrame(() => {
        for (const key of Object.keys(seen) as (keyof typeof seen)[]) if (ready[key]) seen[key] ||= since();
        if (!Object.values(seen).every(ms => ms > 0)) frame();
        else {
          const rowCount = document.querySelector('[data-testid=log-count]')?.textContent ?? '';
          done({ ...seen, rowCount });
        }
      });
    };
    document.querySelector<HTMLElement>(`[role=option][data-session-id="${id}"]`)?.click();
    frame();
  });
}

/** From the last key of a filter to the frame in which its answer stands, ms. */
function typeFilter(text: string): Promise<{ ms: number; words: string }> {
  return new Promise(done => {
    const input = document.querySelector<HTMLInputElement>('.filter-input');
    const words = () => document.querySelector('[data-testid=log-count]')?.textContent ?? '';
    const before = words();
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const began = performance.now();
    set?.call(input, text);
    input?.dispatchEvent(new Event('input', { bubbles: true }));
    const frame = () => {
      const ms = performance.now() - began;
      if (words() === before && ms < 5000) requestAnimationFrame(frame);
      else requestAnimationFrame(() => done({ ms: performance.now() - began, words: words() }));
    };
    requestAnimationFrame(frame);
  });
}

async function openOnce(dataDir: string, id: string, also?: (open: OpenPage) => Promise<void>): Promise<Opening> {
  const open = await openPage(dataDir);
  const { page, close } = open;
  try {
    await page.locator(`[role=option][data-session-id="${id}"]`).waitFor();
    const cpu = await cpuClock(open);
    const { result, ...tasks } = await traceTasks(open, () => page.evaluate(clickAndWatch, id));
    const used = await cpu();
    await also?.(open);
    return { ...result, cpu: used, tasks };
  } finally {
    await close();
  }
}

const say = (text = ''): void => void process.stdout.write(`${text}\n`);
const ms = (value: number) => `${Math.round(value)} ms`;
const line = (what: string, took: readonly number[]) => {
  const { p50, most } = spread(took);
  say(`${what.padEnd(52)} p50 ${ms(p50).padStart(8)}, most ${ms(most).padStart(8)}`);
};

const dataDir = mkdtempSync(join(tmpdir(), 'audiohook-console-bench-'));
try {
  const wishes = { hours: Number(values.hours), events: Number(values.events) };
  const { id, events } = makeLongSession(dataDir, wishes);
  makeLongSession(dataDir, { hours: 0.01, events: 0, id: '20260102-120000-5407' });
  const openings: Opening[] = [];
  const filters: string[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const isLast = round === Number(values.rounds) - 1;
    openings.push(
      await openOnce(dataDir, id, async open => {
        if (!isLast) return;
        const { page } = open;
        say(`with all rows: heap ${await heapMb(page)} MB, the page’s process ${await residentMb(open)} MB`);
        for (const rows of [3, 1000]) {
          const { result, ...tasks } = await traceTasks(open, () => scrollFrames(page, 120, 24 * rows));
          line(`frames while scrolling ${rows} rows a frame`, result);
          say(`  ${tasksWords(tasks)}`);
        }
        for (const text of FILTERS) {
          const { result, ...tasks } = await traceTasks(open, () => page.evaluate(typeFilter, text));
          filters.push(`filter ${text.padEnd(24)} ${ms(result.ms).padStart(8)}  ${result.words}; ${tasksWords(tasks)}`);
        }
        say(`after that: heap ${await heapMb(page)} MB, the page’s process ${await residentMb(open)} MB`);
      }),
    );
  }
  for (const text of filters) say(text);
  say();
  say(`${events} events, ${openings[0]?.rowCount}; the first opening makes index and peaks, the others read them.`);
  const figures: readonly (readonly [what: string, of: (one: Opening) => number])[] = [
    ['click to first rows', one => one.rows],
    ['click to a log that scrolls', one => one.scrolls],
    ['click to the waveforms, or to the first of them', one => one.waves],
    ['click to the waveforms of all of it', one => one.wholeWaves],
    ['click to all rows', one => one.all],
    ['CPU until all rows: main thread of the page', one => one.cpu.page],
    ['CPU until all rows: host', one => one.cpu.host],
  ];
  for (const [what, of] of figures) line(what, openings.map(of));
  for (const { rows, waves, wholeWaves, all, tasks } of openings) {
    say(`  rows ${ms(rows)}, waveforms ${ms(waves)}, whole ${ms(wholeWaves)}, all ${ms(all)}: ${tasksWords(tasks)}`);
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
