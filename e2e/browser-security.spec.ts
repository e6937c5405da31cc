/** The browser host's door, tried from real pages: the unit tests beside browser-host.ts try it by hand. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** A page of another origin on this machine. */
async function openForeignPage(page: Page): Promise<() => void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>foreign</title>');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

test('a wrong token gets one sentence and no page', async ({ running }) => {
  const page = await running.page.context().newPage();
  const url = new URL(running.page.url());
  url.searchParams.set('token', 'wrong');
  const response = await page.goto(url.href);
  expect(response?.status()).toBe(401);
  await expect(page.locator('body')).toHaveText(
    'This address lacks the right token: open the address that the console printed when it started.',
  );
});

test('a foreign page cannot open the socket, read the page, or frame it, even when it knows the token', async ({
  running,
}) => {
  const page = await running.page.context().newPage();
  const close = await openForeignPage(page);
  const address = running.page.url();
  const socket = address.replace('http:', 'ws:').replace('/?', '/contract?');
  const opened = (url: string) =>
    new Promise<string>(resolve => {
      const tried = new WebSocket(url);
      tried.onopen = () => resolve('opened');
      tried.onerror = () => resolve('refused');
    });
  expect(await page.evaluate(opened, socket)).toBe('refused');
  // The same socket opens for the console's own page, so the address was right.
  expect(await running.page.evaluate(opened, socket)).toBe('opened');

  const read = await page.evaluate(
    url =>
      fetch(url)
        .then(response => response.text())
        .catch(String),
    address,
  );
  expect(read).toContain('TypeError');

  const framed = await page.evaluate(
    url =>
      new Promise<string>(resolve => {
        const frame = document.createElement('iframe');
        frame.src = url;
        frame.onload = () => {
          // A refused frame shows an error page, which nobody may look into; an empty one could be.
          resolve(frame.contentDocument === null ? 'opaque' : 'readable');
        };
        document.body.append(frame);
      }),
    address,
  );
  expect(framed).toBe('opaque');
  const inner = page.frames().find(frame => frame !== page.mainFrame());
  expect(await inner?.title()).not.toBe('AudioHook Console');
  close();
});

test('a page that is loaded again connects again', async ({ running }) => {
  await running.page.reload();
  await expect(running.page.getByRole('button', { name: 'Call', exact: true })).toBeEnabled();
});
