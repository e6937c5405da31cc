/** What the desktop asks of the page. Kept while there is no page: a file may be opened before the window is. */

import type { HandlersOf, StreamSink } from '../../../shared/contract/define.ts';
import type { DesktopItem, desktopContract } from '../../../shared/contract/desktop-contract.ts';

/** A page that is not there for long is not told all that it missed. */
const MOST_WAITING = 20;

export class DesktopNews {
  readonly handlers: HandlersOf<typeof desktopContract>;
  readonly #pages = new Set<StreamSink<DesktopItem>>();
  #waiting: DesktopItem[] = [];

  constructor() {
    this.handlers = {
      desktop: (_input, sink) => {
        this.#pages.add(sink);
        sink.onCancel(() => this.#pages.delete(sink));
        for (const item of this.#waiting.splice(0)) sink.send(item);
      },
    };
  }

  tell(item: DesktopItem): void {
    for (const page of this.#pages) page.send(item);
    if (this.#pages.size === 0) this.#waiting = [...this.#waiting, item].slice(-MOST_WAITING);
  }
}
