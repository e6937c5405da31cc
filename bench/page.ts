/** What the benches of the page share: a console, Chromium with the page in it, and clocks inside the page. */
import { readFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { startServe } from '../e2e/targets/browser-target.ts';
import { stopProcess } from '../e2e/targets/running-console.ts';

export type OpenPage = {
  readonly page: Page;
  readonly audiohook: string;
  /** Process of the host. */
  readonly pid: number;
  close(): Promise<void>;
};

/** Serves `dataDir` in a process of its own, and opens its page in Chromium at 1280 x 800. */
export async function openPage(dataDir: string): Promise<OpenPage> {
  const { child, ready } = await startServe(dataDir);
  const executablePath = process.env.CHROME_PATH;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--autoplay-policy=no-user-gesture-required', '--enable-precise-memory-info'],
  });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.addInitScript(watchLongTasks);
  await page.goto(ready.ui);
  return {
    page,
    audiohook: ready.audiohook,
    pid: child.pid ?? 0,
    close: async () => {
      await browser.close();
      await stopProcess(child, 'SIGTERM');
    },
  };
}

export type LongTask = { readonly atMs: number; readonly ms: number };

declare global {
  interface Window {
    longTasks?: LongTask[];
  }
}

/** Runs in the page, before it. */
function watchLongTasks(): void {
  const tasks: LongTask[] = [];
  window.longTasks = tasks;
  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ atMs: startTime, ms: duration });
  }).observe({ type: 'longtask' });
}

/** Tasks of more than 50 ms between two moments of the page's clock, their lengths in ms. */
export async function longTasks(page: Page, fromMs: number, toMs: number): Promise<number[]> {
  const all = (await page.evaluate(() => window.longTasks)) ?? [];
  return all.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).map(({ ms }) => Math.round(ms));
}

/** What the page's JavaScript holds once its garbage is away, MB. */
export async function heapMb(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('Performance.enable');
  const { metrics } = await cdp.send('Performance.getMetrics');
  await cdp.detach();
  return Math.round((metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1e6);
}

/** Times between frames while `page` scrolls the log by `px` a frame, ms. */
export function scrollFrames(page: Page, frames: number, px: number): Promise<number[]> {
  return page.evaluate(
    ([count, by]) =>
      new Promise<number[]>(done => {
        const log = document.querySelector('[role=listbox][aria-label=Messages]');
        const times: number[] = [];
        let last = performance.now();
        const frame = (now: number) => {
          times.push(now - last);
          last = now;
          log?.scrollBy(0, by);
          if (times.length > count) done(times.slice(1));
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    [frames, px] as const,
  );
}

/** What an opening costs in CPU, whatever else the machine has to do: main thread of the page, and the whole host, ms. */
export type Cpu = { readonly page: number; readonly host: number };

/** A clock of CPU time: each call tells what was used since the one before. */
export async function cpuClock({ page, pid }: Pick<OpenPage, 'page' | 'pid'>): Promise<() => Promise<Cpu>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const now = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return { page: 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0), host: hostCpuMs(pid) };
  };
  let last = await now();
  return async () => {
    const before = last;
    last = await now();
    return { page: Math.round(last.page - before.page), host: Math.round(last.host - before.host) };
  };
}

/** User and system time of a process; 0 where /proc does not tell. */
function hostCpuMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return 0;
  }
}
