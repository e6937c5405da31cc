/** What the benches of the page share: a console, Chromium with the page in it, and clocks inside the page. */
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { startServe } from '../e2e/targets/browser-target.ts';
import { stopProcess } from '../e2e/targets/running-console.ts';

export type OpenPage = {
  readonly page: Page;
  readonly browser: Browser;
  readonly audiohook: string;
  /** Process of the host. */
  readonly pid: number;
  close(): Promise<void>;
};

/** Serves `dataDir` in a process of its own, and opens its page in Chromium (`CHROME_PATH`) at 1280 x 800. */
export async function openPage(dataDir: string): Promise<OpenPage> {
  const { child, ready } = await startServe(dataDir);
  const executablePath = process.env.CHROME_PATH;
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await stopProcess(child, 'SIGTERM');
  };
  try {
    browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: ['--autoplay-policy=no-user-gesture-required', '--enable-precise-memory-info'],
    });
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await page.goto(ready.ui);
    return { page, browser, audiohook: ready.audiohook, pid: child.pid ?? 0, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Of the tasks of the page's main thread: how many took more than 50 ms, and the longest, ms. */
export type Tasks = {
  /** By the clock: what other processes took from the machine meanwhile is in it. */
  readonly wall: { readonly over50: number; readonly most: number };
  /** By the CPU that the thread itself used. */
  readonly cpu: { readonly over50: number; readonly most: number };
};

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
};

/** Runs `work`, and tells of every task of the page's main thread meanwhile. */
export async function traceTasks<T>(
  { page, browser }: OpenPage,
  work: () => Promise<T>,
): Promise<Tasks & { result: T }> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata', 'disabled-by-default-devtools.timeline'] });
  const result = await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const named = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  // A task is traced twice, by the thread and by its scheduler: one of them is counted.
  const tasksOf = (pid: number, tid: number) =>
    traceEvents.filter(
      one => one.pid === pid && one.tid === tid && one.ph === 'X' && one.name === 'ThreadControllerImpl::RunTask',
    );
  // A page that was closed leaves a renderer behind: the busiest is the page's.
  const tasks = named.map(({ pid, tid }) => tasksOf(pid, tid)).sort((one, other) => other.length - one.length)[0] ?? [];
  const tell = (took: number[]) => ({
    over50: took.filter(ms => ms > 50).length,
    most: Math.round(Math.max(0, ...took)),
  });
  return {
    wall: tell(tasks.map(({ dur = 0 }) => dur / 1000)),
    cpu: tell(tasks.map(({ tdur = 0 }) => tdur / 1000)),
    result,
  };
}

export const tasksWords = ({ wall, cpu }: Tasks) =>
  `longest task ${cpu.most} ms of CPU (${cpu.over50} over 50 ms), ${wall.most} ms by the clock (${wall.over50})`;

/** What the page's JavaScript holds once its garbage is away, MB. */
export async function heapMb(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('Performance.enable');
  const { metrics } = await cdp.send('Performance.getMetrics');
  await cdp.detach();
  return Math.round((metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1e6);
}

/** What the page's process holds of the machine's memory, MB; NaN where /proc does not tell. */
export async function residentMb({ browser }: Pick<OpenPage, 'browser'>): Promise<number> {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  const held = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentKb(id));
  // A spare renderer waits for the next page: the larger one is this page's.
  return Math.round(Math.max(...held) / 1000);
}

function residentKb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return Number.NaN;
  }
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
